/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one column are encoded.
 *
 * @param dictionaryBytesMax bytes of distinct values after which a column chunk goes on without a dictionary, exceeded
 *     by at most what one page takes at once; 0 for no dictionary
 * @param fallback the encoding of values without a dictionary, one that the type has
 * @param profile which encodings readers must know
 * @param bloomFilterBytes size of each chunk's Bloom filter, 0 for none
 */
record ValuePlan(int dictionaryBytesMax, ColumnEncoding fallback, Profile profile, int bloomFilterBytes) {
    /** Fewer values than these say little about the ones to come. */
    private static final int JUDGED_VALUES_MIN = 1_024;

    /** The plan for a column of {@code type}. */
    static ValuePlan of(PrimitiveType type, ColumnOptions options, Profile profile) {
        ColumnEncoding wanted =
                options.encoding() == ColumnEncoding.OF_PROFILE ? preferred(type, profile) : options.encoding();
        ColumnEncoding fallback = fits(type, wanted) ? wanted : ColumnEncoding.PLAIN;
        return new ValuePlan(options.dictionaryBytesMax(), fallback, profile, options.bloomFilterBytes());
    }

    private static ColumnEncoding preferred(PrimitiveType type, Profile profile) {
        if (profile == Profile.COMPATIBLE) {
            return ColumnEncoding.PLAIN;
        }
        return switch (type.getPrimitiveTypeName()) {
            case INT32, INT64 -> ColumnEncoding.DELTA_BINARY_PACKED;
            case FLOAT, DOUBLE -> ColumnEncoding.BYTE_STREAM_SPLIT;
            case BINARY -> ColumnEncoding.DELTA_LENGTH_BYTE_ARRAY;
            case BOOLEAN -> ColumnEncoding.RLE;
            case FIXED_LEN_BYTE_ARRAY, INT96 -> ColumnEncoding.PLAIN;
        };
    }

    private static boolean fits(PrimitiveType type, ColumnEncoding encoding) {
        PrimitiveTypeName name = type.getPrimitiveTypeName();
        return switch (encoding) {
            case OF_PROFILE, PLAIN -> true;
            case DELTA_BINARY_PACKED -> name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.INT64;
            case DELTA_LENGTH_BYTE_ARRAY -> name == PrimitiveTypeName.BINARY;
            case DELTA_BYTE_ARRAY -> name == PrimitiveTypeName.BINARY || name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
            // DuckDB does not read byte strings of one length that are split.
            case BYTE_STREAM_SPLIT ->
                name != PrimitiveTypeName.BINARY
                        && name != PrimitiveTypeName.BOOLEAN
                        && name != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
            case RLE -> name == PrimitiveTypeName.BOOLEAN;
        };
    }

    /** Whether a chunk begins with a dictionary. */
    boolean hasDictionary() {
        return dictionaryBytesMax > 0;
    }

    /** A filter for the next chunk, if there are to be any. */
    @Nullable
    ChunkFilter newFilter() {
        return bloomFilterBytes == 0 ? null : new ChunkFilter(bloomFilterBytes);
    }

    /** Whether the first values of a chunk already tell that a dictionary makes it larger. */
    boolean isWorthless(long dictionaryBytes, int entryCount, int valueCount, long plainBytes) {
        boolean judged = valueCount >= JUDGED_VALUES_MIN || dictionaryBytes >= dictionaryBytesMax / 2;
        return judged && isLarger(dictionaryBytes, entryCount, valueCount, plainBytes);
    }

    /** Whether a dictionary and the ids that refer to it take more than the values themselves. */
    static boolean isLarger(long dictionaryBytes, int entryCount, int valueCount, long plainBytes) {
        return dictionaryBytes + idBytes(entryCount, valueCount) >= plainBytes;
    }

    /** Bytes that {@code valueCount} ids of {@code entryCount} entries take at most, without headers. */
    static long idBytes(int entryCount, int valueCount) {
        int bitWidth = HybridEncoding.bitWidth(Math.max(0, entryCount - 1));
        return ((long) valueCount * bitWidth + Byte.SIZE - 1) / Byte.SIZE;
    }
}
