/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.util.HashMap;
import java.util.Map;

/** Rows between two places where a batch of a producer certainly begins; {@link BatchBases} fills it. */
final class BatchSegment {
    final long firstRow;
    /** The last id before, and rows without one since. */
    final long idBefore;

    final long nullsBefore;
    final long idlessBefore;
    long firstId = -1;
    long firstIdRow = -1;
    long lastId = -1;
    long lastIdRow = -1;
    long idNulls;
    long resourceCount = 1;
    long scopeCount = 1;
    /** The first row of another resource or scope than the first row, -1 if all have the same. */
    long changeRow = -1;

    final Map<Long, Candidate> candidates = new HashMap<>();

    BatchSegment(long firstRow, long idBefore, long nullsBefore, long idlessBefore) {
        this.firstRow = firstRow;
        this.idBefore = idBefore;
        this.nullsBefore = nullsBefore;
        this.idlessBefore = idlessBefore;
    }

    /** What is to be added to the ids of its first rows. */
    long base() {
        if (idBefore == BatchBases.UNSURE) {
            return BatchBases.Batch.UNKNOWN;
        }
        boolean isNext = firstId == idBefore + 1;
        boolean isWithoutNulls = nullsBefore + idNulls == 0;
        boolean isCounted = idlessBefore > 0 && firstId == idBefore + 1 + idlessBefore;
        if (isNext || isCounted) {
            return firstId;
        }
        return isWithoutNulls ? idBefore + 1 : BatchBases.Batch.UNKNOWN;
    }

    long size() {
        return Math.max(resourceCount, scopeCount);
    }

    /** The first row that is certainly of the batch of the first id. */
    long begin() {
        return firstId == idBefore + 1 ? firstRow : firstIdRow;
    }

    /**
     * A parent of attributes among the ids, at which a batch may begin.
     *
     * @param row the first one whose id is not smaller
     * @param nulls the first row behind the one with the id before
     * @param isNext whether the id before is one less
     */
    record Candidate(long row, long nulls, boolean isNext) {}
}
