/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows to topics and enters each acknowledged one into a ledger, under an id that it adds to the row as the
 * column
 * {@value ProducedRows#ID_COLUMN}. Idempotent: no row is doubled on the way in. Records that are not rows (raw bytes,
 * tombstones) are sent as well, and not entered.
 */
public final class RowProducer implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final ProducedRows produced;
    private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

    private RowProducer(KafkaProducer<byte[], byte[]> producer, ProducedRows produced) {
        this.producer = producer;
        this.produced = produced;
    }

    /** A producer of the broker at {@code bootstrap} that fills {@code produced}. */
    public static RowProducer to(String bootstrap, ProducedRows produced) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "enable.idempotence", true, "linger.ms", 5);
        return new RowProducer(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()), produced);
    }

    /** Sends a row without a key to one partition; returns its id. */
    public String send(String topic, int partition, RowFormat format, Map<String, ? extends @Nullable Object> row) {
        return send(topic, partition, null, format, row);
    }

    /** Sends a row to one partition; returns its id. */
    public String send(
            String topic,
            int partition,
            byte @Nullable [] key,
            RowFormat format,
            Map<String, ? extends @Nullable Object> row) {
        String id = produced.nextId(topic, partition);
        Map<String, @Nullable Object> complete = new LinkedHashMap<>();
        complete.put(ProducedRows.ID_COLUMN, id);
        complete.putAll(row);
        byte[] value = format.encode(complete);
        enqueue(
                new ProducerRecord<>(topic, partition, key, value),
                position -> produced.add(id, position.topic(), position.partition(), position.offset(), complete));
        return id;
    }

    /** Sends any bytes; the ledger does not know them. */
    public void sendRaw(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
        sendRaw(new ProducerRecord<>(topic, partition, key, value));
    }

    /** Sends any record, with headers and all; the ledger does not know it. */
    public void sendRaw(ProducerRecord<byte[], byte[]> record) {
        enqueue(record, position -> {});
    }

    /** Sends a record with a key and no value. */
    public void sendTombstone(String topic, int partition, byte[] key) {
        sendRaw(topic, partition, key, null);
    }

    /**
     * Returns when everything sent so far is in the topics.
     *
     * @throws IllegalStateException if anything is not; the ledger is then incomplete
     */
    public void flush() {
        producer.flush();
        Exception failure = firstFailure.get();
        if (failure != null) {
            throw new IllegalStateException("could not send a record: " + failure.getMessage(), failure);
        }
    }

    /** Flushes and gives the connection back. */
    @Override
    public void close() {
        try (producer) {
            flush();
        }
    }

    /** The future is of no use: the callback says the same, and {@link #flush} waits for it. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void enqueue(ProducerRecord<byte[], byte[]> record, Consumer<RecordMetadata> onAcknowledged) {
        producer.send(record, (position, failure) -> {
            if (failure != null) {
                firstFailure.compareAndSet(null, failure);
                return;
            }
            onAcknowledged.accept(position);
        });
    }
}
