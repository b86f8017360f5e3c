/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.arrow.c.jni.JniWrapper;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Writes {@code ArrowSchema} structures of the C data interface. */
final class NativeSchema {
    static final int BYTES = 72;

    private static final long NULLABLE = 2;
    private static final long MAP_KEYS_SORTED = 4;
    /** The only metadata that DuckDB reads. */
    private static final String EXTENSION_PREFIX = "ARROW:extension:";

    /** Offsets of the fields. */
    private static final int FORMAT = 0;

    private static final int NAME = 8;
    private static final int METADATA = 16;
    private static final int FLAGS = 24;
    private static final int CHILD_COUNT = 32;
    private static final int CHILDREN = 40;

    private final NativeRelease release;
    private final Function<ArrowType, String> format;

    private NativeSchema(NativeRelease release, Function<ArrowType, String> format) {
        this.release = release;
        this.format = format;
    }

    /**
     * Writes a row of {@code columns} to {@code address}.
     *
     * @param format how types are called
     */
    static void write(
            long address, List<Field> columns, Function<ArrowType, String> format, BufferAllocator allocator) {
        NativeRelease release = new NativeRelease(allocator);
        Field row = new Field("", new FieldType(false, ArrowType.Struct.INSTANCE, null), columns);
        boolean written = false;
        try {
            new NativeSchema(release, format).write(address, row);
            written = true;
        } finally {
            if (!written) {
                release.free();
            }
        }
    }

    private void write(long address, Field field) {
        NativeMemory memory = release.memory();
        List<Field> children = field.getChildren();
        long pointers = memory.allocate((long) children.size() * Long.BYTES);
        ArrowBuf pointersView = NativeMemory.view(pointers, (long) children.size() * Long.BYTES);
        for (int index = 0; index < children.size(); index++) {
            long child = memory.allocate(BYTES);
            write(child, children.get(index));
            pointersView.setLong((long) index * Long.BYTES, child);
        }
        ArrowBuf struct = NativeMemory.view(address, BYTES);
        struct.setZero(0, BYTES);
        struct.setLong(FORMAT, text(format.apply(field.getType())));
        struct.setLong(NAME, text(field.getName()));
        struct.setLong(METADATA, metadata(field.getMetadata()));
        struct.setLong(FLAGS, flags(field));
        struct.setLong(CHILD_COUNT, children.size());
        struct.setLong(CHILDREN, pointers);
        release.hold();
        JniWrapper.get().exportSchema(address, release);
    }

    private static long flags(Field field) {
        long flags = field.isNullable() ? NULLABLE : 0;
        boolean isSorted = field.getType() instanceof ArrowType.Map map && map.getKeysSorted();
        return isSorted ? flags | MAP_KEYS_SORTED : flags;
    }

    private long text(String text) {
        return release.memory().copy((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** Counts and lengths are 32 bits in the order of this machine. */
    private long metadata(Map<String, String> all) {
        Map<String, String> read = new TreeMap<>(all);
        read.keySet().removeIf(key -> !key.startsWith(EXTENSION_PREFIX));
        if (read.isEmpty()) {
            return 0;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(number(read.size()));
        read.forEach((key, value) -> {
            writeText(bytes, key);
            writeText(bytes, value);
        });
        return release.memory().copy(bytes.toByteArray());
    }

    private static void writeText(ByteArrayOutputStream bytes, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(number(encoded.length));
        bytes.writeBytes(encoded);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
