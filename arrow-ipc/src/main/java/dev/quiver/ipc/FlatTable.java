/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A table of a flatbuffer, which is not trusted: whatever is read through it is checked to lie within the buffer, and
 * the refusal names the part of the format that this table is.
 */
final class FlatTable {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final int position;
    private final int vtable;
    private final int vtableBytes;
    private final int tableBytes;
    private final String name;

    private FlatTable(byte[] bytes, int start, int end, int position, String name) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.position = position;
        this.name = name;
        check(position, Integer.BYTES, "table");
        this.vtable = inside((long) position - LittleEndian.intAt(bytes, position), 2 * Short.BYTES, "vtable");
        this.vtableBytes = LittleEndian.shortAt(bytes, vtable) & 0xffff;
        this.tableBytes = LittleEndian.shortAt(bytes, vtable + Short.BYTES) & 0xffff;
        if (vtableBytes < 2 * Short.BYTES || tableBytes < Integer.BYTES) {
            throw malformed("a vtable of " + vtableBytes + " bytes for a table of " + tableBytes);
        }
        check(vtable, vtableBytes, "vtable");
        check(position, tableBytes, "table");
    }

    /** The root table of the flatbuffer from {@code start} to before {@code end}. */
    static FlatTable root(byte[] bytes, int start, int end, String name) {
        if (end - start < Integer.BYTES) {
            throw new MalformedIpcException(name + ": metadata of " + (end - start) + " bytes holds no table");
        }
        long position = start + (LittleEndian.intAt(bytes, start) & 0xffff_ffffL);
        if (position > end - Integer.BYTES) {
            throw new MalformedIpcException(
                    name + ": the root table at " + (position - start) + " lies behind " + (end - start) + " bytes");
        }
        return new FlatTable(bytes, start, end, (int) position, name);
    }

    /** Where a vector's first element lies, and how many there are. */
    record Vector(int position, int count) {
        private static final Vector NONE = new Vector(0, 0);
    }

    byte[] bytes() {
        return bytes;
    }

    boolean has(int field) {
        return at(field, 0) >= 0;
    }

    byte byteAt(int field, int absent) {
        int at = at(field, Byte.BYTES);
        return at < 0 ? (byte) absent : bytes[at];
    }

    short shortAt(int field, int absent) {
        int at = at(field, Short.BYTES);
        return at < 0 ? (short) absent : LittleEndian.shortAt(bytes, at);
    }

    int intAt(int field, int absent) {
        int at = at(field, Integer.BYTES);
        return at < 0 ? absent : LittleEndian.intAt(bytes, at);
    }

    long longAt(int field, long absent) {
        int at = at(field, Long.BYTES);
        return at < 0 ? absent : LittleEndian.longAt(bytes, at);
    }

    boolean isTrue(int field) {
        return byteAt(field, 0) != 0;
    }

    /** The table that {@code field} refers to, if it is there. */
    @Nullable
    FlatTable table(int field, String tableName) {
        int at = at(field, Integer.BYTES);
        return at < 0 ? null : new FlatTable(bytes, start, end, referred(at, Integer.BYTES), tableName);
    }

    /** The table that {@code field} refers to. */
    FlatTable requiredTable(int field, String tableName) {
        FlatTable table = table(field, tableName);
        if (table == null) {
            throw malformed("it has no " + tableName);
        }
        return table;
    }

    /** The place that {@code field} refers to, or -1 if it is not there. */
    int place(int field) {
        int at = at(field, Integer.BYTES);
        return at < 0 ? -1 : referred(at, Integer.BYTES);
    }

    /**
     * The vector that {@code field} refers to, with elements of {@code elementBytes} each; empty if it is not there.
     */
    Vector vector(int field, int elementBytes, String vectorName) {
        int at = at(field, Integer.BYTES);
        if (at < 0) {
            return Vector.NONE;
        }
        int position = referred(at, Integer.BYTES);
        int count = LittleEndian.intAt(bytes, position);
        if (count < 0 || (long) count * elementBytes > end - position - Integer.BYTES) {
            throw malformed("a vector of " + (count & 0xffff_ffffL) + " " + vectorName + " does not fit its "
                    + (end - start) + " bytes of metadata");
        }
        return new Vector(position + Integer.BYTES, count);
    }

    /** Element {@code index} of {@code tables}, a vector of references to tables. */
    FlatTable element(Vector tables, int index, String tableName) {
        return new FlatTable(
                bytes, start, end, referred(tables.position() + index * Integer.BYTES, Integer.BYTES), tableName);
    }

    /** The text that {@code field} refers to; empty if it is not there. */
    String text(int field) {
        Vector vector = vector(field, Byte.BYTES, "bytes of text");
        if (vector.count() == 0) {
            return "";
        }
        if (!Utf8.isValid(bytes, vector.position(), vector.position() + vector.count())) {
            throw malformed("a text of " + vector.count() + " bytes is not UTF-8");
        }
        return new String(bytes, vector.position(), vector.count(), StandardCharsets.UTF_8);
    }

    MalformedIpcException malformed(String reason) {
        return new MalformedIpcException(name + ": " + reason);
    }

    /** Where {@code field} of {@code width} bytes lies, or -1 if the table leaves it out. */
    private int at(int field, int width) {
        int slot = (2 + field) * Short.BYTES;
        if (slot + Short.BYTES > vtableBytes) {
            return -1;
        }
        int offset = LittleEndian.shortAt(bytes, vtable + slot) & 0xffff;
        if (offset == 0) {
            return -1;
        }
        if (offset < Integer.BYTES || offset + width > tableBytes) {
            throw malformed("field " + field + " at " + offset + " lies outside the table of " + tableBytes + " bytes");
        }
        return position + offset;
    }

    private int referred(int at, int size) {
        return inside(at + (LittleEndian.intAt(bytes, at) & 0xffff_ffffL), size, "reference");
    }

    private int inside(long at, int size, String what) {
        if (at < start || at + size > end) {
            throw malformed(
                    "a " + what + " at " + (at - start) + " lies outside " + (end - start) + " bytes of metadata");
        }
        return (int) at;
    }

    private void check(int at, int size, String what) {
        inside(at, size, what);
    }
}
