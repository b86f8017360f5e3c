/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import org.apache.arrow.vector.types.pojo.ArrowType;

/** How wide values are that all have one width. */
final class FixedWidths {
    private FixedWidths() {}

    /** Bytes of a value of {@code type}, values of a fixed-size list, 0 for every other type. */
    static int of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Int -> ((ArrowType.Int) type).getBitWidth() / Byte.SIZE;
            case FloatingPoint ->
                switch (((ArrowType.FloatingPoint) type).getPrecision()) {
                    case HALF -> Short.BYTES;
                    case SINGLE -> Float.BYTES;
                    case DOUBLE -> Double.BYTES;
                };
            case FixedSizeBinary -> ((ArrowType.FixedSizeBinary) type).getByteWidth();
            case Decimal -> ((ArrowType.Decimal) type).getBitWidth() / Byte.SIZE;
            case Date ->
                switch (((ArrowType.Date) type).getUnit()) {
                    case DAY -> Integer.BYTES;
                    case MILLISECOND -> Long.BYTES;
                };
            case Time -> ((ArrowType.Time) type).getBitWidth() / Byte.SIZE;
            case Timestamp, Duration -> Long.BYTES;
            case Interval ->
                switch (((ArrowType.Interval) type).getUnit()) {
                    case YEAR_MONTH -> Integer.BYTES;
                    case DAY_TIME -> Long.BYTES;
                    case MONTH_DAY_NANO -> 2 * Long.BYTES;
                };
            case FixedSizeList -> ((ArrowType.FixedSizeList) type).getListSize();
            case Null,
                    Bool,
                    Utf8,
                    Utf8View,
                    LargeUtf8,
                    Binary,
                    BinaryView,
                    LargeBinary,
                    List,
                    LargeList,
                    ListView,
                    LargeListView,
                    Struct,
                    Union,
                    Map,
                    RunEndEncoded,
                    NONE -> 0;
        };
    }
}
