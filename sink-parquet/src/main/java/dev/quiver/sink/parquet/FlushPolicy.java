/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.time.Duration;

/**
 * When a file ends.
 *
 * @param rowsMax rows of one file, exceeded by at most what one record adds that is a batch
 * @param bytesMax bytes of one file, exceeded by at most what one batch adds
 * @param ageMax time since the file's first row came, by the clock of the worker
 */
record FlushPolicy(long rowsMax, long bytesMax, Duration ageMax) {
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
