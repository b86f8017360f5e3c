/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;

/** The repetition or definition levels of one page. While they are all the same, only their number is kept. */
final class LevelBuffer {
    private final int levelMax;
    private byte[] levels = new byte[0];
    private int count;
    private int uniform;

    /** A buffer for levels of 0 up to {@code levelMax}; for 0 nothing is ever encoded. */
    LevelBuffer(int levelMax) {
        this.levelMax = levelMax;
    }

    void appendRun(int level, int runLength) {
        if (count == 0) {
            uniform = level;
        }
        if (level != uniform) {
            spell(count + runLength);
            Arrays.fill(levels, count, count + runLength, (byte) level);
        }
        count += runLength;
    }

    void append(byte[] source, int sourceCount) {
        if (sourceCount == 0) {
            return;
        }
        spell(count + sourceCount);
        System.arraycopy(source, 0, levels, count, sourceCount);
        count += sourceCount;
    }

    /** From now on every level stands for itself. */
    private void spell(int needed) {
        if (needed > levels.length) {
            levels = Arrays.copyOf(levels, Math.max(needed, levels.length * 2));
        }
        if (count > 0 && uniform >= 0) {
            Arrays.fill(levels, 0, count, (byte) uniform);
        }
        uniform = -1;
    }

    int count() {
        return count;
    }

    /** Levels below the highest, which are those of slots without a value. */
    int belowMaxCount() {
        if (count == 0 || uniform >= 0) {
            return uniform == levelMax ? 0 : count;
        }
        int below = 0;
        for (int at = 0; at < count; at++) {
            below += levels[at] == levelMax ? 0 : 1;
        }
        return below;
    }

    /** How often each level occurs. */
    long[] histogram() {
        long[] histogram = new long[levelMax + 1];
        if (uniform >= 0) {
            histogram[uniform] = count;
            return histogram;
        }
        for (int at = 0; at < count; at++) {
            histogram[levels[at]]++;
        }
        return histogram;
    }

    /** Appends the levels, encoded as runs and packed groups. */
    void encode(PageBytes target, IntBuffer scratch) {
        int bitWidth = HybridEncoding.bitWidth(levelMax);
        if (uniform >= 0) {
            HybridEncoding.encodeRun(uniform, count, bitWidth, target);
            return;
        }
        if (bitWidth == 1) {
            HybridEncoding.encodeBits(levels, count, target);
            return;
        }
        int[] wide = scratch.reserveFromStart(count);
        for (int at = 0; at < count; at++) {
            wide[at] = levels[at];
        }
        HybridEncoding.encode(wide, count, bitWidth, target);
    }

    void clear() {
        count = 0;
        uniform = 0;
    }

    /** Gives the array back; for use after {@link #clear}. */
    void trim() {
        levels = new byte[0];
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return levels.length;
    }
}
