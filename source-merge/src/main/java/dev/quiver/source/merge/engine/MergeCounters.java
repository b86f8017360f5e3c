/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What merging has done so far; written by one thread or several, read by any. */
public final class MergeCounters {
    private final LongAdder rootRows = new LongAdder();
    private final LongAdder childRows = new LongAdder();
    private final LongAdder orphans = new LongAdder();
    private final LongAdder lateRows = new LongAdder();
    private final LongAdder reseeks = new LongAdder();
    private final LongAdder windows = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final AtomicLong retainedBytesMax = new AtomicLong();

    void window(int rows, long retainedBytes) {
        windows.increment();
        rootRows.add(rows);
        retainedBytesMax.accumulateAndGet(retainedBytes, Math::max);
    }

    void childRows(long rows) {
        childRows.add(rows);
    }

    void orphans(long rows) {
        orphans.add(rows);
    }

    void lateRows(long rows) {
        lateRows.add(rows);
    }

    void reseek() {
        reseeks.increment();
    }

    void read(long bytes) {
        bytesRead.add(bytes);
    }

    /** Rows of roots. */
    public long rootRows() {
        return rootRows.sum();
    }

    /** Rows of children that found their parents. */
    public long childRows() {
        return childRows.sum();
    }

    /** Rows of children whose parent is missing. */
    public long orphans() {
        return orphans.sum();
    }

    /** Rows of children that came after their parent was merged without them. */
    public long lateRows() {
        return lateRows.sum();
    }

    /** How often children were searched anew because keys of parents went back. */
    public long reseeks() {
        return reseeks.sum();
    }

    /** Windows. */
    public long windows() {
        return windows.sum();
    }

    /** Bytes read from the store. */
    public long bytesRead() {
        return bytesRead.sum();
    }

    /** The most bytes of rows that one window has held on the heap. */
    public long retainedBytesMax() {
        return retainedBytesMax.get();
    }
}
