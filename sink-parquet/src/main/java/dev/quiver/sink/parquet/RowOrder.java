/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.ipc.ColumnLayout;
import dev.quiver.ipc.HeapBatch;
import dev.quiver.ipc.HeapColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An order of rows, by one column after the other: numbers and times by size, texts and bytes as unsigned bytes, nulls
 * first, or last where a column descends. Equal rows stay in the order they came.
 */
final class RowOrder {
    private static final String DESCENDING = ":desc";

    private final Schema schema;
    private final List<Column> columns;

    private RowOrder(Schema schema, List<Column> columns) {
        this.schema = schema;
        this.columns = List.copyOf(columns);
    }

    private record Column(int index, boolean descends) {}

    /** Compares two values of one column, which are not null. */
    private interface Comparison {
        int of(int left, int right);
    }

    /**
     * The order of rows of {@code schema} by {@code names}, each of which may end in {@code :desc}.
     *
     * @throws IllegalArgumentException if there is no such column, or its values have no order
     */
    static RowOrder of(Schema schema, List<String> names) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            boolean descends = name.endsWith(DESCENDING);
            String column = descends ? name.substring(0, name.length() - DESCENDING.length()) : name;
            columns.add(new Column(index(schema, column), descends));
        }
        return new RowOrder(schema, columns);
    }

    private static int index(Schema schema, String name) {
        for (int index = 0; index < schema.getFields().size(); index++) {
            Field field = schema.getFields().get(index);
            if (field.getName().equals(name)) {
                if (hasOrder(field.getType())) {
                    return index;
                }
                throw new IllegalArgumentException("column '" + name + "' has no order to sort by");
            }
        }
        throw new IllegalArgumentException("there is no column '" + name + "' to sort by");
    }

    private static boolean hasOrder(ArrowType type) {
        return switch (type.getTypeID()) {
            case Int, Bool, Utf8, Binary, FixedSizeBinary, Decimal, Date, Time, Timestamp, Duration -> true;
            case FloatingPoint -> ((ArrowType.FloatingPoint) type).getPrecision() != FloatingPointPrecision.HALF;
            default -> false;
        };
    }

    /** The indexes of the rows of {@code batch} in this order. */
    int[] of(HeapBatch batch) {
        List<HeapColumn> all = HeapColumn.columns(schema, batch);
        Comparison[] comparisons = new Comparison[columns.size()];
        for (int index = 0; index < comparisons.length; index++) {
            comparisons[index] = comparison(
                    all.get(columns.get(index).index()), columns.get(index).descends());
        }
        Integer[] order = IntStream.range(0, batch.rowCount()).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (left, right) -> {
            for (Comparison comparison : comparisons) {
                int result = comparison.of(left, right);
                if (result != 0) {
                    return result;
                }
            }
            return 0;
        });
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private static Comparison comparison(HeapColumn column, boolean descends) {
        Comparison values = values(column);
        Comparison ascending = (left, right) -> {
            boolean isLeftNull = column.isNull(left);
            boolean isRightNull = column.isNull(right);
            if (isLeftNull || isRightNull) {
                return Boolean.compare(isRightNull, isLeftNull);
            }
            return values.of(left, right);
        };
        return descends ? (left, right) -> ascending.of(right, left) : ascending;
    }

    private static Comparison values(HeapColumn column) {
        if (column.layout() == ColumnLayout.BITS) {
            return (left, right) -> Boolean.compare(bit(column, left), bit(column, right));
        }
        if (column.layout() == ColumnLayout.VARIABLE) {
            return (left, right) -> texts(column, left, right);
        }
        ArrowType type = column.type();
        if (type instanceof ArrowType.FloatingPoint number) {
            return number.getPrecision() == FloatingPointPrecision.SINGLE
                    ? (left, right) -> Float.compare(
                            buffer(column, left).getFloat(),
                            buffer(column, right).getFloat())
                    : (left, right) -> Double.compare(
                            buffer(column, left).getDouble(),
                            buffer(column, right).getDouble());
        }
        if (type instanceof ArrowType.FixedSizeBinary) {
            return (left, right) -> Arrays.compareUnsigned(
                    column.array(1),
                    at(column, left),
                    at(column, left) + column.width(),
                    column.array(1),
                    at(column, right),
                    at(column, right) + column.width());
        }
        boolean isSigned = !(type instanceof ArrowType.Int integer) || integer.getIsSigned();
        return (left, right) -> numbers(column, left, right, isSigned);
    }

    private static boolean bit(HeapColumn column, int index) {
        return (column.array(1)[column.offset(1) + (index >>> 3)] >>> (index & 7) & 1) != 0;
    }

    private static int at(HeapColumn column, int index) {
        return column.offset(1) + index * column.width();
    }

    private static ByteBuffer buffer(HeapColumn column, int index) {
        return ByteBuffer.wrap(column.array(1), at(column, index), column.width())
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int texts(HeapColumn column, int left, int right) {
        ByteBuffer offsets = ByteBuffer.wrap(column.array(1)).order(ByteOrder.LITTLE_ENDIAN);
        int leftAt = column.offset(1) + left * Integer.BYTES;
        int rightAt = column.offset(1) + right * Integer.BYTES;
        int start = column.offset(2);
        return Arrays.compareUnsigned(
                column.array(2),
                start + offsets.getInt(leftAt),
                start + offsets.getInt(leftAt + Integer.BYTES),
                column.array(2),
                start + offsets.getInt(rightAt),
                start + offsets.getInt(rightAt + Integer.BYTES));
    }

    /** Whole numbers of any width, the highest byte last. */
    private static int numbers(HeapColumn column, int left, int right, boolean isSigned) {
        byte[] bytes = column.array(1);
        int width = column.width();
        int leftAt = at(column, left);
        int rightAt = at(column, right);
        for (int index = width - 1; index >= 0; index--) {
            byte leftByte = bytes[leftAt + index];
            byte rightByte = bytes[rightAt + index];
            if (leftByte != rightByte) {
                boolean isSign = isSigned && index == width - 1;
                return isSign ? Byte.compare(leftByte, rightByte) : Byte.compareUnsigned(leftByte, rightByte);
            }
        }
        return 0;
    }
}
