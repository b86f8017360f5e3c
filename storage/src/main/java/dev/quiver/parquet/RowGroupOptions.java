/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/**
 * When a row group ends.
 *
 * @param bytesMax compressed bytes after which it ends, exceeded by at most the pages of some rows
 * @param rowsMax rows after which it ends
 */
public record RowGroupOptions(long bytesMax, long rowsMax) {
    /** 32 MiB; 1 Mi rows. */
    public static final RowGroupOptions DEFAULTS = new RowGroupOptions(32L << 20, 1L << 20);

    public RowGroupOptions {
        if (bytesMax < 1 || rowsMax < 1) {
            throw new IllegalArgumentException("a row group must have at least 1 byte and 1 row but the limits were "
                    + bytesMax + " and " + rowsMax);
        }
    }
}
