/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.Arrays;

/**
 * The distinct keys of some parents, numbered in ascending order as groups: parents with the same key share one.
 */
final class KeyIndex {
    /** A parent without a key, a child without a parent. */
    static final long NO_KEY = -1;

    /** A dense table is worth it as long as it has at most so many entries for each key, or few at all. */
    private static final int DENSITY = 16;

    private static final int DENSE_MIN = 1 << 16;
    private static final int DENSE_MAX = 1 << 24;

    private final long[] keys;
    private final int[] groupOf;
    private final int[] dense;

    private KeyIndex(long[] keys, int[] groupOf) {
        this.keys = keys;
        this.groupOf = groupOf;
        this.dense = dense(keys);
    }

    /** The index of {@code parents}, one key for each. */
    static KeyIndex of(long[] parents) {
        int[] groupOf = new int[parents.length];
        long[] keys = new long[parents.length];
        int count = 0;
        long last = NO_KEY;
        boolean ascending = true;
        for (int parent = 0; parent < parents.length && ascending; parent++) {
            long key = parents[parent];
            groupOf[parent] = -1;
            if (key != NO_KEY) {
                ascending = key >= last;
                if (key != last) {
                    keys[count++] = key;
                }
                groupOf[parent] = count - 1;
                last = key;
            }
        }
        return ascending ? new KeyIndex(Arrays.copyOf(keys, count), groupOf) : sorted(parents);
    }

    private static KeyIndex sorted(long[] parents) {
        long[] keys = Arrays.stream(parents)
                .filter(key -> key != NO_KEY)
                .sorted()
                .distinct()
                .toArray();
        KeyIndex index = new KeyIndex(keys, new int[parents.length]);
        for (int parent = 0; parent < parents.length; parent++) {
            index.groupOf[parent] = parents[parent] == NO_KEY ? -1 : index.group(parents[parent]);
        }
        return index;
    }

    private static int[] dense(long[] keys) {
        if (keys.length == 0) {
            return new int[0];
        }
        long range = keys[keys.length - 1] - keys[0] + 1;
        if (range > DENSE_MAX || (range > DENSE_MIN && range / DENSITY > keys.length)) {
            return new int[0];
        }
        int[] dense = new int[(int) range];
        Arrays.fill(dense, -1);
        for (int group = 0; group < keys.length; group++) {
            dense[(int) (keys[group] - keys[0])] = group;
        }
        return dense;
    }

    /** Groups. */
    int groupCount() {
        return keys.length;
    }

    /** The smallest key; there must be one. */
    long min() {
        return keys[0];
    }

    /** The largest key; there must be one. */
    long max() {
        return keys[keys.length - 1];
    }

    /** The group of {@code key}, -1 if no parent has it. */
    int group(long key) {
        long distance = key - keys[0];
        if (dense.length > 0) {
            return distance >= 0 && distance < dense.length ? dense[(int) distance] : -1;
        }
        int found = Arrays.binarySearch(keys, key);
        return found >= 0 ? found : -1;
    }

    /** The group of each parent, -1 if it has no key. */
    int[] groupOf() {
        return groupOf;
    }

    /** The keys, ascending. */
    long[] keys() {
        return keys;
    }
}
