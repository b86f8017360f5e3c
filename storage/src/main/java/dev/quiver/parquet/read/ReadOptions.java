/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/**
 * How the rows of a file are read.
 *
 * @param rowsMax rows of one batch
 * @param bytesMax bytes of the values of one batch, unless a single row has more
 * @param fetchBytesMax bytes that are read ahead, shared by all columns
 * @param checksumsVerified whether the checksums of pages that have one are verified
 * @param limits how much the file may claim
 */
public record ReadOptions(int rowsMax, int bytesMax, int fetchBytesMax, boolean checksumsVerified, ReadLimits limits) {
    /** 16 384 rows or 16 MiB in a batch, 8 MiB read ahead, checksums verified. */
    public static final ReadOptions DEFAULTS = new ReadOptions(1 << 14, 16 << 20, 8 << 20, true, ReadLimits.DEFAULTS);

    private static final int ROWS_LIMIT = 1 << 24;
    private static final int BYTES_LIMIT = 1 << 29;

    public ReadOptions {
        inRange("rowsMax", rowsMax, ROWS_LIMIT);
        inRange("bytesMax", bytesMax, BYTES_LIMIT);
        inRange("fetchBytesMax", fetchBytesMax, BYTES_LIMIT);
    }

    private static void inRange(String name, int value, int limit) {
        if (value < 1 || value > limit) {
            throw new IllegalArgumentException(name + " must be from 1 to " + limit + " but was " + value);
        }
    }

    /** The same with batches of other sizes. */
    public ReadOptions withBatches(int newRowsMax, int newBytesMax) {
        return new ReadOptions(newRowsMax, newBytesMax, fetchBytesMax, checksumsVerified, limits);
    }

    /** The same with another number of bytes read ahead. */
    public ReadOptions withFetchBytes(int newFetchBytesMax) {
        return new ReadOptions(rowsMax, bytesMax, newFetchBytesMax, checksumsVerified, limits);
    }

    /** The same with checksums verified or not. */
    public ReadOptions withChecksums(boolean newChecksumsVerified) {
        return new ReadOptions(rowsMax, bytesMax, fetchBytesMax, newChecksumsVerified, limits);
    }

    /** The same with other limits. */
    public ReadOptions withLimits(ReadLimits newLimits) {
        return new ReadOptions(rowsMax, bytesMax, fetchBytesMax, checksumsVerified, newLimits);
    }
}
