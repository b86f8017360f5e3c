/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import dev.quiver.converter.AvroConverter;
import dev.quiver.testbed.data.ProducedRows;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Sends records that are Avro with a schema registry, and enters each one into a ledger. */
final class AvroRecords implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroConverter converter = new AvroConverter();
    private final ProducedRows produced;

    AvroRecords(String bootstrap, String registry, ProducedRows produced) {
        this.produced = produced;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "enable.idempotence", true),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        converter.configure(Map.of("schema.registry.url", registry), false);
    }

    /** The schema of a version; the second one has one more column. */
    private static Schema schema(boolean isWider) {
        SchemaBuilder schema = SchemaBuilder.struct()
                .name("dev.quiver.it.Order")
                .field(ProducedRows.ID_COLUMN, Schema.STRING_SCHEMA)
                .field("number", Schema.INT64_SCHEMA)
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("score", Schema.OPTIONAL_FLOAT64_SCHEMA);
        return (isWider ? schema.field("more", Schema.OPTIONAL_INT32_SCHEMA) : schema).build();
    }

    /** Sends {@code count} records to the partitions in turn; those of the second half have the wider schema. */
    void send(String topic, int partitionCount, int count) {
        for (int index = 0; index < count; index++) {
            boolean isWider = index >= count / 2;
            Schema schema = schema(isWider);
            Struct struct = new Struct(schema);
            Map<String, @Nullable Object> row = row(topic + "/" + index, index, isWider);
            row.forEach(struct::put);
            byte[] message = Objects.requireNonNull(converter.fromConnectData(topic, schema, struct));
            int partition = index % partitionCount;
            long offset = sendRaw(topic, partition, message);
            row.putIfAbsent("more", null);
            produced.add(String.valueOf(row.get(ProducedRows.ID_COLUMN)), topic, partition, offset, row);
        }
    }

    /** Sends any bytes and returns their offset. */
    long sendRaw(String topic, int partition, byte[] value) {
        try {
            return producer.send(new ProducerRecord<>(topic, partition, null, value))
                    .get()
                    .offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending to " + topic, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not send to " + topic + ": " + e.getCause(), e);
        }
    }

    private static Map<String, @Nullable Object> row(String id, long number, boolean isWider) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put(ProducedRows.ID_COLUMN, id);
        row.put("number", number);
        row.put("name", number % 7 == 0 ? null : "größe " + number % 5);
        row.put("score", number % 11 == 0 ? null : number / 4.0);
        if (isWider) {
            row.put("more", (int) number % 3);
        }
        return row;
    }

    @Override
    public void close() {
        producer.close();
    }
}
