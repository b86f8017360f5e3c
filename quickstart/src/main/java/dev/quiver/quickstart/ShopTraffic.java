/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What goes on in a shop: orders, customers and clicks as JSON with schemas, some tombstones, one broken record. */
final class ShopTraffic implements AutoCloseable {
    static final String ORDERS = "shop.orders";
    static final String CUSTOMERS = "shop.customers";
    static final String CLICKS = "shop.clicks";
    static final List<String> TOPICS = List.of(ORDERS, CUSTOMERS, CLICKS);
    static final int PARTITIONS = 2;
    /** Where the example configuration lets the objects of all these topics go. */
    static final String PREFIX = "shop/";

    private static final int TOMBSTONE_EVERY = 1_000;
    private static final List<String> COUNTRIES = List.of("\"CZ\"", "\"DE\"", "\"FR\"", "\"NL\"", "null");
    private static final long START_MS = 1_760_000_000_000L;

    private static final String ORDER_SCHEMA = """
            {"type":"struct","fields":[
            {"field":"id","type":"int64"},{"field":"country","type":"string","optional":true},
            {"field":"placed","type":"int64","name":"org.apache.kafka.connect.data.Timestamp","version":1},
            {"field":"total","type":"double"},
            {"field":"customer","type":"struct","fields":[
            {"field":"id","type":"int32"},{"field":"name","type":"string","optional":true}]},
            {"field":"items","type":"array","items":{"type":"struct","fields":[
            {"field":"sku","type":"string"},{"field":"count","type":"int32"}]}}]}""";
    private static final String CUSTOMER_SCHEMA = """
            {"type":"struct","fields":[
            {"field":"id","type":"int64"},{"field":"country","type":"string","optional":true},
            {"field":"email","type":"string","optional":true},{"field":"active","type":"boolean"},
            {"field":"labels","type":"map","keys":{"type":"string"},"values":{"type":"string","optional":true}}]}""";
    private static final String CLICK_SCHEMA = """
            {"type":"struct","fields":[
            {"field":"id","type":"int64"},{"field":"country","type":"string","optional":true},
            {"field":"url","type":"string"},{"field":"agent","type":"string"},
            {"field":"status","type":"int16"},{"field":"millis","type":"float"}]}""";

    private final KafkaProducer<byte[], byte[]> producer;
    private final Random random = new Random(1);
    private final Map<String, Long> rowCounts = new LinkedHashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long valueBytes;

    ShopTraffic(String bootstrap) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                "all",
                "linger.ms",
                20,
                "batch.size",
                1 << 18,
                "compression.type",
                "lz4");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        TOPICS.forEach(topic -> rowCounts.put(topic, 0L));
    }

    /** Sends {@code rowCount} rows over all topics, with tombstones between them. */
    void send(int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            String topic = TOPICS.get(row % TOPICS.size());
            long id = rowCounts.merge(topic, 1L, Long::sum);
            send(topic, Long.toString(id), value(topic, id));
            if (row % TOMBSTONE_EVERY == 0) {
                send(topic, "gone", null);
            }
        }
        producer.flush();
    }

    /** Sends a record that no converter can read. */
    void sendBroken() {
        send(ORDERS, "broken", "{this is not JSON".getBytes(UTF_8));
    }

    /** The future is of no use: the callback says the same, and {@link #flush} waits for it. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(String topic, String key, byte @Nullable [] value) {
        valueBytes += value == null ? 0 : value.length;
        int partition = random.nextInt(PARTITIONS);
        producer.send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value), (position, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    /** Returns when everything sent is in the topics. */
    void flush() {
        producer.flush();
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("could not send a record: " + first.getMessage(), first);
        }
    }

    /** Rows sent to each topic; tombstones and broken records do not count. */
    Map<String, Long> rowCounts() {
        return Map.copyOf(rowCounts);
    }

    /** Bytes of all values sent, before the producer compressed them. */
    long valueBytes() {
        return valueBytes;
    }

    private byte[] value(String topic, long id) {
        StringBuilder json = new StringBuilder(1024).append("{\"schema\":");
        switch (topic) {
            case ORDERS -> order(json.append(ORDER_SCHEMA), id);
            case CUSTOMERS -> customer(json.append(CUSTOMER_SCHEMA), id);
            default -> click(json.append(CLICK_SCHEMA), id);
        }
        return json.append("}}").toString().getBytes(UTF_8);
    }

    private StringBuilder row(StringBuilder json, long id) {
        String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        return json.append(",\"payload\":{\"id\":")
                .append(id)
                .append(",\"country\":")
                .append(country);
    }

    private void order(StringBuilder json, long id) {
        row(json, id).append(",\"placed\":").append(START_MS + id * 250);
        json.append(",\"total\":").append(random.nextInt(100_000) / 100.0);
        json.append(",\"customer\":{\"id\":").append(random.nextInt(10_000)).append(",\"name\":");
        json.append(random.nextInt(5) == 0 ? "null" : "\"Customer " + random.nextInt(500) + "\"")
                .append("}");
        json.append(",\"items\":[");
        int itemCount = random.nextInt(4);
        for (int item = 0; item < itemCount; item++) {
            json.append(item == 0 ? "" : ",").append("{\"sku\":\"SKU-").append(random.nextInt(2_000));
            json.append("\",\"count\":").append(1 + random.nextInt(9)).append("}");
        }
        json.append("]");
    }

    private void customer(StringBuilder json, long id) {
        row(json, id).append(",\"email\":");
        json.append(random.nextInt(4) == 0 ? "null" : "\"user" + id + "@example.org\"");
        json.append(",\"active\":").append(random.nextBoolean());
        json.append(",\"labels\":{\"tier\":\"").append(random.nextInt(3)).append("\",\"note\":null}");
    }

    private void click(StringBuilder json, long id) {
        row(json, id).append(",\"url\":\"https://shop.example/item/").append(random.nextInt(5_000));
        json.append("?visit=").append(Long.toHexString(random.nextLong())).append("\",\"agent\":\"browser ");
        json.append(random.nextInt(40)).append("\",\"status\":").append(random.nextInt(50) == 0 ? 404 : 200);
        json.append(",\"millis\":").append(random.nextInt(5_000) / 10.0);
    }

    @Override
    public void close() {
        producer.close();
    }
}
