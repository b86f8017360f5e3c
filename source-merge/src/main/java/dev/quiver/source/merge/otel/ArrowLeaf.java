/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.ipc.HeapBatch;
import dev.quiver.source.merge.engine.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The values of one Arrow column, gathered on the heap. */
final class ArrowLeaf {
    private final ArrowType type;
    /** Bytes of one value, 0 for a bit, -1 for byte strings. */
    private final int width;

    private byte[] values = new byte[64];
    private int[] offsets = new int[16];
    private byte[] validity = new byte[8];
    private int count;
    private int nullCount;
    private int valueBytes;

    ArrowLeaf(ArrowType type) {
        this.type = type;
        this.width = width(type);
    }

    /** The Arrow type of a column of OpenTelemetry's tables, by the last part of its name. */
    static ArrowType typeOf(String path) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        return switch (name) {
            case "type" -> new ArrowType.Int(8, false);
            case "id", "parent_id", "flags" -> new ArrowType.Int(32, false);
            case "severity_number", "kind", "code" -> new ArrowType.Int(32, true);
            case "int" -> new ArrowType.Int(64, true);
            case "double" -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case "bool" -> ArrowType.Bool.INSTANCE;
            case "bytes", "ser" -> ArrowType.Binary.INSTANCE;
            case "trace_id" -> new ArrowType.FixedSizeBinary(16);
            case "span_id", "parent_span_id" -> new ArrowType.FixedSizeBinary(8);
            case "duration_time_unix_nano" -> new ArrowType.Duration(TimeUnit.NANOSECOND);
            default -> ofOther(name);
        };
    }

    private static ArrowType ofOther(String name) {
        if (name.startsWith("dropped_")) {
            return new ArrowType.Int(32, false);
        }
        return name.endsWith("time_unix_nano")
                ? new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)
                : ArrowType.Utf8.INSTANCE;
    }

    private static int width(ArrowType type) {
        if (type instanceof ArrowType.Int number) {
            return number.getBitWidth() / 8;
        }
        if (type instanceof ArrowType.FixedSizeBinary fixed) {
            return fixed.getByteWidth();
        }
        if (type instanceof ArrowType.Bool) {
            return 0;
        }
        return type instanceof ArrowType.Utf8 || type instanceof ArrowType.Binary ? -1 : Long.BYTES;
    }

    ArrowType type() {
        return type;
    }

    int count() {
        return count;
    }

    /** Adds the value in {@code row} of {@code column}. */
    void add(Column column, int row) {
        if (column.isNull(row)) {
            addNull();
        } else if (type instanceof ArrowType.Bool) {
            addNumber(column.flag(row) ? 1 : 0);
        } else if (type instanceof ArrowType.FixedSizeBinary || width < 0) {
            addBytes(column.array(), column.start(row), column.end(row));
        } else {
            addNumber(column.number(row));
        }
    }

    void addNull() {
        nullCount++;
        grow();
        count++;
        if (width < 0) {
            offsets[count] = valueBytes;
        } else {
            valueBytes = Math.max(valueBytes, width * count);
        }
    }

    private void grow() {
        if (count / 8 >= validity.length) {
            validity = Arrays.copyOf(validity, 2 * validity.length);
        }
        if (width < 0 && count + 2 > offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
        }
        if (width >= 0) {
            room(Math.max(1, width) * (count + 1));
        }
    }

    private void room(int bytes) {
        if (bytes > values.length) {
            values = Arrays.copyOf(values, Math.max(bytes, 2 * values.length));
        }
    }

    void addNumber(long number) {
        grow();
        if (width == 0) {
            values[count >> 3] |= (byte) (number << (count & 7));
        }
        for (int index = 0; index < width; index++) {
            values[count * width + index] = (byte) (number >>> (8 * index));
        }
        mark();
    }

    private void addBytes(byte[] source, int start, int end) {
        int length = end - start;
        if (width >= 0 && length != width) {
            addNull();
            return;
        }
        grow();
        int at = width < 0 ? valueBytes : count * width;
        room(at + length);
        System.arraycopy(source, start, values, at, length);
        valueBytes = at + length;
        mark();
        if (width < 0) {
            offsets[count] = valueBytes;
        }
    }

    private void mark() {
        validity[count >> 3] |= (byte) (1 << (count & 7));
        count++;
    }

    /** Hands what was gathered to {@code batch}. */
    void write(HeapBatch.Builder batch) {
        batch.node(count, nullCount);
        batch.buffer(validity, 0, nullCount == 0 ? 0 : (count + 7) / 8);
        if (width < 0) {
            batch.buffer(littleEndian(offsets, count + 1), 0, 4 * (count + 1));
            batch.buffer(values, 0, valueBytes);
            return;
        }
        int size = width == 0 ? (count + 7) / 8 : width * count;
        room(size);
        batch.buffer(values, 0, size);
    }

    /** The first {@code length} of {@code numbers} as bytes. */
    static byte[] littleEndian(int[] numbers, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(numbers, 0, length);
        return bytes.array();
    }
}
