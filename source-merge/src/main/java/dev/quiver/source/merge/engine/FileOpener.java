/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import dev.quiver.parquet.read.IntegerBounds;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.RangeSource;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoredObject;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens files of a store and remembers the footers of those it opened last, up to a number of bytes. Safe for use by
 * several threads; a {@link ParquetFile} is for one.
 */
public final class FileOpener {
    /** Bytes of footers as they are in files; what they become on the heap is some times as much. */
    private static final long FOOTER_BYTES_MAX = 2L << 20;

    private final ObjectStore store;
    private final MergeCounters counters;
    private final Map<StoredObject, Opened> opened = new LinkedHashMap<>(16, 0.75f, true);
    private long footerBytes;

    /** Reads {@code store}, which stays the caller's. */
    public FileOpener(ObjectStore store, MergeCounters counters) {
        this.store = store;
        this.counters = counters;
    }

    private record Opened(ParquetFile file, long bytes) {}

    /** The file of {@code object}. */
    ParquetFile open(StoredObject object) throws IOException {
        synchronized (opened) {
            Opened known = opened.get(object);
            if (known != null) {
                return known.file();
            }
        }
        CountingSource source = new CountingSource(RangeSource.of(store, object), counters);
        ParquetFile file = ParquetFile.open(source, ReadLimits.DEFAULTS);
        remember(object, new Opened(file, source.bytesRead()));
        return file;
    }

    private void remember(StoredObject object, Opened entry) {
        synchronized (opened) {
            if (opened.putIfAbsent(object, entry) != null) {
                return;
            }
            footerBytes += entry.bytes();
            Iterator<Opened> eldest = opened.values().iterator();
            while (footerBytes > FOOTER_BYTES_MAX && opened.size() > 1) {
                footerBytes -= eldest.next().bytes();
                eldest.remove();
            }
        }
    }

    /**
     * Reads the footer of {@code object}, a file of {@code table}.
     *
     * @param time the column with the times of rows, or {@link TableSpec#NONE}
     * @throws IOException a {@link dev.quiver.parquet.read.MalformedParquetException} if it is no Parquet file
     */
    public TableFile plan(TableSpec table, int time, StoredObject object) throws IOException {
        ParquetFile file = open(object);
        TableFile.Span keys = span(table, table.orderColumn(), file);
        boolean lacksParent = table.parent() != TableSpec.NONE
                && file.rowCount() > 0
                && !has(file, table.columns().get(table.parent()).path());
        if (lacksParent) {
            throw new TableException(object.key() + " has no column '"
                    + table.columns().get(table.parent()).path() + "'");
        }
        return new TableFile(object, file.rowCount(), keys, span(table, time, file));
    }

    private static boolean has(ParquetFile file, String path) {
        return file.paths().contains(path);
    }

    private static TableFile.Span span(TableSpec table, int column, ParquetFile file) {
        if (column == TableSpec.NONE || !has(file, table.columns().get(column).path())) {
            return file.rowCount() == 0 || column != TableSpec.NONE ? TableFile.Span.EMPTY : TableFile.Span.UNKNOWN;
        }
        List<IntegerBounds> chunks =
                file.chunkBounds(table.columns().get(column).path());
        TableFile.Span span = TableFile.Span.EMPTY;
        for (IntegerBounds chunk : chunks) {
            if (chunk.hasValues()) {
                if (!chunk.isKnown() || chunk.min() < 0) {
                    return TableFile.Span.UNKNOWN;
                }
                span = new TableFile.Span(true, Math.min(span.min(), chunk.min()), Math.max(span.max(), chunk.max()));
            }
        }
        return span;
    }

    /** Counts what is read. */
    private static final class CountingSource implements RangeSource {
        private final RangeSource source;
        private final MergeCounters counters;
        private long bytesRead;

        CountingSource(RangeSource source, MergeCounters counters) {
            this.source = source;
            this.counters = counters;
        }

        long bytesRead() {
            return bytesRead;
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public long size() {
            return source.size();
        }

        @Override
        public byte[] read(long offset, int length) throws IOException {
            byte[] bytes = source.read(offset, length);
            counters.read(length);
            bytesRead += length;
            return bytes;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
