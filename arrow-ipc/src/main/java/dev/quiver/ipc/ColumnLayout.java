/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.ArrowType.Union;

/** How the values of a column lie in its buffers. The order of constants and buffers is that of the format. */
public enum ColumnLayout {
    /** No buffer: every value is null. */
    NULL(false, 0),
    /** Validity, values of one bit each. */
    BITS(true, 2),
    /** Validity, values of one width in bytes; also the indices of a dictionary-encoded column. */
    FIXED(true, 2),
    /** Validity, 32-bit offsets, bytes. */
    VARIABLE(true, 3),
    /** Validity, 64-bit offsets, bytes. */
    LARGE_VARIABLE(true, 3),
    /** Validity, views of 16 bytes, and any number of buffers with the bytes they refer to. */
    VIEW(true, 2),
    /** Validity, 32-bit offsets; one child. Maps as well. */
    LIST(true, 2),
    /** Validity, 64-bit offsets; one child. */
    LARGE_LIST(true, 2),
    /** Validity, 32-bit offsets, 32-bit sizes; one child. */
    LIST_VIEW(true, 3),
    /** Validity, 64-bit offsets, 64-bit sizes; one child. */
    LARGE_LIST_VIEW(true, 3),
    /** Validity; one child with the same number of values for each. */
    FIXED_LIST(true, 1),
    /** Validity; children as long as the column. */
    STRUCT(true, 1),
    /** Type ids of 8 bits; children as long as the column. */
    SPARSE_UNION(false, 1),
    /** Type ids of 8 bits, 32-bit offsets; children of any length. */
    DENSE_UNION(false, 2),
    /** No buffer; a child of run ends and a child of values. */
    RUN_END(false, 0);

    private final boolean hasValidity;
    private final int bufferCount;

    ColumnLayout(boolean hasValidity, int bufferCount) {
        this.hasValidity = hasValidity;
        this.bufferCount = bufferCount;
    }

    /** Whether the first buffer is a validity bitmap. */
    public boolean hasValidity() {
        return hasValidity;
    }

    /** The number of buffers, without the data buffers of views. */
    int bufferCount() {
        return bufferCount;
    }

    boolean isUnion() {
        return this == SPARSE_UNION || this == DENSE_UNION;
    }

    /** The layout of values of {@code type}; an extension type lies as its storage type. */
    public static ColumnLayout of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Null -> NULL;
            case Bool -> BITS;
            case Int, FloatingPoint, FixedSizeBinary, Decimal, Date, Time, Timestamp, Interval, Duration -> FIXED;
            case Utf8, Binary -> VARIABLE;
            case LargeUtf8, LargeBinary -> LARGE_VARIABLE;
            case Utf8View, BinaryView -> VIEW;
            case List, Map -> LIST;
            case LargeList -> LARGE_LIST;
            case ListView -> LIST_VIEW;
            case LargeListView -> LARGE_LIST_VIEW;
            case FixedSizeList -> FIXED_LIST;
            case Struct -> STRUCT;
            case Union -> ((Union) storageOf(type)).getMode() == UnionMode.Sparse ? SPARSE_UNION : DENSE_UNION;
            case RunEndEncoded -> RUN_END;
            case NONE -> throw new IllegalArgumentException("type " + type + " has no layout");
        };
    }

    /** The type itself, or what an extension type is stored as. */
    static ArrowType storageOf(ArrowType type) {
        ArrowType storage = type;
        while (storage instanceof ExtensionType extension) {
            storage = extension.storageType();
        }
        return storage;
    }
}
