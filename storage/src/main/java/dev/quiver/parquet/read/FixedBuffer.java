/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/** Values of one width one behind the other. Reused; holds as much as it ever had to. */
final class FixedBuffer {
    private final int width;
    private byte[] values = new byte[LittleEndian.PADDING];
    private int count;

    FixedBuffer(int width) {
        this.width = width;
    }

    /** Makes room for {@code more} values, which are to be put behind the present ones. */
    void reserve(int more) {
        values = LittleEndian.grown(values, count * width, ((long) count + more) * width);
    }

    /** Counts {@code more} values that were put behind the present ones. */
    void added(int more) {
        count += more;
    }

    /** Forgets the first {@code gone} values. */
    void discard(int gone) {
        System.arraycopy(values, gone * width, values, 0, (count - gone) * width);
        count -= gone;
    }

    /** Gives memory back if there is more than {@code keptMax} bytes of it; must be empty. */
    void trim(int keptMax) {
        if (values.length > keptMax) {
            values = new byte[LittleEndian.PADDING];
        }
    }

    int width() {
        return width;
    }

    int count() {
        return count;
    }

    /** Bytes of all values. */
    int size() {
        return count * width;
    }

    /** The values, with padding. */
    byte[] values() {
        return values;
    }

    long retainedBytes() {
        return values.length;
    }
}
