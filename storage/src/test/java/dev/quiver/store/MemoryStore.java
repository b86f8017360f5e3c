/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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
        SEAL,
        ABORT,
        READ_VERSIONED,
        WRITE_VERSIONED,
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

    private final MemoryObjects objects;
    private final Set<Staged> open = new HashSet<>();
    private final FailureScript script = new FailureScript();
    private boolean ignoringConditions;
    private boolean closed;

    /** An empty store. */
    public MemoryStore() {
        this(new MemoryObjects());
    }

    private MemoryStore(MemoryObjects objects) {
        this.objects = objects;
    }

    /** This store, which from now on writes whatever the version is, as some servers do. */
    @CanIgnoreReturnValue
    public MemoryStore ignoringConditions() {
        ignoringConditions = true;
        return this;
    }

    /** Another store over the same objects, as another process has it, with a script of its own. */
    @MustBeClosed
    public MemoryStore another() {
        return new MemoryStore(objects);
    }

    /**
     * Makes a call fail.
     *
     * @param nth which call of {@code operation} fails, counted from 1 for the next one
     */
    @CanIgnoreReturnValue
    public synchronized MemoryStore fail(Operation operation, int nth, Failure failure) {
        script.fail(operation, nth, failure);
        return this;
    }

    /** Makes the next call of {@code operation} fail. */
    @CanIgnoreReturnValue
    public MemoryStore failNext(Operation operation, Failure failure) {
        return fail(operation, 1, failure);
    }

    /** How often {@code operation} was called so far, failures included. */
    public synchronized int calls(Operation operation) {
        return script.calls(operation);
    }

    /** The keys of all visible objects, in order. Works after {@link #close}, too. */
    public Set<String> keys() {
        Set<String> keys = new TreeSet<>(ObjectKey.ORDER);
        objects.list("").forEach(object -> keys.add(object.key()));
        return keys;
    }

    /**
     * The bytes of a visible object. Works after {@link #close}, too, and counts as no call.
     *
     * @throws IllegalArgumentException if there is no such object
     */
    public byte[] content(String key) {
        MemoryObjects.Entry entry = objects.find(key);
        if (entry == null) {
            throw new IllegalArgumentException("no object " + key + " among " + keys());
        }
        return entry.bytes().clone();
    }

    /** Makes {@code content} visible under {@code key} at once; counts as no call. */
    @CanIgnoreReturnValue
    public MemoryStore put(String key, byte[] content) {
        objects.put(key, content);
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
        List<StoredObject> found = objects.list(prefix);
        end(lost, "could not list " + prefix);
        return found;
    }

    @Override
    public synchronized @Nullable StoredObject stat(String key) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(key);
        Failure lost = begin(Operation.STAT, "could not stat " + key);
        MemoryObjects.Entry entry = objects.find(key);
        end(lost, "could not stat " + key);
        return entry == null ? null : entry.stored(key);
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
        MemoryObjects.Entry entry = objects.find(key);
        if (entry == null) {
            throw StoreException.permanent(operation + ": there is no such object", null);
        }
        if (offset > entry.bytes().length - length) {
            throw StoreException.permanent(
                    operation + ": the object has only " + entry.bytes().length + " bytes", null);
        }
        end(lost, operation);
        return Arrays.copyOfRange(entry.bytes(), (int) offset, (int) offset + length);
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
    public synchronized void publish(SealedObject object) throws StoreException {
        requireOpen();
        String operation = "could not publish " + ObjectKey.requireValid(object.key());
        Failure lost = begin(Operation.PUBLISH, operation);
        if (!objects.publish(object)) {
            throw StoreException.gone(operation + ": its bytes are gone", null);
        }
        end(lost, operation);
    }

    @Override
    public synchronized void abort(SealedObject object) throws StoreException {
        requireOpen();
        String operation = "could not abort " + ObjectKey.requireValid(object.key());
        Failure lost = begin(Operation.ABORT, operation);
        objects.abort(object);
        end(lost, operation);
    }

    @Override
    public synchronized Uploads uploads(String prefix, Predicate<String> keys) throws StoreException {
        requireOpen();
        ObjectKey.requireValidPrefix(prefix);
        Failure lost = begin(Operation.LIST, "could not list the uploads of " + prefix);
        Predicate<String> chosen = key -> key.startsWith(prefix) && keys.test(key);
        List<String> sealed = objects.uploads(chosen);
        List<Staged> staged =
                open.stream().filter(object -> chosen.test(object.key)).toList();
        end(lost, "could not list the uploads of " + prefix);
        return () -> abort(prefix, sealed, staged);
    }

    private synchronized int abort(String prefix, List<String> sealed, List<Staged> staged) throws StoreException {
        Failure lost = begin(Operation.ABORT, "could not abort uploads below " + prefix);
        objects.abort(sealed);
        staged.forEach(Staged::abort);
        end(lost, "could not abort uploads below " + prefix);
        return sealed.size() + staged.size();
    }

    @Override
    public synchronized @Nullable VersionedObject readVersioned(String key) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(key);
        Failure lost = begin(Operation.READ_VERSIONED, "could not read " + key);
        MemoryObjects.Entry entry = objects.find(key);
        end(lost, "could not read " + key);
        if (entry != null && entry.bytes().length > VersionedObject.BYTES_MAX) {
            throw StoreException.permanent(
                    "could not read " + key + ": it has more than " + VersionedObject.BYTES_MAX + " bytes", null);
        }
        return entry == null ? null : new VersionedObject(entry.bytes().clone(), Long.toString(entry.version()));
    }

    @Override
    public synchronized String writeVersioned(String key, byte[] content, @Nullable String expected)
            throws StoreException {
        requireOpen();
        ObjectKey.requireValid(key);
        VersionedObject.requireFits(key, content);
        Failure lost = begin(Operation.WRITE_VERSIONED, "could not write " + key);
        String version = ignoringConditions ? objects.overwrite(key, content) : objects.write(key, content, expected);
        if (version == null) {
            throw StoreException.conflict("could not write " + key + ": somebody else wrote it", null);
        }
        end(lost, "could not write " + key);
        return version;
    }

    /** The keys of sealed objects that are neither published nor aborted. */
    public List<String> sealedKeys() {
        return objects.sealedKeys();
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

    private @Nullable Failure begin(Operation operation, String what) throws StoreException {
        return script.begin(operation, what);
    }

    private static void end(@Nullable Failure failure, String what) throws StoreException {
        FailureScript.end(failure, what);
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
        private @Nullable SealedObject complete;
        private @Nullable StoreException failure;

        private Staged(String key) {
            this.key = key;
        }

        @Override
        public void write(byte[] source, int offset, int length) throws StoreException {
            Objects.checkFromIndexSize(offset, length, source.length);
            synchronized (MemoryStore.this) {
                requireUsable();
                requireUnsealed();
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
                requireUnsealed();
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
        public SealedObject seal() throws StoreException {
            synchronized (MemoryStore.this) {
                requireUsable();
                if (published) {
                    throw new IllegalStateException(key + " is already published");
                }
                if (complete == null) {
                    Failure lost = begin(Operation.SEAL, "could not seal " + key);
                    complete = objects.seal(key, bytes.toByteArray());
                    end(lost, "could not seal " + key);
                }
                return complete;
            }
        }

        /** Loses what was staged: whoever goes on with it finds nothing to go on with. */
        private void abort() {
            failure = StoreException.retriable("somebody aborted the upload of " + key, null);
        }

        @Override
        public void close() {
            synchronized (MemoryStore.this) {
                open.remove(this);
            }
        }

        private void requireUnsealed() {
            if (complete != null) {
                throw new IllegalStateException(key + " is already sealed");
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
