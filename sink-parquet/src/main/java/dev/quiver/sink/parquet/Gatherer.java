/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.RowReader;
import dev.quiver.arrow.RowView;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the rows of one schema, which come one by one or in batches, for all of its files in the order they come, and
 * hands them to the files in runs: at seal a counting sort arranges the batch by file, so that each file's columns are
 * written in one go.
 */
final class Gatherer {
    private static final int FILE_OF_ROW_LENGTH_MIN = 1024;

    private final Supplier<BatchBuilder> builders;
    private final SideColumns beside;
    /** Divides the rows of batches; null where rows come one by one. */
    private final Partitioner.@Nullable Bound partitioner;
    /** Shows the rows of batches to the partitioner; null where it need not see them. */
    private final @Nullable RowReader reader;

    private final Map<TopicPartition, Map<String, OutputFile>> open = new HashMap<>();

    /** The files of the rows gathered since the last seal, by ordinal. */
    private final List<OutputFile> files = new ArrayList<>();

    private final Map<OutputFile, Integer> ordinals = new HashMap<>();
    /** For each gathered row, the ordinal of its file. */
    private int[] fileOfRow = new int[FILE_OF_ROW_LENGTH_MIN];

    /** Rows of a batch that have a file, while they are given theirs. */
    private int assignedCount;

    private BatchBuilder builder;

    private Gatherer(
            Supplier<BatchBuilder> builders,
            SideColumns beside,
            Partitioner.@Nullable Bound partitioner,
            @Nullable RowReader reader) {
        this.builders = builders;
        this.beside = beside;
        this.builder = builders.get();
        this.partitioner = partitioner;
        this.reader = reader;
    }

    /**
     * A gatherer for rows of {@code schema} with the columns {@code beside}.
     *
     * @throws org.apache.kafka.connect.errors.DataException if such rows cannot be gathered
     */
    static Gatherer ofRows(Schema schema, SideColumns beside, RowContext context) {
        return new Gatherer(
                () -> BatchBuilder.withColumns(schema, beside.schema(), context.writesNulls(), context.nullHandling()),
                beside,
                null,
                null);
    }

    /**
     * A gatherer for batches of {@code schema}, which is in message format, with the columns {@code beside}.
     *
     * @throws org.apache.kafka.connect.errors.DataException if such rows cannot be gathered or partitioned
     */
    static Gatherer ofBatches(
            org.apache.arrow.vector.types.pojo.Schema schema,
            SideColumns beside,
            RowContext context,
            Partitioner partitioner) {
        RowReader rows = new RowReader(schema, TypeOptions.DEFAULTS);
        return new Gatherer(
                () -> BatchBuilder.withColumns(schema, beside.schema(), context.nullHandling()),
                beside,
                partitioner.bind(rows.schema(), context),
                partitioner.readsRows() ? rows : null);
    }

    /** The columns of the rows. */
    org.apache.arrow.vector.types.pojo.Schema arrowSchema() {
        return builder.arrowSchema();
    }

    private String directory(SinkRecord sinkRecord, Struct row) {
        return Objects.requireNonNull(partitioner, "rows are divided before they come")
                .directory(sinkRecord, row);
    }

    /** The open file for rows of {@code source} in {@code directory}, or null when there is none. */
    @Nullable
    OutputFile file(TopicPartition source, String directory) {
        Map<String, OutputFile> ofSource = open.get(source);
        return ofSource == null ? null : ofSource.get(directory);
    }

    /** Opens {@code file}; there must be no open one for its source and directory. */
    void open(OutputFile file) {
        OutputFile previous =
                open.computeIfAbsent(file.source(), source -> new HashMap<>()).putIfAbsent(file.directory(), file);
        if (previous != null) {
            throw new IllegalStateException("directory " + file.directory() + " already has an open file");
        }
    }

    /** No more rows go to {@code file}; those gathered for it remain. */
    void detach(OutputFile file) {
        Map<String, OutputFile> ofSource = open.get(file.source());
        if (ofSource != null) {
            ofSource.remove(file.directory(), file);
            if (ofSource.isEmpty()) {
                open.remove(file.source());
            }
        }
    }

    /**
     * Appends the row of {@code sinkRecord} for {@code file}.
     *
     * @param value null if the row has nothing but the columns beside
     * @param projection makes it one of this gatherer; null if it is
     * @throws org.apache.kafka.connect.errors.DataException if the row does not fit; nothing has changed then
     */
    void append(SinkRecord sinkRecord, @Nullable Struct value, @Nullable RowProjection projection, OutputFile file) {
        int row = builder.rowCount();
        @Nullable Object[] values = beside.values(sinkRecord);
        if (value == null || projection == null) {
            builder.append(value, values);
        } else if (!builder.appendColumnsOf(value, values)) {
            builder.append(projection.project(value), values);
        }
        if (row == fileOfRow.length) {
            fileOfRow = Arrays.copyOf(fileOfRow, row * 2);
        }
        fileOfRow[row] = ordinal(file);
    }

    /**
     * Divides the rows of {@code content} by directory.
     *
     * @throws org.apache.kafka.connect.errors.DataException if a value cannot name a directory
     */
    List<RowRun> runs(SinkRecord sinkRecord, IpcContent content) {
        List<RowRun> runs = new ArrayList<>();
        for (DecodedBatch batch : content.batches()) {
            int rowCount = batch.batch().rowCount();
            if (rowCount > 0 && reader == null) {
                String directory = directory(sinkRecord, new Struct(builder.connectSchema()));
                runs.add(new RowRun(batch, 0, rowCount, directory));
            } else if (reader != null) {
                addRuns(sinkRecord, batch, reader.view(batch), runs);
            }
        }
        return runs;
    }

    private void addRuns(SinkRecord sinkRecord, DecodedBatch batch, RowView rows, List<RowRun> runs) {
        int from = 0;
        String directory = "";
        for (int row = 0; row < rows.count(); row++) {
            String next = directory(sinkRecord, rows.at(row));
            if (row > from && !next.equals(directory)) {
                runs.add(new RowRun(batch, from, row, directory));
                from = row;
            }
            directory = next;
        }
        if (from < rows.count()) {
            runs.add(new RowRun(batch, from, rows.count(), directory));
        }
    }

    /**
     * Appends the rows of {@code runs}, which {@link #assign} must then give their files, run by run.
     *
     * @throws org.apache.kafka.connect.errors.DataException if one does not fit; nothing has changed then
     */
    void append(SinkRecord sinkRecord, List<RowRun> runs) {
        @Nullable Object[] values = beside.values(sinkRecord);
        int rowCount = builder.rowCount();
        boolean appended = false;
        try {
            for (RowRun run : runs) {
                builder.append(run.batch(), run.from(), run.to(), values);
            }
            appended = true;
        } finally {
            if (!appended) {
                builder.truncate(rowCount);
            }
        }
        assignedCount = rowCount;
    }

    /** Gives the next {@code count} of the appended rows to {@code file}. */
    void assign(OutputFile file, int count) {
        if (assignedCount + count > fileOfRow.length) {
            fileOfRow = Arrays.copyOf(fileOfRow, Math.max(fileOfRow.length * 2, assignedCount + count));
        }
        Arrays.fill(fileOfRow, assignedCount, assignedCount + count, ordinal(file));
        assignedCount += count;
    }

    private int ordinal(OutputFile file) {
        Integer known = ordinals.get(file);
        if (known != null) {
            return known;
        }
        int ordinal = files.size();
        files.add(file);
        ordinals.put(file, ordinal);
        return ordinal;
    }

    int rowCount() {
        return builder.rowCount();
    }

    long heapBytes() {
        return builder.byteCount() + (long) fileOfRow.length * Integer.BYTES;
    }

    /** Whether nothing is open or gathered any more. */
    boolean isIdle() {
        return open.isEmpty() && builder.rowCount() == 0;
    }

    /** Hands all gathered rows to their files. Rows of files that were dropped meanwhile are dropped. */
    void seal(BufferAllocator allocator, FileEncoding encoding) throws IOException {
        if (builder.rowCount() == 0) {
            return;
        }
        int[] starts = runStarts();
        int[] order = files.size() == 1 && !files.get(0).isClosed() ? null : order(starts);
        try (SealedRows rows = new SealedRows(builder, order, allocator)) {
            for (int ordinal = 0; ordinal < files.size(); ordinal++) {
                if (starts[ordinal] < starts[ordinal + 1]) {
                    files.get(ordinal).write(rows, starts[ordinal], starts[ordinal + 1], encoding);
                }
            }
        }
        builder.clear();
        files.clear();
        ordinals.clear();
    }

    /** Gives the memory of earlier batches back, which their columns keep otherwise; nothing may be gathered. */
    void trim() {
        if (builder.rowCount() > 0) {
            throw new IllegalStateException(builder.rowCount() + " gathered rows would be lost");
        }
        builder = builders.get();
        fileOfRow = new int[FILE_OF_ROW_LENGTH_MIN];
    }

    /** Where each file's run starts in the sorted batch, and behind them where the last one ends. */
    private int[] runStarts() {
        int[] starts = new int[files.size() + 1];
        for (int row = 0; row < builder.rowCount(); row++) {
            if (!files.get(fileOfRow[row]).isClosed()) {
                starts[fileOfRow[row] + 1]++;
            }
        }
        for (int ordinal = 0; ordinal < files.size(); ordinal++) {
            starts[ordinal + 1] += starts[ordinal];
        }
        return starts;
    }

    private int[] order(int[] starts) {
        int[] next = starts.clone();
        int[] order = new int[starts[files.size()]];
        for (int row = 0; row < builder.rowCount(); row++) {
            int ordinal = fileOfRow[row];
            if (!files.get(ordinal).isClosed()) {
                order[next[ordinal]++] = row;
            }
        }
        return order;
    }
}
