/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.arrow.ArrowBatch;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Copies vectors into others of a similar schema: buffers that stay as they are get shared. */
final class VectorCopy {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final BufferAllocator allocator;
    private final boolean checksMaps;

    /**
     * Copies into memory of {@code allocator}.
     *
     * @param checksMaps whether of equal keys in a map only the last stays
     */
    VectorCopy(BufferAllocator allocator, boolean checksMaps) {
        this.allocator = allocator;
        this.checksMaps = checksMaps;
    }

    /** The rows of {@code root} in {@code target}, which has a field for each one of {@code source}. */
    @MustBeClosed
    ArrowBatch batch(VectorSchemaRoot root, Schema source, Schema target) {
        List<FieldVector> columns = new ArrayList<>();
        boolean done = false;
        try {
            for (int index = 0; index < source.getFields().size(); index++) {
                FieldVector column = target.getFields().get(index).createVector(allocator);
                columns.add(column);
                copy(root.getVector(index), column);
            }
            done = true;
        } finally {
            if (!done) {
                columns.forEach(FieldVector::close);
            }
        }
        return new ArrowBatch(new VectorSchemaRoot(target.getFields(), columns, root.getRowCount()));
    }

    private void copy(FieldVector from, FieldVector to) {
        if (to instanceof NullVector) {
            to.setValueCount(from.getValueCount());
        } else if (from instanceof Float2Vector half && to instanceof Float4Vector single) {
            each(half, single, row -> single.set(row, half.getValueAsFloat(row)));
        } else if (from instanceof IntervalDayVector days && to instanceof IntervalMonthDayNanoVector months) {
            each(
                    days,
                    months,
                    row -> months.set(
                            row,
                            0,
                            IntervalDayVector.getDays(days.getDataBuffer(), row),
                            IntervalDayVector.getMilliseconds(days.getDataBuffer(), row) * NANOS_PER_MILLI));
        } else if (from instanceof IntervalYearVector years && to instanceof IntervalMonthDayNanoVector months) {
            each(years, months, row -> months.set(row, years.get(row), 0, 0));
        } else if (to instanceof DecimalVector decimals
                && !from.getField().getType().equals(to.getField().getType())) {
            each(from, decimals, row -> decimals.set(row, scaled(decimal(from, row), decimals.getScale())));
        } else if (to instanceof VarCharVector texts && !(from instanceof VarCharVector)) {
            texts(from, texts);
        } else if (from instanceof FixedSizeListVector list && to instanceof ListVector lists) {
            lists(list, lists);
        } else if (from instanceof MapVector map && checksMaps && hasKeyTwice(map)) {
            withoutFirstOfEqualKeys(map, (MapVector) to);
        } else {
            same(from, to);
        }
    }

    /** What is done for a row that is not null. */
    private interface RowCopy {
        void row(int row);
    }

    private static void each(FieldVector from, BaseFixedWidthVector to, RowCopy copy) {
        to.allocateNew(from.getValueCount());
        for (int row = 0; row < from.getValueCount(); row++) {
            if (!from.isNull(row)) {
                copy.row(row);
            }
        }
        to.setValueCount(from.getValueCount());
    }

    private static void texts(FieldVector from, VarCharVector to) {
        to.allocateNew();
        for (int row = 0; row < from.getValueCount(); row++) {
            if (!from.isNull(row)) {
                to.setSafe(row, decimal(from, row).toPlainString().getBytes(StandardCharsets.UTF_8));
            }
        }
        to.setValueCount(from.getValueCount());
    }

    private static BigDecimal decimal(FieldVector vector, int row) {
        return vector instanceof Decimal256Vector wide ? wide.getObject(row) : ((DecimalVector) vector).getObject(row);
    }

    private static BigDecimal scaled(BigDecimal value, int scale) {
        return value.setScale(scale, RoundingMode.UNNECESSARY);
    }

    private void lists(FixedSizeListVector from, ListVector to) {
        int rowCount = from.getValueCount();
        try (ArrowBuf offsets = allocator.buffer((rowCount + 1L) * Integer.BYTES)) {
            for (int row = 0; row <= rowCount; row++) {
                offsets.setInt((long) row * Integer.BYTES, row * from.getListSize());
            }
            offsets.writerIndex((rowCount + 1L) * Integer.BYTES);
            to.loadFieldBuffers(
                    new ArrowFieldNode(rowCount, from.getNullCount()), List.of(from.getValidityBuffer(), offsets));
        }
        copy(from.getDataVector(), to.getDataVector());
    }

    /** Shares the buffers of one level; what is below may still change. */
    private void same(FieldVector from, FieldVector to) {
        to.loadFieldBuffers(
                new ArrowFieldNode(from.getValueCount(), from.getNullCount()), new ArrayList<>(from.getFieldBuffers()));
        List<FieldVector> source = from.getChildrenFromFields();
        List<FieldVector> target = to.getChildrenFromFields();
        for (int index = 0; index < source.size(); index++) {
            copy(source.get(index), target.get(index));
        }
    }

    private static boolean hasKeyTwice(MapVector map) {
        for (int row = 0; row < map.getValueCount(); row++) {
            int end = map.getElementEndIndex(row);
            if (end - map.getElementStartIndex(row) > 1
                    && keptEntries(map, row).size() < end - map.getElementStartIndex(row)) {
                return true;
            }
        }
        return false;
    }

    /** The entries of {@code row} whose key does not come again, in their order. */
    private static List<Integer> keptEntries(MapVector map, int row) {
        FieldVector keys = map.getDataVector().getChildrenFromFields().get(0);
        Set<Object> seen = new HashSet<>();
        List<Integer> kept = new ArrayList<>();
        for (int entry = map.getElementEndIndex(row) - 1; entry >= map.getElementStartIndex(row); entry--) {
            Object key = keys.getObject(entry);
            if (seen.add(key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key)) {
                kept.add(0, entry);
            }
        }
        return kept;
    }

    private void withoutFirstOfEqualKeys(MapVector from, MapVector to) {
        Field entriesField = to.getDataVector().getField();
        try (FieldVector entries = entriesField.createVector(allocator)) {
            copy(from.getDataVector(), entries);
            to.allocateNew();
            int next = 0;
            for (int row = 0; row < from.getValueCount(); row++) {
                if (from.isNull(row)) {
                    continue;
                }
                to.startNewValue(row);
                List<Integer> kept = keptEntries(from, row);
                for (int entry : kept) {
                    to.getDataVector().copyFromSafe(entry, next++, entries);
                }
                to.endValue(row, kept.size());
            }
            to.getDataVector().setValueCount(next);
            to.setValueCount(from.getValueCount());
        }
    }
}
