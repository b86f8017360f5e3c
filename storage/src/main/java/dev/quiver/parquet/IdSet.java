/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;

/** A set of the ids of dictionary entries. */
final class IdSet {
    /** Not bits: to set one of them would have to wait for the one before. */
    private boolean[] members = new boolean[0];

    private int idCount;

    /** Becomes the set of {@code ids}, all of which are below {@code newIdCount}. */
    void fill(IntBuffer ids, int newIdCount) {
        idCount = newIdCount;
        if (newIdCount > members.length) {
            members = new boolean[Math.max(newIdCount, 2 * members.length)];
        } else {
            Arrays.fill(members, 0, newIdCount, false);
        }
        int[] values = ids.array();
        int count = ids.size();
        for (int at = 0; at < count; at++) {
            members[values[at]] = true;
        }
    }

    /** The smallest id in the set from {@code id} on, or -1. */
    int next(int id) {
        int candidate = id;
        while (candidate < idCount) {
            if (members[candidate]) {
                return candidate;
            }
            candidate++;
        }
        return -1;
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return members.length;
    }
}
