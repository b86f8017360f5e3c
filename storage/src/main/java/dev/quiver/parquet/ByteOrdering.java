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

    private final PrimitiveType type;
    private final BinaryTruncator truncator;
    private final boolean halfFloat;
    private final int signFlip;

    private Statistics<?> statistics;
    private boolean empty = true;
    private int minStart;
    private int minLength;
    private int maxStart;
    private int maxLength;

    ByteOrdering(PrimitiveType type) {
        this.type = type;
        this.truncator = BinaryTruncator.getTruncator(type);
        this.halfFloat = type.getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation;
        this.signFlip = type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation ? 0x80 : 0;
        this.statistics = Statistics.createStats(type);
    }

    /** Counts the string of {@code length} bytes at {@code start}. */
    void add(byte[] bytes, int start, int length) {
        if (halfFloat) {
            statistics.updateStats(Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, start, start + length)));
            return;
        }
        if (empty) {
            empty = false;
            minStart = start;
            minLength = length;
            maxStart = start;
            maxLength = length;
            return;
        }
        if (compare(bytes, start, length, minStart, minLength) < 0) {
            minStart = start;
            minLength = length;
        } else if (compare(bytes, start, length, maxStart, maxLength) > 0) {
            maxStart = start;
            maxLength = length;
        }
    }

    private int compare(byte[] bytes, int start, int length, int otherStart, int otherLength) {
        if (length == 0 || otherLength == 0) {
            return length - otherLength;
        }
        int first = bytes[start] & 0xFF ^ signFlip;
        int otherFirst = bytes[otherStart] & 0xFF ^ signFlip;
        if (first != otherFirst) {
            return first - otherFirst;
        }
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

    /** Truncated maxima may be longer than the bound by the bytes of a character, so a little more is copied. */
    private static Binary copy(byte[] bytes, int start, int length) {
        return Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, start, start + length));
    }
}
