/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.testbed.data.RowFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Orders, customers and clicks of a shop: three schemas with every kind of column, nulls and nesting; one seed. */
final class ShopRecords {
    static final String ORDERS = "shop.orders";
    static final String CUSTOMERS = "shop.customers";
    static final String CLICKS = "shop.clicks";
    static final List<String> TOPICS = List.of(ORDERS, CUSTOMERS, CLICKS);

    private static final List<String> COUNTRIES = List.of("CZ", "DE", "FR", "a/b=c");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ORDER_SCHEMA = """
            {"type":"struct","name":"order","fields":[
             {"field":"row_id","type":"string"},
             {"field":"amount","type":"double"},
             {"field":"quantity","type":"int32","optional":true},
             {"field":"placed","type":"int64","name":"org.apache.kafka.connect.data.Timestamp","version":1},
             {"field":"customer","type":"struct","fields":[
              {"field":"country","type":"string","optional":true},{"field":"vip","type":"boolean"}]},
             {"field":"tags","type":"array","items":{"type":"string","optional":true},"optional":true}]}""";
    private static final String CUSTOMER_SCHEMA = """
            {"type":"struct","name":"customer","fields":[
             {"field":"row_id","type":"string"},
             {"field":"email","type":"string","optional":true},
             {"field":"score","type":"float"},
             {"field":"labels","type":"map","keys":{"type":"string"},"values":{"type":"string","optional":true}},
             {"field":"customer","type":"struct","fields":[
              {"field":"country","type":"string","optional":true},{"field":"vip","type":"boolean"}]}]}""";
    private static final String CLICK_SCHEMA = """
            {"type":"struct","name":"click","fields":[
             {"field":"row_id","type":"string"},
             {"field":"url","type":"string"},
             {"field":"millis","type":"int64"},
             {"field":"code","type":"int16"},
             {"field":"raw","type":"bytes","optional":true},
             {"field":"customer","type":"struct","optional":true,"fields":[
              {"field":"country","type":"string","optional":true},{"field":"vip","type":"boolean"}]}]}""";

    private final Random random;

    ShopRecords(long seed) {
        this.random = new Random(seed);
    }

    /** How the rows of {@code topic} are written; structs are lists of their values in a row. */
    static RowFormat format(String topic) {
        JsonNode schema = parse(schema(topic));
        return row -> {
            ObjectNode envelope = JSON.createObjectNode();
            envelope.set("schema", schema);
            ObjectNode payload = envelope.putObject("payload");
            row.forEach((column, value) -> payload.set(column, JSON.valueToTree(plain(column, value))));
            try {
                return JSON.writeValueAsBytes(envelope);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("could not write a row", e);
            }
        };
    }

    private static String schema(String topic) {
        return switch (topic) {
            case ORDERS -> ORDER_SCHEMA;
            case CUSTOMERS -> CUSTOMER_SCHEMA;
            case CLICKS -> CLICK_SCHEMA;
            default -> throw new IllegalArgumentException("no records for " + topic);
        };
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON", e);
        }
    }

    private static @Nullable Object plain(String column, @Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        if (column.equals("customer") && value instanceof List<?> struct) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("country", struct.get(0));
            fields.put("vip", struct.get(1));
            return fields;
        }
        return value;
    }

    /** The next row for {@code topic}, without its id. */
    Map<String, @Nullable Object> row(String topic) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        switch (topic) {
            case ORDERS -> {
                row.put("amount", random.nextGaussian() * 1000);
                row.put("quantity", random.nextInt(5) == 0 ? null : random.nextInt());
                row.put("placed", Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt()));
                row.put("customer", customer());
                row.put("tags", random.nextInt(4) == 0 ? null : tags());
            }
            case CUSTOMERS -> {
                row.put("email", random.nextInt(3) == 0 ? null : "user" + random.nextInt(1000) + "@example.org");
                row.put("score", random.nextFloat());
                row.put("labels", labels());
                row.put("customer", customer());
            }
            default -> {
                row.put("url", "https://shop.example/ěš/" + Long.toHexString(random.nextLong()));
                row.put("millis", random.nextLong());
                row.put("code", (short) (200 + random.nextInt(300)));
                row.put("raw", random.nextInt(3) == 0 ? null : bytes());
                row.put("customer", random.nextInt(4) == 0 ? null : customer());
            }
        }
        return row;
    }

    private List<@Nullable Object> customer() {
        List<@Nullable Object> customer = new ArrayList<>();
        customer.add(random.nextInt(6) == 0 ? null : COUNTRIES.get(random.nextInt(COUNTRIES.size())));
        customer.add(random.nextBoolean());
        return customer;
    }

    private List<@Nullable String> tags() {
        List<@Nullable String> tags = new ArrayList<>();
        for (int tag = random.nextInt(4); tag > 0; tag--) {
            tags.add(random.nextInt(5) == 0 ? null : "tag" + random.nextInt(30));
        }
        return tags;
    }

    private Map<String, @Nullable String> labels() {
        Map<String, @Nullable String> labels = new LinkedHashMap<>();
        for (int label = random.nextInt(4); label > 0; label--) {
            labels.put("key" + label, random.nextInt(5) == 0 ? null : "value" + random.nextInt(30));
        }
        return labels;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }
}
