/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches and dictionaries that fit a schema and keep every rule of the format, from a seed. */
final class RandomBatches {
    private static final int DICTIONARY_VALUES = 5;

    private final Random random;

    RandomBatches(Random random) {
        this.random = random;
    }

    /**
     * A batch of {@code rowCount} rows; every dictionary it refers to has as many values as {@link #dictionaries} has.
     */
    HeapBatch next(Schema schema, int rowCount) {
        HeapBatch.Builder builder = HeapBatch.builder(rowCount);
        for (Field field : schema.getFields()) {
            column(ColumnShape.of(field), rowCount, builder);
        }
        return builder.build();
    }

    /** The dictionaries of {@code schema}. */
    Dictionaries dictionaries(Schema schema) {
        Map<Long, HeapBatch> values = new HashMap<>();
        DecodedSchema.dictionaryFields(schema)
                .forEach((id, field) -> values.put(id, dictionary(field, DICTIONARY_VALUES)));
        return Dictionaries.of(values);
    }

    /** A dictionary of {@code valueCount} values for {@code field}. */
    HeapBatch dictionary(Field field, int valueCount) {
        HeapBatch.Builder builder = HeapBatch.builder(valueCount);
        column(ColumnShape.ofValues(field, false), valueCount, builder);
        return builder.build();
    }

    private void column(ColumnShape shape, int length, HeapBatch.Builder builder) {
        ColumnLayout layout = shape.layout();
        boolean[] nulls = nulls(shape, length);
        int nullCount = count(nulls);
        builder.node(length, layout == ColumnLayout.NULL ? length : nullCount);
        if (layout.hasValidity()) {
            validity(nulls, nullCount, builder);
        }
        switch (layout) {
            case NULL -> {}
            case BITS -> add(builder, bytes(Bitmaps.byteCount(length)));
            case FIXED -> add(builder, fixed(shape, length));
            case VARIABLE -> variable(shape, length, Integer.BYTES, builder);
            case LARGE_VARIABLE -> variable(shape, length, Long.BYTES, builder);
            case VIEW -> views(shape, length, builder);
            case LIST -> column(shape.children().get(0), offsets(length, Integer.BYTES, builder), builder);
            case LARGE_LIST -> column(shape.children().get(0), offsets(length, Long.BYTES, builder), builder);
            case LIST_VIEW -> listViews(shape, length, Integer.BYTES, builder);
            case LARGE_LIST_VIEW -> listViews(shape, length, Long.BYTES, builder);
            case FIXED_LIST -> column(shape.children().get(0), length * shape.width(), builder);
            case STRUCT -> shape.children().forEach(child -> column(child, length, builder));
            case SPARSE_UNION -> {
                add(builder, typeIds(shape, length));
                shape.children().forEach(child -> column(child, length, builder));
            }
            case DENSE_UNION -> denseUnion(shape, length, builder);
            case RUN_END -> runs(shape, length, builder);
        }
    }

    private boolean[] nulls(ColumnShape shape, int length) {
        boolean[] nulls = new boolean[length];
        if (shape.layout().hasValidity() && !shape.required()) {
            int percent = new int[] {0, 10, 50, 100}[random.nextInt(4)];
            for (int index = 0; index < length; index++) {
                nulls[index] = random.nextInt(100) < percent;
            }
        }
        return nulls;
    }

    private static int count(boolean[] nulls) {
        int count = 0;
        for (boolean isNull : nulls) {
            count += isNull ? 1 : 0;
        }
        return count;
    }

    private void validity(boolean[] nulls, int nullCount, HeapBatch.Builder builder) {
        byte[] bits = new byte[nullCount == 0 && random.nextBoolean() ? 0 : Bitmaps.byteCount(nulls.length)];
        for (int index = 0; index < nulls.length && bits.length > 0; index++) {
            if (!nulls[index]) {
                Bitmaps.set(bits, 0, index);
            }
        }
        add(builder, bits);
    }

    private byte[] fixed(ColumnShape shape, int length) {
        byte[] values = bytes(length * shape.width());
        for (int index = 0; index < length; index++) {
            int at = index * shape.width();
            if (shape.isDictionaryEncoded()) {
                LittleEndian.put(values, at, shape.width(), random.nextInt(DICTIONARY_VALUES));
            } else if (shape.type() instanceof ArrowType.Decimal decimal) {
                decimal(values, at, shape.width(), decimal.getPrecision());
            } else if (shape.type() instanceof ArrowType.Time || shape.type() instanceof ArrowType.Date) {
                LittleEndian.put(values, at, shape.width(), random.nextInt(86_400));
            }
        }
        return values;
    }

    private void decimal(byte[] values, int at, int width, int precision) {
        BigInteger value = new BigInteger(precision * 3, random).mod(BigInteger.TEN.pow(precision));
        byte[] bigEndian = (random.nextBoolean() ? value : value.negate()).toByteArray();
        for (int index = 0; index < width; index++) {
            int from = bigEndian.length - 1 - index;
            values[at + index] = from >= 0 ? bigEndian[from] : (byte) (bigEndian[0] >> 7);
        }
    }

    private byte[] text(ColumnShape shape) {
        int length = random.nextInt(20);
        if (!(shape.type() instanceof ArrowType.Utf8
                || shape.type() instanceof ArrowType.LargeUtf8
                || shape.type() instanceof ArrowType.Utf8View)) {
            return bytes(length);
        }
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < length; index++) {
            text.appendCodePoint(random.nextInt(5) == 0 ? 0x1f600 + random.nextInt(50) : 'a' + random.nextInt(26));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void variable(ColumnShape shape, int length, int width, HeapBatch.Builder builder) {
        byte[] offsets = new byte[(length + 1) * width];
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int index = 0; index < length; index++) {
            data.writeBytes(text(shape));
            LittleEndian.put(offsets, (index + 1) * width, width, data.size());
        }
        add(builder, offsets);
        add(builder, data.toByteArray());
    }

    private void views(ColumnShape shape, int length, HeapBatch.Builder builder) {
        byte[] views = new byte[length * ViewValidator.VIEW_BYTES];
        List<byte[]> data = new ArrayList<>();
        for (int index = 0; index < length; index++) {
            byte[] text = text(shape);
            int at = index * ViewValidator.VIEW_BYTES;
            LittleEndian.putInt(views, at, text.length);
            if (text.length <= ViewValidator.INLINE_BYTES_MAX) {
                System.arraycopy(text, 0, views, at + ViewValidator.PREFIX, text.length);
            } else {
                System.arraycopy(text, 0, views, at + ViewValidator.PREFIX, 4);
                LittleEndian.putInt(views, at + ViewValidator.BUFFER, data.size());
                data.add(text);
            }
        }
        add(builder, views);
        builder.variadic(data.size());
        data.forEach(bytes -> add(builder, bytes));
    }

    private int offsets(int length, int width, HeapBatch.Builder builder) {
        byte[] offsets = new byte[(length + 1) * width];
        int end = 0;
        for (int index = 0; index < length; index++) {
            end += random.nextInt(4);
            LittleEndian.put(offsets, (index + 1) * width, width, end);
        }
        add(builder, offsets);
        return end;
    }

    private void listViews(ColumnShape shape, int length, int width, HeapBatch.Builder builder) {
        int childLength = length;
        byte[] offsets = new byte[length * width];
        byte[] sizes = new byte[length * width];
        for (int index = 0; index < length; index++) {
            int offset = random.nextInt(childLength + 1);
            LittleEndian.put(offsets, index * width, width, offset);
            LittleEndian.put(sizes, index * width, width, random.nextInt(Math.min(3, childLength - offset) + 1));
        }
        add(builder, offsets);
        add(builder, sizes);
        column(shape.children().get(0), childLength, builder);
    }

    private byte[] typeIds(ColumnShape shape, int length) {
        int[] ids = ((ArrowType.Union) shape.type()).getTypeIds();
        byte[] types = new byte[length];
        for (int index = 0; index < length; index++) {
            types[index] = (byte) ids[random.nextInt(ids.length)];
        }
        return types;
    }

    private void denseUnion(ColumnShape shape, int length, HeapBatch.Builder builder) {
        byte[] types = typeIds(shape, length);
        byte[] offsets = new byte[length * Integer.BYTES];
        int[] ids = ((ArrowType.Union) shape.type()).getTypeIds();
        int[] ends = new int[ids.length];
        for (int index = 0; index < length; index++) {
            for (int child = 0; child < ids.length; child++) {
                if (ids[child] == types[index]) {
                    LittleEndian.putInt(offsets, index * Integer.BYTES, ends[child]++);
                }
            }
        }
        add(builder, types);
        add(builder, offsets);
        for (int child = 0; child < ids.length; child++) {
            column(shape.children().get(child), ends[child], builder);
        }
    }

    private void runs(ColumnShape shape, int length, HeapBatch.Builder builder) {
        List<Integer> ends = new ArrayList<>();
        for (int end = 0; end < length; ) {
            end = Math.min(length, end + 1 + random.nextInt(4));
            ends.add(end);
        }
        int width = shape.children().get(0).width();
        byte[] values = new byte[ends.size() * width];
        for (int run = 0; run < ends.size(); run++) {
            LittleEndian.put(values, run * width, width, ends.get(run));
        }
        builder.node(ends.size(), 0).buffer(new byte[0], 0, 0);
        add(builder, values);
        column(shape.children().get(1), ends.size(), builder);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void add(HeapBatch.Builder builder, byte[] bytes) {
        builder.buffer(bytes, 0, bytes.length);
    }
}
