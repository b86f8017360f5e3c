/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.CallSlots;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An object that is gathered part by part. Up to one part it is sent by publication alone, in one request; with the
 * first byte beyond, a multipart upload begins. Closing the store ends it from another thread.
 */
final class S3StagedObject implements StagedObject {
    private final S3Bucket bucket;
    private final CallSlots slots;
    private final ChunkPool pool;
    private final S3Transfer transfer;
    private final String key;
    private final Consumer<S3StagedObject> whenClosed;
    private final String stagedId = UUID.randomUUID().toString();
    private final AtomicBoolean closed = new AtomicBoolean();
    private PartBuffer part;
    private volatile @Nullable S3Upload upload;
    private volatile boolean published;
    private volatile @Nullable SealedObject sealed;
    private @Nullable StoreException failure;
    private long position;

    /**
     * Creates an empty object.
     *
     * @param store what it shares with the other objects of the store
     * @param whenClosed told once, when this object ends
     */
    S3StagedObject(Shared store, String key, Consumer<S3StagedObject> whenClosed) {
        this.bucket = store.bucket();
        this.slots = store.slots();
        this.pool = store.pool();
        this.transfer = store.transfer();
        this.key = key;
        this.whenClosed = whenClosed;
        this.part = new PartBuffer(pool, transfer.partBytes());
    }

    /** What the staged objects of one store share. */
    record Shared(S3Bucket bucket, CallSlots slots, ChunkPool pool, S3Transfer transfer) {}

    @Override
    public void write(byte[] source, int offset, int length) throws StoreException {
        Objects.checkFromIndexSize(offset, length, source.length);
        requireUsable();
        if (published) {
            throw new IllegalStateException(bucket.uri(key) + " is already published");
        }
        requireUnsealed();
        if (position + length > transfer.objectBytesMax()) {
            throw lose(StoreException.permanent(
                    "could not upload " + bucket.uri(key) + ": it has more than " + S3Transfer.PARTS_MAX + " parts of "
                            + transfer.partBytes() + " bytes",
                    null));
        }
        int remaining = length;
        while (remaining > 0) {
            if (part.isFull()) {
                send();
            }
            remaining -= part.append(source, offset + length - remaining, remaining);
        }
        position += length;
    }

    @Override
    public long position() {
        requireOpen();
        return position;
    }

    @Override
    public void publish() throws StoreException {
        requireUsable();
        requireUnsealed();
        if (published) {
            return;
        }
        S3Upload begun = upload;
        if (begun == null) {
            bucket.put(key, part, stagedId);
        } else {
            if (part.bytes() > 0) {
                addPart(begun);
            }
            Publication.of(bucket, begun.seal());
        }
        published = true;
        part.release();
    }

    @Override
    public SealedObject seal() throws StoreException {
        requireUsable();
        SealedObject before = sealed;
        if (before != null) {
            return before;
        }
        if (published) {
            throw new IllegalStateException(bucket.uri(key) + " is already published");
        }
        S3Upload begun = upload == null ? begin() : upload;
        if (part.bytes() > 0 || position == 0) {
            addPart(begun);
        }
        SealedObject complete = begun.seal();
        sealed = complete;
        part.release();
        return complete;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            S3Upload begun = upload;
            if (begun != null && !published && sealed == null) {
                begun.abort();
            }
        } finally {
            whenClosed.accept(this);
        }
    }

    /** Starts the upload of the full part. */
    private void send() throws StoreException {
        try {
            S3Upload begun = upload == null ? begin() : upload;
            begun.requireSound();
            addPart(begun);
        } catch (StoreException e) {
            throw lose(e);
        }
    }

    /** Begins the upload, unless the store was closed meanwhile. */
    private S3Upload begin() throws StoreException {
        S3Upload begun = S3Upload.begin(bucket, slots, key, stagedId);
        upload = begun;
        if (closed.get()) {
            begun.abort();
            requireOpen();
        }
        return begun;
    }

    private void addPart(S3Upload begun) throws StoreException {
        begun.add(part);
        part = new PartBuffer(pool, transfer.partBytes());
    }

    private StoreException lose(StoreException cause) {
        failure = cause;
        return cause;
    }

    private void requireUsable() throws StoreException {
        requireOpen();
        if (failure != null) {
            String message = "could not go on with " + bucket.uri(key) + ": " + failure.getMessage();
            throw failure.isRetriable()
                    ? StoreException.retriable(message, failure)
                    : StoreException.permanent(message, failure);
        }
    }

    private void requireUnsealed() {
        if (sealed != null) {
            throw new IllegalStateException(bucket.uri(key) + " is already sealed");
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException(bucket.uri(key) + " is already closed");
        }
    }
}
