/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.arrow.ArrowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow schemas of every type that Parquet has a form for, nested at random, and batches of them, from a seed. */
final class RandomVectors {
    private static final int LIST_LENGTH = 3;

    private final Random random;
    private final RandomLeaves leaves;

    /** All that follows depends on {@code seed} alone. */
    RandomVectors(long seed) {
        this.random = new Random(seed);
        this.leaves = new RandomLeaves(random);
    }

    /** A schema of 1 to 6 columns, nested at most {@code depth} levels below the row. */
    Schema schema(int depth) {
        return new Schema(fields(depth));
    }

    private List<Field> fields(int depth) {
        List<Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int column = 0; column < count; column++) {
            fields.add(field("c" + column, depth, random.nextInt(3) > 0));
        }
        return fields;
    }

    private Field field(String name, int depth, boolean nullable) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        return switch (kind) {
            case 0 -> new Field(name, new FieldType(nullable, new ArrowType.Struct(), null), fields(depth - 1));
            case 1 -> list(name, nullable, new ArrowType.List(), depth);
            case 2 -> list(name, nullable, new ArrowType.LargeList(), depth);
            case 3 -> list(name, nullable, new ArrowType.FixedSizeList(LIST_LENGTH), depth);
            case 4 -> map(name, nullable, depth);
            default -> leaves.field(name, nullable);
        };
    }

    private Field list(String name, boolean nullable, ArrowType type, int depth) {
        Field element = field("item", depth - 1, random.nextBoolean());
        return new Field(name, new FieldType(nullable, type, null), List.of(element));
    }

    private Field map(String name, boolean nullable, int depth) {
        Field key = new Field("key", new FieldType(false, new ArrowType.Utf8(), null), null);
        Field entries = new Field(
                "entries",
                new FieldType(false, new ArrowType.Struct(), null),
                List.of(key, field("value", depth - 1, random.nextBoolean())));
        return new Field(name, new FieldType(nullable, new ArrowType.Map(false), null, Map.of()), List.of(entries));
    }

    /** A batch of {@code rowCount} rows, which the caller closes. */
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    ArrowBatch batch(Schema schema, int rowCount, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        for (FieldVector vector : root.getFieldVectors()) {
            fill(vector, rowCount);
        }
        root.setRowCount(rowCount);
        return new ArrowBatch(root);
    }

    private void fill(FieldVector vector, int count) {
        // Of 8: how many are null, in this vector
        int nulls = vector.getField().isNullable() ? List.of(0, 1, 3, 8).get(random.nextInt(4)) : 0;
        if (vector instanceof StructVector struct) {
            struct.setInitialCapacity(count);
            struct.allocateNew();
            for (int index = 0; index < count; index++) {
                BitVectorHelper.setValidityBit(struct.getValidityBuffer(), index, isNull(nulls) ? 0 : 1);
            }
            struct.getChildrenFromFields().forEach(child -> fill(child, count));
            struct.setValueCount(count);
        } else if (vector instanceof ListVector list) {
            fillList(list, count, nulls);
        } else if (vector instanceof LargeListVector list) {
            fillLargeList(list, count, nulls);
        } else if (vector instanceof FixedSizeListVector list) {
            fillFixedSizeList(list, count, nulls);
        } else {
            fillLeaf(vector, count, nulls);
        }
    }

    private boolean isNull(int nulls) {
        return random.nextInt(8) < nulls;
    }

    private void fillList(ListVector list, int count, int nulls) {
        list.allocateNew();
        int elementCount = 0;
        for (int index = 0; index < count; index++) {
            if (isNull(nulls)) {
                list.setNull(index);
            } else {
                int length = random.nextInt(4);
                list.startNewValue(index);
                list.endValue(index, length);
                elementCount += length;
            }
        }
        fill(list.getDataVector(), elementCount);
        list.setValueCount(count);
    }

    private void fillLargeList(LargeListVector list, int count, int nulls) {
        list.allocateNew();
        int elementCount = 0;
        for (int index = 0; index < count; index++) {
            if (isNull(nulls)) {
                list.setNull(index);
            } else {
                int length = 1 + random.nextInt(3);
                list.startNewValue((long) index);
                list.endValue(index, length);
                elementCount += length;
            }
        }
        fill(list.getDataVector(), elementCount);
        list.setValueCount(count);
    }

    private void fillFixedSizeList(FixedSizeListVector list, int count, int nulls) {
        list.setInitialCapacity(count);
        list.allocateNew();
        for (int index = 0; index < count; index++) {
            if (isNull(nulls)) {
                list.setNull(index);
            } else {
                list.setNotNull(index);
            }
        }
        fill(list.getDataVector(), count * LIST_LENGTH);
        list.setValueCount(count);
    }

    private void fillLeaf(FieldVector vector, int count, int nulls) {
        if (vector instanceof NullVector) {
            vector.setValueCount(count);
            return;
        }
        vector.setInitialCapacity(Math.max(count, 1));
        vector.allocateNew();
        RandomLeaves.Values values = leaves.values(vector.getField().getType());
        for (int index = 0; index < count; index++) {
            if (isNull(nulls)) {
                vector.setNull(index);
            } else {
                set(vector, index, values.next());
            }
        }
        vector.setValueCount(count);
    }

    private static void set(FieldVector vector, int index, byte[] value) {
        if (vector instanceof BaseVariableWidthVector bytes) {
            bytes.setSafe(index, value, 0, value.length);
        } else if (vector instanceof BaseLargeVariableWidthVector bytes) {
            bytes.setSafe(index, value, 0, value.length);
        } else if (vector instanceof BaseVariableWidthViewVector views) {
            views.setSafe(index, value, 0, value.length);
        } else if (vector instanceof BaseFixedWidthVector fixed) {
            while (index >= fixed.getValueCapacity()) {
                fixed.reAlloc();
            }
            BitVectorHelper.setBit(fixed.getValidityBuffer(), index);
            if (vector.getField().getType() instanceof ArrowType.Bool) {
                BitVectorHelper.setValidityBit(fixed.getDataBuffer(), index, value[0] & 1);
            } else {
                fixed.getDataBuffer().setBytes((long) index * value.length, value);
            }
        } else {
            throw new IllegalStateException("no values for " + vector.getField());
        }
    }
}
