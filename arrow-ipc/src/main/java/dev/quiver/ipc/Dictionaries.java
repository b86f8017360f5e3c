/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The values that dictionary-encoded columns refer to, by the id of their dictionary. Each dictionary is a batch with
 * one column, and remembers the parts it grew from, so that it can be encoded as a first batch with deltas. Immutable.
 */
public final class Dictionaries {
    /** No dictionary at all. */
    public static final Dictionaries NONE = new Dictionaries(Map.of());

    private final Map<Long, Entry> entries;

    private Dictionaries(Map<Long, Entry> entries) {
        this.entries = entries;
    }

    /** Dictionaries by id, each with one column of values. */
    public static Dictionaries of(Map<Long, HeapBatch> values) {
        Map<Long, Entry> entries = new TreeMap<>();
        values.forEach((id, batch) -> entries.put(id, new Entry(batch, List.of(batch))));
        return new Dictionaries(entries);
    }

    /** The ids in ascending order. */
    public Set<Long> ids() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Whether there is a dictionary {@code id}. */
    public boolean contains(long id) {
        return entries.containsKey(id);
    }

    /**
     * The values of dictionary {@code id}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public HeapBatch values(long id) {
        return entry(id).values();
    }

    /** The batches that dictionary {@code id} grew from: the first one, then deltas. */
    List<HeapBatch> parts(long id) {
        return entry(id).parts();
    }

    /** A copy to be changed by {@link #put} before anybody else sees it. */
    Dictionaries copy() {
        return new Dictionaries(new TreeMap<>(entries));
    }

    /** Puts {@code values}, which grew from {@code parts}, in the place of {@code id}. */
    void put(long id, HeapBatch values, List<HeapBatch> parts) {
        entries.put(id, new Entry(values, List.copyOf(parts)));
    }

    private Entry entry(long id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("there is no dictionary " + id + " among " + entries.keySet());
        }
        return entry;
    }

    /** One dictionary, whole and in the parts it grew from. */
    private record Entry(HeapBatch values, List<HeapBatch> parts) {}
}
