/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.time.Duration;

/**
 * When a file ends.
 *
 * @param rowsMax rows of one file, exceeded by at most what one record adds that is a batch
 * @param bytesMax bytes of one file, exceeded by at most what one batch adds
 * @param ageMax time since the file's first row came, by the clock of the worker
 * @param span how much record time a file may have
 */
record FlushPolicy(long rowsMax, long bytesMax, Duration ageMax, Span span) {
    /**
     * How much record time a file may have.
     *
     * @param maxMs length of the windows of record time, of which a file has the one of its first row; 0 for no end
     * @param latenessMs how far the time must be past the end of the window, because late rows may come
     */
    record Span(long maxMs, long latenessMs) {
        Span {
            if (maxMs < 0 || latenessMs < 0) {
                throw new IllegalArgumentException(
                        "a span cannot have " + maxMs + " ms, nor be " + latenessMs + " ms late");
            }
        }

        /** Whether times of records count at all. */
        boolean counts() {
            return maxMs > 0;
        }

        /** Whether a file whose first row is of {@code startMs} ends when rows of {@code nowMs} have come. */
        boolean isOver(long startMs, long nowMs) {
            return counts() && nowMs - latenessMs >= startMs - Math.floorMod(startMs, maxMs) + maxMs;
        }
    }

    FlushPolicy {
        if (rowsMax < 1 || bytesMax < 1 || ageMax.toMillis() < 1) {
            throw new IllegalArgumentException("flush limits must be at least 1 but were " + rowsMax + " rows, "
                    + bytesMax + " bytes and " + ageMax.toMillis() + " ms");
        }
    }

    boolean isAged(long openedAtMs, long nowMs) {
        return nowMs - openedAtMs >= ageMax.toMillis();
    }
}
