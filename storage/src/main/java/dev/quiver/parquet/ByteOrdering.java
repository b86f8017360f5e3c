/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.internal.column.columnindex.BinaryTruncator;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** The smallest and largest byte string of a page. Reused; the strings lie in one array until the page ends. */
final class ByteOrdering {
    /** Bounds longer than this are cut, so that long texts do not swell the footer. */
    static final int BOUND_BYTES_MAX = 64;

    /** A bound that cannot be cut and is longer than this is not worth its place: the page has no statistics then. */
    private static final int UNCUT_BOUND_BYTES_MAX = 4_096;

    private static final int HALF_INFINITY = 0x7C00;

    private final PrimitiveType type;
    private final BinaryTruncator truncator;
    private final boolean halfFloat;
    private final long keyFlip;

    private Statistics<?> statistics;
    private boolean empty = true;
    /** The first bytes of the bounds, as numbers that compare as the strings do if they differ. */
    private long minKey;

    private long maxKey;
    private int minStart;
    private int minLength;
    private int maxStart;
    private int maxLength;

    ByteOrdering(PrimitiveType type) {
        this.type = type;
        this.truncator = BinaryTruncator.getTruncator(type);
        this.halfFloat = type.getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation;
        // Keys are compared as signed numbers: unsigned strings need their highest bit turned around for that.
        this.keyFlip = type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation ? 0 : Long.MIN_VALUE;
        this.statistics = Statistics.createStats(type);
    }

    /** Counts the string of {@code length} bytes at {@code start}. */
    void add(byte[] bytes, int start, int length) {
        if (halfFloat) {
            statistics.updateStats(Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, start, start + length)));
            return;
        }
        long key = length < Long.BYTES ? shortKey(bytes, start, length) : key(bytes, start);
        if (empty || isBefore(key, minKey, bytes, start, length)) {
            minKey = key;
            minStart = start;
            minLength = length;
        }
        if (empty || isBehind(key, maxKey, bytes, start, length)) {
            maxKey = key;
            maxStart = start;
            maxLength = length;
        }
        empty = false;
    }

    /** Whether the bytes at {@code start} are a floating point number that is none. */
    boolean isNan(byte[] bytes, int start) {
        return halfFloat && ((short) PageBytes.SHORTS.get(bytes, start) & Short.MAX_VALUE) > HALF_INFINITY;
    }

    private long key(byte[] bytes, int start) {
        return Long.reverseBytes((long) PageBytes.LONGS.get(bytes, start)) ^ keyFlip;
    }

    private boolean isBefore(long key, long bound, byte[] bytes, int start, int length) {
        return key < bound || (key == bound && compare(bytes, start, length, minStart, minLength) < 0);
    }

    private boolean isBehind(long key, long bound, byte[] bytes, int start, int length) {
        return key > bound || (key == bound && compare(bytes, start, length, maxStart, maxLength) > 0);
    }

    /** Ends in zeros, which a longer string may have there as well. */
    private long shortKey(byte[] bytes, int start, int length) {
        long key = 0;
        for (int at = 0; at < length; at++) {
            key |= (bytes[start + at] & 0xFFL) << (Long.SIZE - Byte.SIZE * (at + 1));
        }
        return key ^ keyFlip;
    }

    /** Of strings whose first bytes are the same, so that a sign has no say any more. */
    private static int compare(byte[] bytes, int start, int length, int otherStart, int otherLength) {
        return Arrays.compareUnsigned(bytes, start, start + length, bytes, otherStart, otherStart + otherLength);
    }

    /** The statistics of the strings in {@code bytes} that were counted; starts again. */
    Statistics<?> end(byte[] bytes) {
        Statistics<?> ended = statistics;
        statistics = Statistics.createStats(type);
        if (empty) {
            return ended;
        }
        empty = true;
        Binary min = truncator.truncateMin(copy(bytes, minStart, minLength), BOUND_BYTES_MAX);
        Binary max = truncator.truncateMax(copy(bytes, maxStart, maxLength), BOUND_BYTES_MAX);
        if (max.length() > UNCUT_BOUND_BYTES_MAX || min.length() > UNCUT_BOUND_BYTES_MAX) {
            return Statistics.getBuilderForReading(type).build();
        }
        ended.updateStats(min);
        ended.updateStats(max);
        return ended;
    }

    private static Binary copy(byte[] bytes, int start, int length) {
        return Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, start, start + length));
    }
}
