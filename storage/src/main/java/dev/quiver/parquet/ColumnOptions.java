/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/**
 * How the values of a column are stored.
 *
 * @param compression how pages are compressed
 * @param compressionLevel the codec's level; ignored by codecs without one
 * @param encoding how values are encoded that no dictionary holds
 * @param dictionaryBytesMax bytes of distinct values after which a column chunk goes on without a dictionary; 0 for no
 *     dictionary
 * @param bloomFilterBytes size of the Bloom filter of each column chunk, a power of two; 0 for none
 * @param statistics whether the file tells the smallest and largest value of chunks and, in its index, of pages
 */
public record ColumnOptions(
        Compression compression,
        int compressionLevel,
        ColumnEncoding encoding,
        int dictionaryBytesMax,
        int bloomFilterBytes,
        boolean statistics) {
    /** zstd 3, dictionaries of up to 1 MiB, otherwise as the profile of the file says. */
    public static final ColumnOptions DEFAULTS =
            new ColumnOptions(Compression.ZSTD, 3, ColumnEncoding.OF_PROFILE, 1 << 20, 0, true);

    private static final int BLOOM_FILTER_BYTES_MIN = 32;
    private static final int BLOOM_FILTER_BYTES_MAX = 128 << 20;

    public ColumnOptions {
        if (!compression.hasLevel(compressionLevel)) {
            throw new IllegalArgumentException("compression level " + compressionLevel + " is not one of " + compression
                    + ", which has 1 to " + compression.levelMax());
        }
        if (dictionaryBytesMax < 0) {
            throw new IllegalArgumentException("a dictionary cannot have " + dictionaryBytesMax + " bytes");
        }
        boolean filterFits = bloomFilterBytes >= BLOOM_FILTER_BYTES_MIN
                && bloomFilterBytes <= BLOOM_FILTER_BYTES_MAX
                && Integer.bitCount(bloomFilterBytes) == 1;
        if (bloomFilterBytes != 0 && !filterFits) {
            throw new IllegalArgumentException("a Bloom filter must have a power of two of bytes from "
                    + BLOOM_FILTER_BYTES_MIN + " to " + BLOOM_FILTER_BYTES_MAX + " but was asked for "
                    + bloomFilterBytes);
        }
    }

    /** With statistics. */
    public ColumnOptions(
            Compression compression,
            int compressionLevel,
            ColumnEncoding encoding,
            int dictionaryBytesMax,
            int bloomFilterBytes) {
        this(compression, compressionLevel, encoding, dictionaryBytesMax, bloomFilterBytes, true);
    }

    /** The same with another codec. */
    public ColumnOptions withCompression(Compression newCompression, int newLevel) {
        return new ColumnOptions(newCompression, newLevel, encoding, dictionaryBytesMax, bloomFilterBytes, statistics);
    }

    /** The same with another encoding of values that no dictionary holds. */
    public ColumnOptions withEncoding(ColumnEncoding newEncoding) {
        return new ColumnOptions(
                compression, compressionLevel, newEncoding, dictionaryBytesMax, bloomFilterBytes, statistics);
    }

    /** The same with dictionaries of another size; 0 for none. */
    public ColumnOptions withDictionary(int newBytesMax) {
        return new ColumnOptions(compression, compressionLevel, encoding, newBytesMax, bloomFilterBytes, statistics);
    }

    /** The same with Bloom filters of another size; 0 for none. */
    public ColumnOptions withBloomFilter(int newBytes) {
        return new ColumnOptions(compression, compressionLevel, encoding, dictionaryBytesMax, newBytes, statistics);
    }

    /** The same with or without statistics. */
    public ColumnOptions withStatistics(boolean newStatistics) {
        return new ColumnOptions(
                compression, compressionLevel, encoding, dictionaryBytesMax, bloomFilterBytes, newStatistics);
    }
}
