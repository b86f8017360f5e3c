/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import org.apache.arrow.vector.types.pojo.ArrowType;

/** Writes the tables that say the details of types. */
final class TypeWriter {
    private final FlatWriter writer;
    /** The table of all types without details, 0 until there is one. */
    private int plain;

    TypeWriter(FlatWriter writer) {
        this.writer = writer;
    }

    /** Writes the table of {@code type}, which is no extension type; where it is. */
    int type(ArrowType type) {
        return switch (type.getTypeID()) {
            case Null,
                    Bool,
                    Utf8,
                    LargeUtf8,
                    Utf8View,
                    Binary,
                    LargeBinary,
                    BinaryView,
                    Struct,
                    List,
                    LargeList,
                    ListView,
                    LargeListView,
                    RunEndEncoded -> plain();
            case Map -> flag(((ArrowType.Map) type).getKeysSorted());
            case Int -> integer((ArrowType.Int) type);
            case FloatingPoint ->
                unit(((ArrowType.FloatingPoint) type).getPrecision().getFlatbufID());
            case FixedSizeBinary -> number(((ArrowType.FixedSizeBinary) type).getByteWidth());
            case FixedSizeList -> number(((ArrowType.FixedSizeList) type).getListSize());
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Date -> unit(((ArrowType.Date) type).getUnit().getFlatbufID());
            case Time -> time((ArrowType.Time) type);
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case Interval -> unit(((ArrowType.Interval) type).getUnit().getFlatbufID());
            case Duration -> unit(((ArrowType.Duration) type).getUnit().getFlatbufID());
            case Union -> union((ArrowType.Union) type);
            case NONE -> throw new IllegalArgumentException("type " + type + " has no form in the format");
        };
    }

    private int plain() {
        if (plain == 0) {
            writer.startTable();
            plain = writer.endTable();
        }
        return plain;
    }

    private int flag(boolean value) {
        writer.startTable();
        writer.putFlag(0, value);
        return writer.endTable();
    }

    private int unit(int code) {
        writer.startTable();
        writer.putShort(0, code);
        return writer.endTable();
    }

    private int number(int value) {
        writer.startTable();
        writer.putInt(0, value);
        return writer.endTable();
    }

    private int integer(ArrowType.Int type) {
        writer.startTable();
        writer.putInt(0, type.getBitWidth());
        writer.putFlag(1, type.getIsSigned());
        return writer.endTable();
    }

    private int decimal(ArrowType.Decimal type) {
        writer.startTable();
        writer.putInt(2, type.getBitWidth());
        writer.putInt(1, type.getScale());
        writer.putInt(0, type.getPrecision());
        return writer.endTable();
    }

    private int time(ArrowType.Time type) {
        writer.startTable();
        writer.putInt(1, type.getBitWidth());
        writer.putShort(0, type.getUnit().getFlatbufID());
        return writer.endTable();
    }

    private int timestamp(ArrowType.Timestamp type) {
        int zone = type.getTimezone() == null ? 0 : writer.text(type.getTimezone());
        writer.startTable();
        writer.putReference(1, zone);
        writer.putShort(0, type.getUnit().getFlatbufID());
        return writer.endTable();
    }

    private int union(ArrowType.Union type) {
        int ids = type.getTypeIds() == null ? 0 : writer.numbers(type.getTypeIds());
        writer.startTable();
        writer.putReference(1, ids);
        writer.putShort(0, type.getMode().getFlatbufID());
        return writer.endTable();
    }
}
