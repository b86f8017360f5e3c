/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import dev.quiver.converter.ArrowConverter;
import dev.quiver.testbed.data.ProducedRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Sends records that are Arrow batches of some rows, and enters each row into a ledger. */
final class ArrowBatches implements AutoCloseable {
    private static final Schema ROW = SchemaBuilder.struct()
            .field(ProducedRows.ID_COLUMN, Schema.STRING_SCHEMA)
            .field("number", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("score", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();
    private static final Schema BATCH = SchemaBuilder.array(ROW).build();

    private final KafkaProducer<byte[], byte[]> producer;
    private final ArrowConverter converter = new ArrowConverter();
    private final ProducedRows produced;

    ArrowBatches(String bootstrap, ProducedRows produced) {
        this.produced = produced;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "enable.idempotence", true),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        converter.configure(Map.of("compression", "zstd"), false);
    }

    /** Sends {@code recordCount} records of {@code rowCount} rows each, to the partitions in turn. */
    void send(String topic, int partitionCount, int recordCount, int rowCount) {
        for (int index = 0; index < recordCount; index++) {
            int partition = index % partitionCount;
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            List<Struct> structs = new ArrayList<>();
            for (int row = 0; row < rowCount; row++) {
                Map<String, @Nullable Object> values = row(topic + "/" + index + "/" + row, index * rowCount + row);
                Struct struct = new Struct(ROW);
                values.forEach(struct::put);
                rows.add(values);
                structs.add(struct);
            }
            byte[] message = Objects.requireNonNull(converter.fromConnectData(topic, BATCH, structs));
            long offset = sendRaw(topic, partition, message);
            rows.forEach(values ->
                    produced.add(String.valueOf(values.get(ProducedRows.ID_COLUMN)), topic, partition, offset, values));
        }
    }

    /** Sends any bytes and returns their offset. */
    long sendRaw(String topic, int partition, byte[] value) {
        try {
            RecordMetadata sent = producer.send(new ProducerRecord<>(topic, partition, null, value))
                    .get();
            return sent.offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending to " + topic, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not send to " + topic + ": " + e.getCause(), e);
        }
    }

    private static Map<String, @Nullable Object> row(String id, long number) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put(ProducedRows.ID_COLUMN, id);
        row.put("number", number);
        row.put("name", number % 7 == 0 ? null : "name " + number % 5);
        row.put("score", number % 11 == 0 ? null : number / 4.0);
        return row;
    }

    @Override
    public void close() {
        producer.close();
    }
}
