/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.parquet.PageSpill;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A file in the making: rows of one schema, from one topic-partition, in one directory. Rows are first counted as
 * gathered, while they wait in a batch, and written when that batch is sealed.
 */
final class OutputFile implements AutoCloseable {
    private final TopicPartition source;
    private final String directory;
    private final long openedAtMs;
    private final long startMs;
    private long windowMs;
    private final long firstOffset;
    private final ChunkedBytes bytes = new ChunkedBytes();

    private long lastOffset;
    private long rowCount;
    private long writtenRowCount;
    private long byteCount;
    private long heapBytes;
    private boolean closed;
    /** Whether the bytes belong to a finished file. */
    private boolean handedOver;

    private @Nullable RowsWriter writer;

    /**
     * Where the bytes of files go that are being finished.
     *
     * @param heapBytesMax how many of one file stay on the heap
     */
    record Overflow(Spill spill, long heapBytesMax) {}

    /** A file whose first row, at {@code firstOffset}, has the time {@code startMs} and came at {@code openedAtMs}. */
    OutputFile(TopicPartition source, String directory, long firstOffset, long openedAtMs, long startMs) {
        this.source = source;
        this.directory = directory;
        this.firstOffset = firstOffset;
        this.lastOffset = firstOffset;
        this.openedAtMs = openedAtMs;
        this.startMs = startMs;
        this.windowMs = startMs;
    }

    /** Counts a row that was gathered for this file. */
    void gathered(long offset) {
        gathered(offset, 1);
    }

    /** Counts {@code count} rows of one record that were gathered for this file. */
    void gathered(long offset, int count) {
        lastOffset = offset;
        rowCount += count;
    }

    /** Writes the gathered rows of {@code rows} from {@code from} up to {@code to}. */
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    void write(SealedRows rows, int from, int to, FileEncoding encoding) throws IOException {
        if (writer == null) {
            writer = encoding.writer(rows.schema(), bytes);
        }
        writer.write(rows, from, to);
        writtenRowCount += to - from;
        byteCount = writer.byteCount();
        heapBytes = bytes.heapBytes() + writer.heapBytes();
    }

    /** Moves what is encoded to {@code spill}; returns the heap bytes that became free. */
    long spill(Spill spill) throws IOException {
        PageSpill pages = spill.file();
        if (writer == null || pages == null) {
            return 0;
        }
        long before = heapBytes;
        writer.spillTo(pages);
        bytes.spillTo(spill);
        heapBytes = bytes.heapBytes() + writer.heapBytes();
        return before - heapBytes;
    }

    /** Encodes what waits for more rows, unless it is very few; returns the heap bytes that became free. */
    long condense() throws IOException {
        if (writer == null) {
            return 0;
        }
        long before = heapBytes;
        writer.condense();
        byteCount = writer.byteCount();
        heapBytes = bytes.heapBytes() + writer.heapBytes();
        return before - heapBytes;
    }

    /**
     * Ends the file, with {@code metadata} in its footer; all gathered rows must have been written.
     *
     * @param overflow where its bytes go that the heap has no room for
     */
    FinishedFile finish(FileName name, Map<String, String> metadata, Overflow overflow) throws IOException {
        if (writer == null || writtenRowCount != rowCount) {
            throw new IllegalStateException("file of " + rowCount + " rows ends after " + writtenRowCount);
        }
        Map<String, String> footer = new LinkedHashMap<>(metadata);
        footer.put("quiver.topic", source.topic());
        footer.put("quiver.partition", Integer.toString(source.partition()));
        footer.put("quiver.offset.first", Long.toString(firstOffset));
        footer.put("quiver.offset.last", Long.toString(lastOffset));
        bytes.overflowTo(overflow.spill(), overflow.heapBytesMax());
        writer.finish(footer);
        handedOver = true;
        close();
        String key = name.key(directory, new FileName.Contents(source, firstOffset, lastOffset, rowCount, startMs));
        return new FinishedFile(key, directory, source, firstOffset, lastOffset, rowCount, bytes);
    }

    TopicPartition source() {
        return source;
    }

    String directory() {
        return directory;
    }

    /** A time of the window that its rows may have: that of the first row, unless that one was late. */
    long windowMs() {
        return windowMs;
    }

    /** Its window is not over before {@code ms}, though its first row may be of an earlier one. */
    void notBefore(long ms) {
        windowMs = Math.max(windowMs, ms);
    }

    long openedAtMs() {
        return openedAtMs;
    }

    long firstOffset() {
        return firstOffset;
    }

    /** Rows, gathered ones included. */
    long rowCount() {
        return rowCount;
    }

    /** Bytes that the rows written so far make. */
    long byteCount() {
        return byteCount;
    }

    /** Heap bytes held, without those of gathered rows. */
    long heapBytes() {
        return heapBytes;
    }

    boolean isClosed() {
        return closed;
    }

    /** Drops what is not finished. Idempotent. */
    @Override
    public void close() {
        closed = true;
        heapBytes = 0;
        if (writer != null) {
            writer.close();
            writer = null;
        }
        if (!handedOver) {
            bytes.release();
        }
    }
}
