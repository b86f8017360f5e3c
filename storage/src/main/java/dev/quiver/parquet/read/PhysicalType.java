/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.parquet.format.Type;

/** How Parquet stores the values of a leaf column. */
enum PhysicalType {
    BOOLEAN(1),
    INT32(Integer.BYTES),
    INT64(Long.BYTES),
    INT96(12),
    FLOAT(Float.BYTES),
    DOUBLE(Double.BYTES),
    BYTE_ARRAY(0),
    FIXED_LEN_BYTE_ARRAY(0);

    private final int width;

    PhysicalType(int width) {
        this.width = width;
    }

    /** Bytes of one decoded value, 0 if that is not the type's business. */
    int width() {
        return width;
    }

    static PhysicalType of(Type type) {
        return switch (type) {
            case BOOLEAN -> BOOLEAN;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case INT96 -> INT96;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case BYTE_ARRAY -> BYTE_ARRAY;
            case FIXED_LEN_BYTE_ARRAY -> FIXED_LEN_BYTE_ARRAY;
        };
    }
}
