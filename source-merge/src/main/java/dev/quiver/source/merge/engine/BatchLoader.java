/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ArrowBufPointer;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Copies Arrow vectors into columns on the heap, buffer by buffer. */
final class BatchLoader {
    private static final long BYTES_MAX = Integer.MAX_VALUE - 16;

    private final TableSpec table;
    private final String file;

    BatchLoader(TableSpec table, String file) {
        this.table = table;
        this.file = file;
    }

    /**
     * The columns of the table in {@code root}.
     *
     * @throws TableException if a column is of another kind
     */
    Column[] load(VectorSchemaRoot root) throws TableException {
        Map<String, Found> found = new HashMap<>();
        for (FieldVector vector : root.getFieldVectors()) {
            collect(vector.getName(), vector, null, found);
        }
        List<ColumnSpec> specs = table.columns();
        Column[] columns = new Column[specs.size()];
        for (int ordinal = 0; ordinal < columns.length; ordinal++) {
            ColumnSpec spec = specs.get(ordinal);
            Found leaf = found.get(spec.path());
            columns[ordinal] = leaf == null ? Column.ABSENT : column(spec, leaf, root.getRowCount());
        }
        return columns;
    }

    /** A leaf, and which rows are there in the groups around it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Found(FieldVector vector, byte @Nullable [] presence) {}

    private static void collect(String path, FieldVector vector, byte @Nullable [] presence, Map<String, Found> found) {
        if (!(vector instanceof StructVector struct)) {
            found.put(path, new Found(vector, presence));
            return;
        }
        byte[] within = and(presence, validity(struct, struct.getValueCount()));
        for (FieldVector child : struct.getChildrenFromFields()) {
            collect(path + "." + child.getName(), child, within, found);
        }
    }

    private static byte @Nullable [] and(byte @Nullable [] left, byte @Nullable [] right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        byte[] both = new byte[Math.min(left.length, right.length)];
        for (int index = 0; index < both.length; index++) {
            both[index] = (byte) (left[index] & right[index]);
        }
        return both;
    }

    /** One bit for each row, or null if all are there. */
    private static byte @Nullable [] validity(ValueVector vector, int rows) {
        return vector.getNullCount() == 0 ? null : copy(vector.getValidityBuffer(), (rows + 7L) / 8);
    }

    private static byte[] copy(ArrowBuf buffer, long bytes) {
        byte[] target = new byte[(int) bytes];
        buffer.getBytes(0, target);
        return target;
    }

    private Column column(ColumnSpec spec, Found leaf, int rows) throws TableException {
        FieldVector vector = leaf.vector();
        if (vector instanceof NullVector) {
            return Column.ABSENT;
        }
        if (!isKind(vector.getField().getType(), spec.kind())) {
            throw refusal(spec, vector);
        }
        byte[] validity = and(leaf.presence(), validity(vector, rows));
        if (vector instanceof BitVector bits) {
            return Column.fixed(validity, copy(bits.getDataBuffer(), (rows + 7L) / 8), 0, false);
        }
        if (vector instanceof BaseFixedWidthVector fixed) {
            int width = fixed.getTypeWidth();
            byte[] values = copy(fixed.getDataBuffer(), checked((long) rows * width, spec));
            return Column.fixed(
                    validity, values, width, isUnsigned(vector.getField().getType()));
        }
        if (vector instanceof BaseVariableWidthVector variable) {
            return variable(validity, variable, rows);
        }
        if (vector instanceof BaseLargeVariableWidthVector || vector instanceof BaseVariableWidthViewVector) {
            return oneByOne(validity, vector, rows, spec);
        }
        throw refusal(spec, vector);
    }

    private static Column variable(byte @Nullable [] validity, BaseVariableWidthVector vector, int rows) {
        int[] offsets = new int[rows + 1];
        if (rows > 0) {
            byte[] raw = copy(vector.getOffsetBuffer(), 4L * (rows + 1));
            ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(offsets);
        }
        return Column.variable(validity, copy(vector.getDataBuffer(), offsets[rows]), offsets);
    }

    /** Rare layouts, copied value by value. */
    private Column oneByOne(byte @Nullable [] validity, FieldVector vector, int rows, ColumnSpec spec)
            throws TableException {
        int[] offsets = new int[rows + 1];
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (int row = 0; row < rows; row++) {
            byte[] value = new byte[0];
            if (!vector.isNull(row)) {
                value = vector instanceof BaseVariableWidthViewVector view
                        ? bytes(view, row)
                        : bytes((BaseLargeVariableWidthVector) vector, row);
            }
            values.writeBytes(value);
            offsets[row + 1] = (int) checked((long) offsets[row] + value.length, spec);
        }
        return Column.variable(validity, values.toByteArray(), offsets);
    }

    private static byte[] bytes(BaseVariableWidthViewVector vector, int row) {
        ArrowBufPointer pointer = vector.getDataPointer(row);
        byte[] value = new byte[(int) pointer.getLength()];
        Objects.requireNonNull(pointer.getBuf()).getBytes(pointer.getOffset(), value);
        return value;
    }

    private static byte[] bytes(BaseLargeVariableWidthVector vector, int row) {
        long start = vector.getOffsetBuffer().getLong(8L * row);
        byte[] value = new byte[(int) (vector.getOffsetBuffer().getLong(8L * row + 8) - start)];
        vector.getDataBuffer().getBytes(start, value);
        return value;
    }

    private long checked(long bytes, ColumnSpec spec) throws TableException {
        if (bytes > BYTES_MAX) {
            throw new TableException("column '" + spec.path() + "' of " + file + " has " + bytes
                    + " bytes in one batch: read fewer rows");
        }
        return bytes;
    }

    private static boolean isKind(ArrowType type, ColumnKind kind) {
        return switch (kind) {
            case INTEGER ->
                type instanceof ArrowType.Int
                        || type instanceof ArrowType.Timestamp
                        || type instanceof ArrowType.Duration
                        || type instanceof ArrowType.Time;
            case FLOATING ->
                type instanceof ArrowType.FloatingPoint real && real.getPrecision() == FloatingPointPrecision.DOUBLE;
            case BOOLEAN -> type instanceof ArrowType.Bool;
            case BYTES ->
                type instanceof ArrowType.Utf8
                        || type instanceof ArrowType.Binary
                        || type instanceof ArrowType.LargeUtf8
                        || type instanceof ArrowType.LargeBinary
                        || type instanceof ArrowType.Utf8View
                        || type instanceof ArrowType.BinaryView
                        || type instanceof ArrowType.FixedSizeBinary;
        };
    }

    private static boolean isUnsigned(ArrowType type) {
        return type instanceof ArrowType.Int number && !number.getIsSigned();
    }

    private TableException refusal(ColumnSpec spec, FieldVector vector) {
        return new TableException("column '" + spec.path() + "' of " + file + " is of type "
                + vector.getField().getType() + " and cannot be read as "
                + spec.kind().name().toLowerCase(Locale.ROOT));
    }
}
