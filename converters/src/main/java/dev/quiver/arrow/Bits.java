/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Growing bits, least significant first as Arrow has them: which values are present, or boolean values. */
final class Bits {
    private byte[] bytes = new byte[16];
    private int count;
    private int setCount;

    void append(boolean set) {
        int index = count >>> 3;
        if (index == bytes.length) {
            bytes = Arrays.copyOf(bytes, HeapArrays.grown(bytes.length, index + 1L));
        }
        if (set) {
            bytes[index] = (byte) (bytes[index] | 1 << (count & 7));
            setCount++;
        }
        count++;
    }

    boolean isSet(int index) {
        return (bytes[index >>> 3] >>> (index & 7) & 1) != 0;
    }

    int count() {
        return count;
    }

    int unsetCount() {
        return count - setCount;
    }

    long byteCount() {
        return bytes.length;
    }

    /** Forgets every bit from {@code newCount} on. */
    void truncate(int newCount) {
        while (count > newCount) {
            count--;
            if (isSet(count)) {
                setCount--;
                bytes[count >>> 3] = (byte) (bytes[count >>> 3] & ~(1 << (count & 7)));
            }
        }
    }

    /** The bits in {@code order}, or as they are; bits behind the last one are 0. */
    byte[] ordered(int @Nullable [] order) {
        if (order == null) {
            return Arrays.copyOf(bytes, byteCount(count));
        }
        byte[] ordered = new byte[byteCount(order.length)];
        for (int row = 0; row < order.length; row++) {
            if (isSet(order[row])) {
                ordered[row >>> 3] = (byte) (ordered[row >>> 3] | 1 << (row & 7));
            }
        }
        return ordered;
    }

    private static int byteCount(int bitCount) {
        return (bitCount + 7) >>> 3;
    }

    void clear() {
        Arrays.fill(bytes, 0, byteCount(count), (byte) 0);
        count = 0;
        setCount = 0;
    }
}
