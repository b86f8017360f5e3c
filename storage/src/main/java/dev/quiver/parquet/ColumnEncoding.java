/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/** How values are encoded that no dictionary holds. Kinds of values that an encoding is not made for stay plain. */
public enum ColumnEncoding {
    /** As the profile of the file says. */
    OF_PROFILE,
    /** One behind the other. */
    PLAIN,
    /** Integers as differences of neighbours. */
    DELTA_BINARY_PACKED,
    /** Byte strings of variable length behind the differences of their lengths. */
    DELTA_LENGTH_BYTE_ARRAY,
    /** Byte strings without what they share with the one before. */
    DELTA_BYTE_ARRAY,
    /** Numbers of 32 and 64 bits: all first bytes, then all second bytes, and so on. */
    BYTE_STREAM_SPLIT,
    /** Booleans as runs. */
    RLE
}
