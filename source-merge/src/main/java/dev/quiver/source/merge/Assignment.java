/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Which task replays a partition: the one with the highest hash of both. Every task finds that by itself, so a new
 * partition needs no new assignment, and one more task takes its share from the others and changes nothing among them.
 *
 * @param task the own number
 * @param taskCount how many there are
 */
record Assignment(int task, int taskCount) {
    Assignment {
        if (task < 0 || task >= taskCount) {
            throw new IllegalArgumentException("there is no task " + task + " of " + taskCount);
        }
    }

    /** Whether {@code part} is replayed by this task. */
    boolean owns(String part) {
        int owner = 0;
        long highest = -1;
        for (int candidate = 0; candidate < taskCount; candidate++) {
            long weight = weight(part, candidate);
            if (weight > highest) {
                highest = weight;
                owner = candidate;
            }
        }
        return owner == task;
    }

    private static long weight(String part, int candidate) {
        CRC32C hash = new CRC32C();
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(candidate).array());
        hash.update(part.getBytes(StandardCharsets.UTF_8));
        // CRCs of inputs that differ in a few bits differ in a few: mixed, they decide evenly.
        long mixed = (hash.getValue() + 1) * 0x9E3779B97F4A7C15L;
        return ((mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L) >>> 1;
    }
}
