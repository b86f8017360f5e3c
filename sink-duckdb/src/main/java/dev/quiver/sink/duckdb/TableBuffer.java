/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.ipc.IpcContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table that no transaction has taken yet. Where rows have keys, only the last row of each key is left
 * when they are taken, and the keys of all that came are known. One thread.
 */
final class TableBuffer {
    /** Bytes that a key takes on the heap, about. */
    private static final int KEY_BYTES = 256;

    /** Schemas whose arrays are kept for the next rows. */
    private static final int SEGMENTS_KEPT_MAX = 16;

    private final String table;
    private final WriteConfig config;
    private final boolean keepsRecords;
    private final Map<Object, SegmentBuilder> segments = new LinkedHashMap<>();
    private final Map<RowKey, Place> keys = new HashMap<>();
    /** Keys whose earlier rows go although rows with them may have come since. */
    private final Set<RowKey> deleted = new HashSet<>();

    private boolean empties;

    TableBuffer(String table, WriteConfig config, boolean keepsRecords) {
        this.table = table;
        this.config = config;
        this.keepsRecords = keepsRecords;
    }

    /** The rows of a key that are left. */
    private record Place(List<Cell> cells) {}

    /** Where a row is. */
    private record Cell(SegmentBuilder segment, int row) {}

    /** Adds the rows of {@code sinkRecord}, of schema {@code plan}. */
    void append(SinkRecord sinkRecord, RowPlan plan, List<Struct> values) {
        List<RowKey> rowKeys = new ArrayList<>();
        for (Struct value : hasKeys() ? values : List.<Struct>of()) {
            rowKeys.add(plan.key(sinkRecord, value));
        }
        List<Struct> rows = new ArrayList<>(values.size());
        for (Struct value : values) {
            rows.add(plan.row(sinkRecord, value));
        }
        SegmentBuilder segment = segment(plan.rows());
        int first = segment.rowCount();
        segment.append(sinkRecord, rows);
        for (int index = 0; index < rowKeys.size(); index++) {
            place(rowKeys.get(index), new Cell(segment, first + index));
        }
    }

    /** Adds the rows of {@code content}, which {@code sinkRecord} holds; only where rows have no keys. */
    void append(SinkRecord sinkRecord, IpcContent content) {
        segment(content.schema()).append(sinkRecord, content);
    }

    /** Whether what tells rows apart is needed. */
    boolean hasKeys() {
        return config.mode() == InsertMode.UPSERT || config.keys().deletes();
    }

    private void place(RowKey key, Cell cell) {
        Place known = keys.get(key);
        if (config.mode() == InsertMode.UPSERT) {
            kill(known);
            keys.put(key, new Place(List.of(cell)));
        } else if (known == null) {
            keys.put(key, new Place(new ArrayList<>(List.of(cell))));
        } else {
            known.cells().add(cell);
        }
    }

    private static void kill(@Nullable Place place) {
        if (place != null) {
            place.cells().forEach(cell -> cell.segment().kill(cell.row()));
        }
    }

    /** The rows of {@code key} go, those that are in the table already among them. */
    void delete(RowKey key) {
        kill(keys.put(key, new Place(new ArrayList<>())));
        deleted.add(key);
    }

    /** All rows go, those that are in the table already among them. */
    void empty() {
        segments.values().forEach(SegmentBuilder::clear);
        keys.clear();
        deleted.clear();
        empties = true;
    }

    private SegmentBuilder segment(Schema rows) {
        WriteConfig.Values values = config.values();
        return segment(rows, false, () -> new BatchBuilder(rows, values.nullHandling(), values.types()));
    }

    private SegmentBuilder segment(org.apache.arrow.vector.types.pojo.Schema rows) {
        WriteConfig.Values values = config.values();
        return segment(rows, true, () -> BatchBuilder.of(rows, values.nullHandling(), values.types()));
    }

    private SegmentBuilder segment(Object schema, boolean isBatch, Supplier<BatchBuilder> builders) {
        SegmentBuilder known = segments.get(schema);
        if (known == null) {
            UnsupportedTypes unsupported = config.values().unsupported();
            BatchBuilder builder = builders.get();
            Adaptation adaptation = Adaptation.of(builder.arrowSchema(), unsupported, isBatch);
            known = new SegmentBuilder(builder, adaptation, keepsRecords);
            segments.put(schema, known);
        }
        return known;
    }

    /** Rows gathered, replaced ones among them. */
    int rowCount() {
        int sum = 0;
        for (SegmentBuilder segment : segments.values()) {
            sum += segment.rowCount();
        }
        return sum;
    }

    long heapBytes() {
        long sum = (long) keys.size() * KEY_BYTES;
        for (SegmentBuilder segment : segments.values()) {
            sum += segment.heapBytes();
        }
        return sum;
    }

    boolean isEmpty() {
        return !empties && keys.isEmpty() && rowCount() == 0;
    }

    /** Moves everything into a load that belongs to the caller; this is empty again. */
    TableLoad seal(BufferAllocator allocator) {
        List<ArrowBatch> keyBatches = new ArrayList<>();
        List<Segment> sealed = new ArrayList<>();
        boolean done = false;
        try {
            sealKeys(allocator, keyBatches);
            for (SegmentBuilder segment : segments.values()) {
                if (segment.hasRows()) {
                    sealed.add(segment.seal(allocator));
                }
            }
            done = true;
        } finally {
            if (!done) {
                keyBatches.forEach(ArrowBatch::close);
                sealed.forEach(Segment::close);
            }
        }
        TableLoad load = new TableLoad(table, empties, keyBatches, sealed);
        if (segments.size() > SEGMENTS_KEPT_MAX) {
            segments.clear();
        }
        segments.values().forEach(SegmentBuilder::clear);
        keys.clear();
        deleted.clear();
        empties = false;
        return load;
    }

    @SuppressWarnings("MustBeClosedChecker") // they belong to the load
    private void sealKeys(BufferAllocator allocator, List<ArrowBatch> sealed) {
        Map<Schema, BatchBuilder> builders = new HashMap<>();
        WriteConfig.Values values = config.values();
        Iterable<RowKey> gone = config.mode() == InsertMode.UPSERT ? keys.keySet() : deleted;
        for (RowKey key : gone) {
            builders.computeIfAbsent(
                            key.columns().schema(),
                            schema -> new BatchBuilder(schema, values.nullHandling(), values.types()))
                    .append(key.columns());
        }
        for (BatchBuilder builder : builders.values()) {
            Adaptation adaptation = Adaptation.of(builder.arrowSchema(), values.unsupported(), false);
            sealed.add(adaptation.adapt(builder.seal(allocator), allocator));
        }
    }
}
