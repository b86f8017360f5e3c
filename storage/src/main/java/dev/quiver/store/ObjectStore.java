/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Objects under string keys, as S3 has them: a key is a path with {@code /} as separator, no leading slash, relative to
 * the store's own prefix. An object is written once as a whole and becomes visible atomically. Safe for use by several
 * threads.
 *
 * <p>A key that breaks the rules of {@link ObjectKey} is refused with {@link IllegalArgumentException}, any use after
 * {@link #close} with {@link IllegalStateException}. A call whose thread is interrupted ends with a retriable
 * {@link StoreException}, and the thread stays interrupted.
 */
public interface ObjectStore extends AutoCloseable {
    /** Bytes that {@link #copy} holds at once, where the store cannot copy by itself. */
    int COPIED_BYTES = 8 << 20;

    /**
     * The visible objects whose key starts with {@code prefix}, in {@link ObjectKey#ORDER}. Staged bytes are never
     * listed, nor is what others left under a name that is no {@link ObjectKey}, such as a console's folder marker.
     */
    List<StoredObject> list(String prefix) throws StoreException;

    /**
     * The first of the visible objects whose key starts with {@code prefix} and comes after {@code after} in
     * {@link ObjectKey#ORDER}; go on with the last key found.
     *
     * @param after a key, or empty for the beginning; it need not exist
     * @param countMax at most so many objects, at least 1; fewer are found only at the end
     */
    default List<StoredObject> list(String prefix, String after, int countMax) throws StoreException {
        if (countMax < 1) {
            throw new IllegalArgumentException("countMax must be at least 1 but was " + countMax);
        }
        return list(prefix).stream()
                .filter(object -> ObjectKey.ORDER.compare(object.key(), after) > 0)
                .limit(countMax)
                .toList();
    }

    /** The visible object under {@code key}, or null when there is none. */
    @Nullable
    StoredObject stat(String key) throws StoreException;

    /**
     * The {@code length} bytes of the object from {@code offset} on.
     *
     * @throws StoreException permanently if there is no such object, or it ends before {@code offset + length}
     * @throws IllegalArgumentException if {@code offset} or {@code length} is negative
     */
    byte[] read(String key, long offset, int length) throws StoreException;

    /**
     * The {@code length} bytes of {@code object} from {@code offset} on, as it was when it was found.
     *
     * @throws StoreException a conflict if it was replaced meanwhile; permanently if it is gone or ends before
     * @throws IllegalArgumentException if {@code offset} or {@code length} is negative
     */
    default byte[] read(StoredObject object, long offset, int length) throws StoreException {
        StoreException failure = null;
        byte[] bytes = new byte[0];
        try {
            bytes = read(object.key(), offset, length);
        } catch (StoreException e) {
            failure = e;
        }
        // Whatever came, it is of this object only if that is still there.
        StoredObject now = stat(object.key());
        if (now != null && !now.version().equals(object.version())) {
            throw StoreException.conflict("could not read " + object.key() + ": somebody replaced it", failure);
        }
        if (failure != null) {
            throw failure;
        }
        if (now == null) {
            throw StoreException.permanent("could not read " + object.key() + ": it is gone", null);
        }
        return bytes;
    }

    /**
     * All bytes of one version of the object under {@code key}, as they are consumed; no more than a piece of them is
     * held. What is read fails as {@link #read} does; a failure that may pass was tried to be overcome. Closing it
     * early does not read the rest. The caller closes it.
     *
     * @throws StoreException permanently if there is no such object
     */
    @MustBeClosed
    default InputStream open(String key) throws StoreException {
        StoredObject object = stat(key);
        if (object == null) {
            throw StoreException.permanent("could not read " + key + ": there is no such object", null);
        }
        return new ObjectPieces(this, object);
    }

    /**
     * Makes the bytes of {@code from} visible under {@code to}, replacing whatever was there. Repeating it is safe.
     *
     * @throws StoreException permanently if there is no object {@code from}; a conflict if it was replaced meanwhile
     */
    default void copy(String from, String to) throws StoreException {
        StoredObject source = stat(from);
        if (source == null) {
            throw StoreException.permanent("could not copy " + from + " to " + to + ": there is no such object", null);
        }
        try (StagedObject target = stage(to)) {
            long position = 0;
            while (position < source.bytes()) {
                int length = (int) Math.min(COPIED_BYTES, source.bytes() - position);
                target.write(read(source, position, length), 0, length);
                position += length;
            }
            target.publish();
        }
    }

    /**
     * Replaces the tags of a visible object, by which people find and bill objects. Stores without tags do nothing.
     *
     * @throws StoreException permanently if there is no such object, or the store refuses the tags
     */
    default void tag(String key, Map<String, String> tags) throws StoreException {
        ObjectKey.requireValid(key);
    }

    /** Starts an object that stays invisible until {@link StagedObject#publish}. The caller closes it. */
    @MustBeClosed
    StagedObject stage(String key) throws StoreException;

    /**
     * Makes a sealed object visible, as {@link StagedObject#publish} does. Nothing happens when it is visible already.
     *
     * @throws StoreException a {@link StoreException#isGone} one if its bytes are gone and it is not visible
     */
    void publish(SealedObject sealed) throws StoreException;

    /** Removes the bytes of a sealed object that is not visible yet; nothing happens when there are none. */
    void abort(SealedObject sealed) throws StoreException;

    /**
     * Finds whatever is staged or sealed now for a key that starts with {@code prefix} and that {@code keys} accepts,
     * by this or any other process, as far as the store knows the keys of staged bytes: a bucket does, a directory does
     * not.
     */
    Uploads uploads(String prefix, Predicate<String> keys) throws StoreException;

    /** What was staged or sealed at some time. */
    @FunctionalInterface
    interface Uploads {
        /**
         * Aborts those that are neither published nor aborted yet.
         *
         * @return how many there were when they were found
         */
        int abort() throws StoreException;
    }

    /**
     * The whole of the object under {@code key} with its version, or null when there is none.
     *
     * @throws StoreException permanently if it has more than {@link VersionedObject#BYTES_MAX} bytes
     */
    @Nullable
    VersionedObject readVersioned(String key) throws StoreException;

    /**
     * Writes a small object if nobody else has written it since it was read. Repeating a call whose answer was lost is
     * safe as long as no two writers ever write the same content.
     *
     * @param content at most {@link VersionedObject#BYTES_MAX} bytes, unlike those of any other write
     * @param expected the version to replace, or null when there must be no such object
     * @return the version written
     * @throws StoreException a conflict if the object has another version, or there is one where none was expected
     */
    String writeVersioned(String key, byte[] content, @Nullable String expected) throws StoreException;

    /** Removes the object under {@code key}; nothing happens when there is none. */
    void delete(String key) throws StoreException;

    /** Gives back connections and threads. Staged objects that are still open are aborted. Idempotent. */
    @Override
    void close();
}
