/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.parquet.ColumnEncoders;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Keeps a task inside its memory budget. When that is full, gathered rows are encoded, then what is encoded of the
 * largest files goes to a local file, then their row groups end before they are full, then the files themselves.
 */
final class TaskMemory {
    private final MemoryConfig config;
    private final Gatherers gatherers;
    private final OpenFiles open;
    private final Encoding encoding;
    private final Spill spill;
    private final SinkMetrics metrics;

    /** {@code open} and {@code spill} are the task's. */
    TaskMemory(MemoryConfig config, OpenFiles open, Encoding encoding, Spill spill, SinkMetrics metrics) {
        this.config = config;
        this.open = open;
        this.gatherers = open.gatherers();
        this.encoding = encoding;
        this.spill = spill;
        this.metrics = metrics;
    }

    /** All that encoding takes; stays its owner's. */
    record Encoding(BufferAllocator allocator, FileEncoding format, ColumnEncoders encoders) {}

    /** What ends files that take no more rows. */
    interface Finish {
        /** Does so. */
        void due();
    }

    /** Encodes the rows of {@code gatherer}. */
    void seal(Gatherer gatherer) {
        long startNs = System.nanoTime();
        boolean hasRows = gatherer.rowCount() > 0;
        try {
            gatherer.seal(encoding.allocator(), encoding.format());
        } catch (IOException e) {
            throw new ConnectException("could not encode a batch: " + e, e);
        } catch (OutOfMemoryException e) {
            throw new ConnectException(
                    "could not seal a batch of " + gatherer.rowCount() + " rows within "
                            + ParquetSinkConfig.MEMORY_BYTES_MAX.key() + " = " + config.bytesMax() + ": "
                            + e.getMessage(),
                    e);
        }
        if (hasRows) {
            metrics.encode.addSince(startNs);
        }
    }

    /** Makes room if all files and rows, {@code finished} among them, are beyond the budget. */
    void relieve(FinishedFiles finished, Finish finish) {
        if (heapBytes(finished) <= config.bytesMax()) {
            return;
        }
        gatherers.all().forEach(this::seal);
        gatherers.all().forEach(Gatherer::trim);
        finish.due();
        gatherers.dropIdle();
        try {
            spill(finished);
            open.condenseLargest(excess(finished));
            spill(finished);
        } catch (IOException e) {
            spill.giveUp(e);
        }
        metrics.earlyFiles.addAndGet(open.endLargest(excess(finished)));
        finish.due();
        gatherers.dropIdle();
    }

    private void spill(FinishedFiles finished) throws IOException {
        if (excess(finished) > 0 && spill.file() != null) {
            open.spillLargest(excess(finished), spill);
        }
    }

    private long excess(FinishedFiles finished) {
        return heapBytes(finished) - config.bytesAfterRelief();
    }

    /** Whether there is more than the budget allows, even so. */
    boolean isExceeded(FinishedFiles finished) {
        return heapBytes(finished) > config.bytesMax();
    }

    /** Heap bytes held by gathered rows and by files that are not published. */
    long heapBytes(FinishedFiles finished) {
        return gatherers.heapBytes()
                + open.heapBytes()
                + finished.heapBytes()
                + encoding.encoders().retainedBytes();
    }

    /** Bytes of pages that wait in a local file. */
    long spilledBytes() {
        return spill.usedBytes();
    }
}
