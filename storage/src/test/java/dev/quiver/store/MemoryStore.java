/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory whose failures are scripted, for tests. It follows the same contract as the real ones.
 *
 * <pre>{@code
 * MemoryStore store = new MemoryStore();
 * store.fail(Operation.PUBLISH, 2, Failure.ANSWER_LOST);   // the second publication from now on
 * store.failNext(Operation.READ, Failure.PERMANENT);
 * }</pre>
 */
public final class MemoryStore implements ObjectStore {
    /** What can be told to fail. */
    public enum Operation {
        LIST,
        STAT,
        READ,
        STAGE,
        /** A {@link StagedObject#write}; the object is then lost. */
        WRITE,
        PUBLISH,
        DELETE
    }

    /** How an operation fails. */
    public enum Failure {
        /** It was not performed, but may be when it is called again. */
        RETRIABLE,
        /** It was not performed and never will be. */
        PERMANENT,
        /** It was performed, yet looks as if it may not have been. */
        ANSWER_LOST
    }

    /** A visible object; its bytes never change. */
    private static final class Entry {
        private final byte[] bytes;
        private final long version;

        private Entry(byte[] bytes, long version) {
            this.bytes = bytes;
            this.version = version;
        }
    }

    private final NavigableMap<String, Entry> objects = new TreeMap<>(ObjectKey.ORDER);
    private final Set<Staged> open = new HashSet<>();
    private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
    private final Map<Operation, Map<Integer, Failure>> script = new EnumMap<>(Operation.class);
    private long versions;
    private boolean closed;

    /**
     * Makes a call fail.
     *
     * @param nth which call of {@code operation} fails, counted from 1 for the next one
     */
    @CanIgnoreReturnValue
    public synchronized MemoryStore fail(Operation operation, int nth, Failure failure) {
        if (nth < 1) {
            throw new IllegalArgumentException("nth must be at least 1 but was " + nth);
        }
        script.computeIfAbsent(operation, unused -> new TreeMap<>()).put(calls(operation) + nth, failure);
        return this;
    }

    /** Makes the next call of {@code operation} fail. */
    @CanIgnoreReturnValue
    public MemoryStore failNext(Operation operation, Failure failure) {
        return fail(operation, 1, failure);
    }

    /** How often {@code operation} was called so far, failures included. */
    public synchronized int calls(Operation operation) {
        return calls.getOrDefault(operation, 0);
    }

    /** The keys of all visible objects, in order. Works after {@link #close}, too. */
    public synchronized Set<String> keys() {
        Set<String> keys = new TreeSet<>(ObjectKey.ORDER);
        keys.addAll(objects.keySet());
        return keys;
    }

    /**
     * The bytes of a visible object. Works after {@link #close}, too, and counts as no call.
     *
     * @throws IllegalArgumentException if there is no such object
     */
    public synchronized byte[] content(String key) {
        Entry entry = objects.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("no object " + key + " among " + objects.keySet());
        }
        return entry.bytes.clone();
    }

    /** Makes {@code content} visible under {@code key} at once; counts as no call. */
    @CanIgnoreReturnValue
    public synchronized MemoryStore put(String key, byte[] content) {
        objects.put(ObjectKey.requireValid(key), new Entry(content.clone(), ++versions));
        return this;
    }

    /** Staged objects that nobody closed yet; a test that ends with more than none has found a leak. */
    public synchronized int openCount() {
        return open.size();
    }

    @Override
    public synchronized List<StoredObject> list(String prefix) throws StoreException {
        requireOpen();
        ObjectKey.requireValidPrefix(prefix);
        Failure lost = begin(Operation.LIST, "could not list " + prefix);
        List<StoredObject> found = new ArrayList<>();
        objects.forEach((key, entry) -> {
            if (key.startsWith(prefix)) {
                found.add(stored(key, entry));
            }
        });
        end(lost, "could not list " + prefix);
        return List.copyOf(found);
    }

    @Override
    public synchronized @Nullable StoredObject stat(String key) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(key);
        Failure lost = begin(Operation.STAT, "could not stat " + key);
        Entry entry = objects.get(key);
        end(lost, "could not stat " + key);
        return entry == null ? null : stored(key, entry);
    }

    @Override
    public synchronized byte[] read(String key, long offset, int length) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(key);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("range of " + length + " bytes from " + offset + " is negative");
        }
        String operation = "could not read " + length + " bytes of " + key + " from " + offset;
        Failure lost = begin(Operation.READ, operation);
        Entry entry = objects.get(key);
        if (entry == null) {
            throw StoreException.permanent(operation + ": there is no such object", null);
        }
        if (offset > entry.bytes.length - length) {
            throw StoreException.permanent(operation + ": the object has only " + entry.bytes.length + " bytes", null);
        }
        end(lost, operation);
        return Arrays.copyOfRange(entry.bytes, (int) offset, (int) offset + length);
    }

    @Override
    @MustBeClosed
    public synchronized StagedObject stage(String key) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(key);
        end(begin(Operation.STAGE, "could not stage " + key), "could not stage " + key);
        Staged staged = new Staged(key);
        open.add(staged);
        return staged;
    }

    @Override
    public synchronized void delete(String key) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(key);
        Failure lost = begin(Operation.DELETE, "could not delete " + key);
        objects.remove(key);
        end(lost, "could not delete " + key);
    }

    @Override
    public synchronized void close() {
        closed = true;
        List.copyOf(open).forEach(Staged::close);
    }

    @Override
    public String toString() {
        return "memory";
    }

    /** Counts a call and fails it when the script says so; a lost answer is left to {@link #end}. */
    private @Nullable Failure begin(Operation operation, String what) throws StoreException {
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

    private static void end(@Nullable Failure failure, String what) throws StoreException {
        if (failure == Failure.ANSWER_LOST) {
            throw StoreException.retriable(what + ": scripted loss of the answer", null);
        }
    }

    private static StoredObject stored(String key, Entry entry) {
        return new StoredObject(key, entry.bytes.length, Long.toString(entry.version));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is already closed");
        }
    }

    /** Its state is guarded by the store's lock, since closing the store ends it from another thread. */
    private final class Staged implements StagedObject {
        private final String key;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean published;
        private @Nullable StoreException failure;

        private Staged(String key) {
            this.key = key;
        }

        @Override
        public void write(byte[] source, int offset, int length) throws StoreException {
            Objects.checkFromIndexSize(offset, length, source.length);
            synchronized (MemoryStore.this) {
                requireUsable();
                if (published) {
                    throw new IllegalStateException(key + " is already published");
                }
                try {
                    Failure lost = begin(Operation.WRITE, "could not write " + key);
                    bytes.write(source, offset, length);
                    end(lost, "could not write " + key);
                } catch (StoreException e) {
                    failure = e;
                    throw e;
                }
            }
        }

        @Override
        public long position() {
            synchronized (MemoryStore.this) {
                requireOpenObject();
                return bytes.size();
            }
        }

        @Override
        public void publish() throws StoreException {
            synchronized (MemoryStore.this) {
                requireUsable();
                if (published) {
                    return;
                }
                Failure lost = begin(Operation.PUBLISH, "could not publish " + key);
                put(key, bytes.toByteArray());
                published = true;
                end(lost, "could not publish " + key);
            }
        }

        @Override
        public void close() {
            synchronized (MemoryStore.this) {
                open.remove(this);
            }
        }

        private void requireUsable() throws StoreException {
            requireOpenObject();
            if (failure != null) {
                String message = "could not go on with " + key + ": " + failure.getMessage();
                throw failure.isRetriable()
                        ? StoreException.retriable(message, failure)
                        : StoreException.permanent(message, failure);
            }
        }

        private void requireOpenObject() {
            if (!open.contains(this)) {
                throw new IllegalStateException(key + " is already closed");
            }
        }
    }
}
