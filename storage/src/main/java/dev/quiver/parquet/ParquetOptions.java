/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/**
 * How a Parquet file is laid out.
 *
 * @param compression how pages are compressed
 * @param compressionLevel the codec's level; ignored by codecs without one
 * @param rowGroupBytesMax compressed bytes after which a row group ends, exceeded by at most the pages of some rows
 * @param pageBytesMax encoded, uncompressed bytes after which a page ends
 * @param pageRowsMax rows after which a page ends
 */
public record ParquetOptions(
        Compression compression, int compressionLevel, long rowGroupBytesMax, int pageBytesMax, int pageRowsMax) {
    /** zstd 3, row groups of 32 MiB, pages of 1 MiB or 20 000 rows. */
    public static final ParquetOptions DEFAULTS = new ParquetOptions(Compression.ZSTD, 3, 32L << 20, 1 << 20, 20_000);

    /** What parquet-column allocates at first for every column. */
    private static final int PAGE_BYTES_MIN = 64;

    public ParquetOptions {
        boolean levelFits = switch (compression) {
            case NONE, SNAPPY -> true;
            case GZIP -> compressionLevel >= 1 && compressionLevel <= 9;
            case ZSTD -> compressionLevel >= 1 && compressionLevel <= 22;
        };
        if (!levelFits) {
            throw new IllegalArgumentException("compression level " + compressionLevel + " is not one of " + compression
                    + ", which has 1 to " + (compression == Compression.GZIP ? 9 : 22));
        }
        if (rowGroupBytesMax < 1 || pageRowsMax < 1) {
            throw new IllegalArgumentException("a row group must have at least 1 byte and a page at least 1 row but the"
                    + " limits were " + rowGroupBytesMax + " and " + pageRowsMax);
        }
        if (pageBytesMax < PAGE_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "a page must have at least " + PAGE_BYTES_MIN + " bytes but the limit was " + pageBytesMax);
        }
    }
}
