/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.otel.Faults;
import dev.quiver.source.merge.otel.OtelWindow;
import dev.quiver.source.merge.otel.Signal;
import dev.quiver.source.merge.otel.ValueEncoder;
import dev.quiver.source.merge.otel.ValueFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Makes records of one partition: topic, key, headers, time and value. */
final class RecordFactory {
    private static final long NS_PER_MS = 1_000_000;
    /** Bytes on the heap of a struct without attributes, and of each attribute; measured, and rounded up. */
    private static final long STRUCT_BYTES = 1024;

    private static final long STRUCT_ATTRIBUTE_BYTES = 256;

    private final RecordConfig config;
    private final Signal signal;
    private final String part;
    private final Map<String, String> sourcePartition;
    private final ValueEncoder encoder;
    /** Rows that fitted into one value lately. */
    private int fitting;

    RecordFactory(RecordConfig config, Signal signal, String part, Map<String, String> sourcePartition) {
        this.config = config;
        this.signal = signal;
        this.part = part;
        this.sourcePartition = sourcePartition;
        this.encoder = config.format().encoder(signal, config.attributes());
        this.fitting = encoder.isMany() ? config.rowsMax() : 1;
    }

    /** A value, how many rows it has, and how many bytes. */
    record Value(Object content, int rows, long bytes) {}

    /** How many of the next rows of {@code queue}, at most {@code rowsMax}, may share a record. */
    int together(RowQueue queue, int rowsMax) throws IOException {
        int most = Math.min(Math.min(queue.left(), rowsMax), fitting);
        if (most <= 1) {
            return most;
        }
        OtelWindow window = queue.window(0);
        String key = key(window, queue.parent(0));
        String topic = config.topic().topic(part, window, queue.parent(0));
        boolean isUnresolved = window.isUnresolved(queue.parent(0));
        int count = 1;
        while (count < most
                && queue.window(count) == window
                && isUnresolved == window.isUnresolved(queue.parent(count))
                && Objects.equals(key, key(window, queue.parent(count)))
                && topic.equals(config.topic().topic(part, window, queue.parent(count)))) {
            count++;
        }
        return count;
    }

    /** The value of the next {@code count} rows of {@code queue}, or of the first of them if they are too large. */
    Value value(RowQueue queue, int count) throws IOException {
        int[] parents = new int[count];
        for (int index = 0; index < count; index++) {
            parents[index] = queue.parent(index);
        }
        int rows = count;
        Faults faults = queue.window(0).faults();
        Faults.Counts before = faults.counts();
        Object content = encoder.encode(queue.window(0), parents, 0, rows);
        while (rows > 1 && content instanceof byte[] bytes && bytes.length > config.bytesMax()) {
            rows = Math.max(1, Math.min(rows / 2, (int) ((long) rows * config.bytesMax() / bytes.length)));
            faults.forgetSince(before);
            content = encoder.encode(queue.window(0), parents, 0, rows);
            fitting = rows;
        }
        boolean isRoomy = content instanceof byte[] bytes && bytes.length < config.bytesMax() / 2;
        if (isRoomy && rows == fitting) {
            fitting = Math.min(config.rowsMax(), 2 * fitting);
        }
        long size = content instanceof byte[] bytes
                ? bytes.length
                : STRUCT_BYTES + STRUCT_ATTRIBUTE_BYTES * queue.window(0).attributeCount(parents[0]);
        return new Value(content, rows, size);
    }

    /** The record of {@code value}, whose first row is the next one of {@code queue}. */
    SourceRecord row(RowQueue queue, Value value, ReplayOffset offset) throws IOException {
        OtelWindow window = queue.window(0);
        int parent = queue.parent(0);
        String key = key(window, parent);
        return new SourceRecord(
                sourcePartition,
                offset.toMap(),
                config.topic().topic(part, window, parent),
                null,
                key == null ? null : Schema.STRING_SCHEMA,
                key,
                encoder.schema(),
                value.content(),
                timestamp(window, parent),
                headers(window, parent));
    }

    /** The record of children without a parent. */
    SourceRecord orphans(String json, ReplayOffset offset) {
        boolean isText = config.format() == ValueFormat.STRUCT;
        return new SourceRecord(
                sourcePartition,
                offset.toMap(),
                config.orphansTopic(),
                null,
                null,
                null,
                isText ? Schema.STRING_SCHEMA : Schema.BYTES_SCHEMA,
                isText ? json : json.getBytes(StandardCharsets.UTF_8),
                null);
    }

    Signal signal() {
        return signal;
    }

    private @Nullable String key(OtelWindow window, int parent) throws IOException {
        return switch (config.key().kind()) {
            case NONE -> null;
            case TRACE_ID -> window.traceId(parent);
            case PART_ID -> part;
            case RESOURCE -> window.resourceText(parent, config.key().name());
            case ATTRIBUTE -> window.attributeText(parent, config.key().name());
        };
    }

    private @Nullable Long timestamp(OtelWindow window, int parent) {
        long time = switch (config.timestamp()) {
            case TIME -> window.timeNs(parent) == 0 ? window.observedNs(parent) : window.timeNs(parent);
            case OBSERVED -> window.observedNs(parent);
            case NOW -> 0;
        };
        return time <= 0 ? null : (Long) (time / NS_PER_MS);
    }

    private Headers headers(OtelWindow window, int parent) {
        ConnectHeaders headers = new ConnectHeaders();
        if (!encoder.messageFormat().isEmpty()) {
            headers.addString("MessageFormat", encoder.messageFormat());
        }
        if (window.isUnresolved(parent)) {
            headers.addString("quiver.resource", "unresolved");
        }
        if (config.headers()) {
            headers.addString("quiver.part", part);
            headers.addString("quiver.file", window.root().file().name());
            headers.addLong("quiver.row", window.fileRow(parent));
        }
        return headers;
    }
}
