/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/** Takes the nodes and buffers of one batch, in the order of the format. */
public interface BatchTarget {
    /** Adds a column of {@code length} values, {@code nullCount} of which are null. */
    BatchTarget node(int length, int nullCount);

    /** Adds the {@code size} bytes of {@code array} from {@code offset} on; the array may be shared, not copied. */
    BatchTarget buffer(byte[] array, int offset, int size);

    /** Says that the view column just added has this many data buffers. */
    BatchTarget variadic(int dataBufferCount);
}
