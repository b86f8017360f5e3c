/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.HeapColumn;

/** The values of a column of one width as whole numbers. */
interface IntegerAccess {
    /** The value at {@code index}, whatever it is where it is null. */
    long at(int index);

    /** The signed numbers of 8 to 64 bits in {@code column}. */
    static IntegerAccess signed(HeapColumn column) {
        byte[] array = column.array(1);
        int offset = column.offset(1);
        return switch (column.width()) {
            case Byte.BYTES -> index -> array[offset + index];
            case Short.BYTES -> index -> (short) HeapArrays.SHORTS.get(array, offset + (index << 1));
            case Integer.BYTES -> index -> (int) HeapArrays.INTS.get(array, offset + (index << 2));
            case Long.BYTES -> index -> (long) HeapArrays.LONGS.get(array, offset + (index << 3));
            default -> throw new IllegalArgumentException(column.width() + " bytes are not one number");
        };
    }

    /** The unsigned numbers of 8 to 32 bits in {@code column}; those of 64 bits as if they had a sign. */
    static IntegerAccess unsigned(HeapColumn column) {
        IntegerAccess signed = signed(column);
        return switch (column.width()) {
            case Byte.BYTES -> index -> signed.at(index) & 0xff;
            case Short.BYTES -> index -> signed.at(index) & 0xffff;
            case Integer.BYTES -> index -> signed.at(index) & 0xffff_ffffL;
            default -> signed;
        };
    }
}
