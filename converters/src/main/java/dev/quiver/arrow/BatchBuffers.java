/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.BatchTarget;
import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapBatch;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the nodes and buffers of a batch while it is sealed, and the dictionaries that it refers to. */
final class BatchBuffers {
    private static final byte[] NOTHING = {};

    private final BatchTarget batch;
    private final Map<Long, HeapBatch> dictionaries;

    private BatchBuffers(BatchTarget batch, Map<Long, HeapBatch> dictionaries) {
        this.batch = batch;
        this.dictionaries = dictionaries;
    }

    /** For a batch that goes to {@code batch}. */
    static BatchBuffers into(BatchTarget batch) {
        return new BatchBuffers(batch, new HashMap<>());
    }

    /** The dictionary {@code id} becomes {@code values}, arranged in {@code order}. */
    void dictionary(long id, ColumnStorage values, int[] order) {
        HeapBatch.Builder dictionary = HeapBatch.builder(order.length);
        values.seal(new BatchBuffers(dictionary, dictionaries), order);
        dictionaries.put(id, dictionary.build());
    }

    /** Adds a column's length, null count and validity buffer, for the values at {@code order} or for all. */
    void node(Bits validity, int @Nullable [] order) {
        int length = order == null ? validity.count() : order.length;
        int unsetCount = validity.unsetCount();
        if (unsetCount == 0) {
            node(length);
            batch.buffer(NOTHING, 0, 0);
            return;
        }
        byte[] bits = validity.ordered(order);
        int size = Bits.byteCount(length);
        batch.node(length, order == null ? unsetCount : length - setBits(bits));
        buffer(bits, size);
    }

    private static int setBits(byte[] bits) {
        int count = 0;
        for (byte eight : bits) {
            count += Integer.bitCount(eight & 0xff);
        }
        return count;
    }

    /** Adds a column without nulls or without a validity buffer. */
    void node(int length) {
        batch.node(length, 0);
    }

    /** Adds a column of nulls. */
    void nulls(int length) {
        batch.node(length, length);
    }

    /** Adds a buffer with the first {@code size} of {@code bytes}. */
    void buffer(byte[] bytes, int size) {
        batch.buffer(bytes, 0, size);
    }

    /** Says that the view column just added has this many data buffers. */
    void variadic(int bufferCount) {
        batch.variadic(bufferCount);
    }

    /** The dictionaries. */
    Dictionaries dictionaries() {
        return dictionaries.isEmpty() ? Dictionaries.NONE : Dictionaries.of(dictionaries);
    }
}
