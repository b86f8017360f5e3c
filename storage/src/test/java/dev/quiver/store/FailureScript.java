/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which calls of a {@link MemoryStore} fail, and how. The store's lock guards it. */
final class FailureScript {
    private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
    private final Map<Operation, Map<Integer, Failure>> script = new EnumMap<>(Operation.class);

    void fail(Operation operation, int nth, Failure failure) {
        if (nth < 1) {
            throw new IllegalArgumentException("nth must be at least 1 but was " + nth);
        }
        script.computeIfAbsent(operation, unused -> new TreeMap<>()).put(calls(operation) + nth, failure);
    }

    int calls(Operation operation) {
        return calls.getOrDefault(operation, 0);
    }

    /** Counts a call and fails it when the script says so; a lost answer is left to {@link #end}. */
    @Nullable
    Failure begin(Operation operation, String what) throws StoreException {
        int call = calls.merge(operation, 1, Integer::sum);
        Failure failure = script.getOrDefault(operation, Map.of()).get(call);
        if (failure == Failure.RETRIABLE) {
            throw StoreException.retriable(what + ": scripted failure", null);
        }
        if (failure == Failure.PERMANENT) {
            throw StoreException.permanent(what + ": scripted failure", null);
        }
        return failure;
    }

    /** Ends a call that was performed. */
    static void end(@Nullable Failure failure, String what) throws StoreException {
        if (failure == Failure.ANSWER_LOST) {
            throw StoreException.retriable(what + ": scripted loss of the answer", null);
        }
    }
}
