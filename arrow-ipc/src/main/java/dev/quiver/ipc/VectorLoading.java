/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Copies columns into vectors. Small batches share one allocation, since an allocation per buffer would take longer
 * than the copies; the buffers of large ones are allocated one by one, so that each stays below what the allocator
 * pools.
 */
final class VectorLoading implements AutoCloseable {
    private static final long SHARED_BYTES_MAX = 1 << 20;
    private static final int ALIGNMENT = 64;
    private static final int WIDE_DECIMAL_BYTES = 16;

    /** With any other null count, Arrow allocates bitmaps of its own where nothing is null or everything is. */
    private static final int NULLS_BY_BITMAP = -1;

    private final BufferAllocator allocator;
    private final @Nullable MappedBody body;
    private final ArrowBuf shared;
    private final List<ArrowBuf> single = new ArrayList<>();
    private long taken;

    private VectorLoading(BufferAllocator allocator, @Nullable MappedBody body, long bytes) {
        this.allocator = allocator;
        this.body = body;
        this.shared = body == null && bytes <= SHARED_BYTES_MAX ? allocator.buffer(bytes) : allocator.getEmpty();
    }

    /** The vectors of {@code fields} with the values of {@code columns}; the caller closes them. */
    static List<FieldVector> load(List<HeapColumn> columns, List<Field> fields, BufferAllocator allocator) {
        return load(columns, fields, allocator, null);
    }

    /** The same, with buffers that lie in {@code body} where they are instead of copies. */
    static List<FieldVector> load(
            List<HeapColumn> columns, List<Field> fields, BufferAllocator allocator, @Nullable MappedBody body) {
        long bytes = 0;
        for (HeapColumn column : columns) {
            bytes += byteCount(column);
        }
        List<FieldVector> vectors = new ArrayList<>(columns.size());
        try (VectorLoading loading = new VectorLoading(allocator, body, bytes)) {
            for (int index = 0; index < columns.size(); index++) {
                FieldVector vector = fields.get(index).createVector(allocator);
                vectors.add(vector);
                loading.load(vector, columns.get(index));
            }
            return vectors;
        } catch (RuntimeException e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    private static long byteCount(HeapColumn column) {
        long bytes = 0;
        for (int buffer = 0; buffer < column.bufferCount(); buffer++) {
            bytes += aligned(byteCount(column, buffer));
        }
        for (int child = 0; child < column.childCount(); child++) {
            bytes += byteCount(column.child(child));
        }
        return bytes;
    }

    private static long byteCount(HeapColumn column, int buffer) {
        if (isLeftOutBitmap(column, buffer)) {
            return Bitmaps.byteCount(column.length());
        }
        return isNarrowDecimal(column) && buffer == 1
                ? (long) column.length() * WIDE_DECIMAL_BYTES
                : column.size(buffer);
    }

    private static boolean isLeftOutBitmap(HeapColumn column, int buffer) {
        return buffer == 0 && column.layout().hasValidity() && column.size(0) == 0;
    }

    private static boolean isNarrowDecimal(HeapColumn column) {
        return column.type() instanceof ArrowType.Decimal && column.width() < WIDE_DECIMAL_BYTES;
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private void load(FieldVector vector, HeapColumn column) {
        List<ArrowBuf> buffers = new ArrayList<>(column.bufferCount());
        for (int buffer = 0; buffer < column.bufferCount(); buffer++) {
            buffers.add(copy(column, buffer));
        }
        int nulls = column.layout().hasValidity() && column.length() > 0 ? NULLS_BY_BITMAP : column.nullCount();
        vector.loadFieldBuffers(new ArrowFieldNode(column.length(), nulls), buffers);
        if (column.childCount() == 0) {
            return;
        }
        List<FieldVector> children = vector.getChildrenFromFields();
        if (children.size() != column.childCount()) {
            throw new IllegalArgumentException("column '" + column.field().getName() + "' has " + column.childCount()
                    + " children, but a vector of it has " + children.size());
        }
        for (int child = 0; child < column.childCount(); child++) {
            load(children.get(child), column.child(child));
        }
    }

    private ArrowBuf copy(HeapColumn column, int buffer) {
        long bytes = byteCount(column, buffer);
        if (bytes == 0) {
            return allocator.getEmpty();
        }
        boolean isMade = isLeftOutBitmap(column, buffer) || (isNarrowDecimal(column) && buffer == 1);
        ArrowBuf mapped = body == null || isMade
                ? null
                : body.slice(column.array(buffer), column.offset(buffer), column.size(buffer));
        if (mapped != null) {
            return mapped;
        }
        ArrowBuf target = allocate(bytes);
        if (isLeftOutBitmap(column, buffer)) {
            setAll(target, column.length());
        } else if (isMade) {
            widen(column, target);
        } else {
            target.setBytes(0, column.array(buffer), column.offset(buffer), column.size(buffer));
        }
        return target.writerIndex(target.capacity());
    }

    private ArrowBuf allocate(long bytes) {
        if (shared.capacity() == 0) {
            ArrowBuf buffer = allocator.buffer(bytes);
            single.add(buffer);
            return buffer;
        }
        ArrowBuf slice = shared.slice(taken, bytes);
        taken += aligned(bytes);
        return slice;
    }

    private static void setAll(ArrowBuf bitmap, int bitCount) {
        bitmap.setOne(0L, (long) (bitCount >>> 3));
        if ((bitCount & 7) != 0) {
            bitmap.setByte(bitCount >>> 3, (1 << (bitCount & 7)) - 1);
        }
    }

    private static void widen(HeapColumn column, ArrowBuf target) {
        int width = column.width();
        for (int row = 0; row < column.length(); row++) {
            long value = LittleEndian.signedAt(column.array(1), column.offset(1) + row * width, width);
            target.setLong((long) row * WIDE_DECIMAL_BYTES, value);
            target.setLong((long) row * WIDE_DECIMAL_BYTES + Long.BYTES, value >> 63);
        }
    }

    /** Gives up what the vectors have not retained. */
    @Override
    public void close() {
        single.forEach(ArrowBuf::close);
        single.clear();
        if (shared.capacity() > 0) {
            shared.close();
        }
    }
}
