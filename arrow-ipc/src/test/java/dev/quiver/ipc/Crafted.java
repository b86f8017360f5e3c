/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Makes streams that no writer would, and says why they are refused. */
final class Crafted {
    static final short V5 = 4;
    static final byte SCHEMA = 1;
    static final byte TYPE_NULL = 1;
    static final byte TYPE_STRUCT = 13;
    static final byte TYPE_LIST = 12;

    private Crafted() {}

    /** A stream of one batch of {@code column} alone. */
    static byte[] stream(Field column, HeapBatch.Builder batch) {
        return stream(new Schema(List.of(column)), batch.build(), Dictionaries.NONE);
    }

    static byte[] stream(Schema schema, HeapBatch batch, Dictionaries dictionaries) {
        return new IpcEncoder(schema, IpcCompression.NONE).stream(List.of(batch), dictionaries);
    }

    static Field nullable(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    static Field required(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.notNullable(type), List.of(children));
    }

    /** A batch of {@code rowCount} rows, whose first node has {@code nullCount} nulls. */
    static HeapBatch.Builder batch(int rowCount, int nullCount, byte[]... buffers) {
        HeapBatch.Builder builder = HeapBatch.builder(rowCount).node(rowCount, nullCount);
        return with(builder, buffers);
    }

    static HeapBatch.Builder with(HeapBatch.Builder builder, byte[]... buffers) {
        for (byte[] buffer : buffers) {
            builder.buffer(buffer, 0, buffer.length);
        }
        return builder;
    }

    static byte[] none() {
        return new byte[0];
    }

    static byte[] ints(int... values) {
        byte[] bytes = new byte[values.length * Integer.BYTES];
        for (int index = 0; index < values.length; index++) {
            LittleEndian.putInt(bytes, index * Integer.BYTES, values[index]);
        }
        return bytes;
    }

    static byte[] longs(long... values) {
        byte[] bytes = new byte[values.length * Long.BYTES];
        for (int index = 0; index < values.length; index++) {
            LittleEndian.putLong(bytes, index * Long.BYTES, values[index]);
        }
        return bytes;
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** {@code bytes} without the end mark. */
    static byte[] open(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 8);
    }

    /** A message framed for a stream, whose body has {@code bodyBytes} by its own word. */
    static byte[] message(FlatBufferBuilder builder, int version, byte headerType, int header, long bodyBytes) {
        builder.startTable(5);
        builder.addLong(3, bodyBytes, 0);
        builder.addOffset(2, header, 0);
        builder.addShort(0, (short) version, 0);
        builder.addByte(1, headerType, 0);
        builder.finish(builder.endTable());
        byte[] metadata = builder.sizedByteArray();
        byte[] message = new byte[8 + (int) BatchMessage.padded(metadata.length)];
        LittleEndian.putInt(message, 0, -1);
        LittleEndian.putInt(message, 4, message.length - 8);
        System.arraycopy(metadata, 0, message, 8, metadata.length);
        return message;
    }

    /** The schema of {@code fields}, a vector. */
    static int schema(FlatBufferBuilder builder, int endianness, int fields) {
        builder.startTable(4);
        builder.addShort(0, (short) endianness, 0);
        builder.addOffset(1, fields, 0);
        return builder.endTable();
    }

    /** A field named {@code name} (a text) of a type without details, with {@code children} (a vector, or 0). */
    static int field(FlatBufferBuilder builder, int name, byte type, int children) {
        builder.startTable(0);
        int details = builder.endTable();
        builder.startTable(7);
        builder.addOffset(0, name, 0);
        builder.addBoolean(1, true, false);
        builder.addByte(2, type, 0);
        builder.addOffset(3, details, 0);
        builder.addOffset(5, children, 0);
        return builder.endTable();
    }

    /** A vector of {@code count} references to the one {@code element}. */
    static int shared(FlatBufferBuilder builder, int element, int count) {
        int[] elements = new int[count];
        Arrays.fill(elements, element);
        return builder.createVectorOfTables(elements);
    }

    /** The refusal of {@code bytes} has {@code parts} in its text. */
    static void assertRefused(byte[] bytes, String... parts) {
        assertRefused(IpcLimits.DEFAULTS, bytes, parts);
    }

    static void assertRefused(IpcLimits limits, byte[] bytes, String... parts) {
        assertThatThrownBy(() -> new IpcDecoder(limits).decode(bytes))
                .isExactlyInstanceOf(MalformedIpcException.class)
                .hasMessageContainingAll(parts);
    }
}
