/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Spells a row of vectors out as parquet-java's record events, one value at a time through Arrow's accessors. */
final class RecordEvents {
    private final @Nullable RecordConsumer consumer;

    RecordEvents(@Nullable RecordConsumer consumer) {
        this.consumer = consumer;
    }

    private RecordConsumer consumer() {
        return java.util.Objects.requireNonNull(consumer);
    }

    /** Row {@code index} of {@code root}. */
    void row(VectorSchemaRoot root, GroupType type, int index) {
        consumer().startMessage();
        for (int column = 0; column < type.getFieldCount(); column++) {
            field(root.getVector(column), type.getType(column), column, index);
        }
        consumer().endMessage();
    }

    private void field(FieldVector vector, Type type, int ordinal, int index) {
        if (vector.isNull(index)) {
            return;
        }
        consumer().startField(type.getName(), ordinal);
        value(vector, type, index);
        consumer().endField(type.getName(), ordinal);
    }

    private void value(FieldVector vector, Type type, int index) {
        if (vector instanceof StructVector struct) {
            group(struct, type.asGroupType(), index);
        } else if (vector instanceof ListVector list) {
            elements(list, type.asGroupType(), list.getElementStartIndex(index), list.getElementEndIndex(index));
        } else if (vector instanceof LargeListVector list) {
            elements(list, type.asGroupType(), (int) list.getElementStartIndex(index), (int)
                    list.getElementEndIndex(index));
        } else if (vector instanceof FixedSizeListVector list) {
            elements(list, type.asGroupType(), index * list.getListSize(), (index + 1) * list.getListSize());
        } else {
            primitive(vector, type.asPrimitiveType(), index);
        }
    }

    private void group(StructVector struct, GroupType type, int index) {
        consumer().startGroup();
        List<FieldVector> children = struct.getChildrenFromFields();
        for (int child = 0; child < children.size(); child++) {
            field(children.get(child), type.getType(child), child, index);
        }
        consumer().endGroup();
    }

    private void elements(FieldVector list, GroupType type, int start, int end) {
        GroupType repeated = type.getType(0).asGroupType();
        FieldVector elements = list.getChildrenFromFields().get(0);
        consumer().startGroup();
        if (start < end) {
            consumer().startField(repeated.getName(), 0);
            for (int at = start; at < end; at++) {
                if (list instanceof MapVector) {
                    group((StructVector) elements, repeated, at);
                } else {
                    consumer().startGroup();
                    field(elements, repeated.getType(0), 0, at);
                    consumer().endGroup();
                }
            }
            consumer().endField(repeated.getName(), 0);
        }
        consumer().endGroup();
    }

    private void primitive(FieldVector vector, PrimitiveType type, int index) {
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> consumer().addBoolean(((BitVector) vector).get(index) != 0);
            case INT32 -> consumer().addInteger((int) number(vector, index));
            case INT64 -> consumer().addLong(number(vector, index));
            case FLOAT -> consumer().addFloat(Float.intBitsToFloat((int) number(vector, index)));
            case DOUBLE -> consumer().addDouble(Double.longBitsToDouble(number(vector, index)));
            default -> consumer().addBinary(Binary.fromConstantByteArray(bytes(vector, type, index)));
        }
    }

    private static long number(FieldVector vector, int index) {
        ArrowType type = vector.getField().getType();
        int width = ((BaseFixedWidthVector) vector).getTypeWidth();
        ArrowBuf buffer = vector.getDataBuffer();
        long at = (long) index * width;
        long value = switch (width) {
            case Byte.BYTES -> buffer.getByte(at);
            case Short.BYTES -> buffer.getShort(at);
            case Integer.BYTES -> buffer.getInt(at);
            default -> buffer.getLong(at);
        };
        if (type instanceof ArrowType.Int integer && !integer.getIsSigned() && width < Integer.BYTES) {
            return value & ((1L << integer.getBitWidth()) - 1);
        }
        if (type instanceof ArrowType.Date date && date.getUnit() == DateUnit.MILLISECOND) {
            return value / 86_400_000;
        }
        return isInSeconds(type) ? value * 1_000 : value;
    }

    private static boolean isInSeconds(ArrowType type) {
        if (type instanceof ArrowType.Timestamp timestamp) {
            return timestamp.getUnit() == TimeUnit.SECOND;
        }
        return type instanceof ArrowType.Time time && time.getUnit() == TimeUnit.SECOND;
    }

    private static byte[] bytes(FieldVector vector, PrimitiveType type, int index) {
        if (vector instanceof VariableWidthFieldVector variable) {
            return variable.get(index);
        }
        int width = ((BaseFixedWidthVector) vector).getTypeWidth();
        byte[] bytes = new byte[width];
        vector.getDataBuffer().getBytes((long) index * width, bytes);
        if (!(vector.getField().getType() instanceof ArrowType.Decimal)) {
            return bytes;
        }
        byte[] bigEndian = new byte[type.getTypeLength()];
        for (int digit = 0; digit < bigEndian.length; digit++) {
            bigEndian[bigEndian.length - 1 - digit] = bytes[digit];
        }
        return bigEndian;
    }
}
