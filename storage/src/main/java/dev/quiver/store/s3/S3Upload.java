/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.CallSlots;
import dev.quiver.store.SealedObject;
import dev.quiver.store.SealedObject.SealedPart;
import dev.quiver.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A multipart upload: parts travel in parallel, and become an object together or not at all. */
final class S3Upload {
    private static final Logger log = LoggerFactory.getLogger(S3Upload.class);

    /**
     * How long a part in flight may go on before an abort cuts it off. A part that arrives after the abort would stay
     * and be paid for, so a short wait is better than none; a stalled one must not hold up a task that stops.
     */
    private static final Duration PART_PATIENCE = Duration.ofSeconds(2);

    private final S3Bucket bucket;
    private final CallSlots slots;
    private final String key;
    private final String stagedId;
    private final String id;
    private final List<S3Part> unfinished = new ArrayList<>();
    private final Map<Integer, SealedPart> arrived = new TreeMap<>();
    private int partCount;

    private S3Upload(S3Bucket bucket, CallSlots slots, String key, String stagedId) throws StoreException {
        this.bucket = bucket;
        this.slots = slots;
        this.key = key;
        this.stagedId = stagedId;
        this.id = bucket.createUpload(key, stagedId);
    }

    /** Begins an upload of {@code key} that ends with {@link #seal} or {@link #abort}. */
    static S3Upload begin(S3Bucket bucket, CallSlots slots, String key, String stagedId) throws StoreException {
        return new S3Upload(bucket, slots, key, stagedId);
    }

    /** Throws the failure of a part that has failed by now, if there is one. */
    void requireSound() throws StoreException {
        for (S3Part part : snapshot()) {
            if (part.isDone()) {
                finish(part);
            }
        }
    }

    /**
     * Starts to upload {@code part} as the next part, waiting while too many are in flight. On return it belongs to the
     * upload; after an exception it is still the caller's.
     */
    void add(PartBuffer part) throws StoreException {
        start(partCount + 1, part);
        partCount++;
    }

    /**
     * Waits for all parts; {@link Publication} makes them an object. After a failure it may be called again and
     * first sends the failed parts again.
     */
    SealedObject seal() throws StoreException {
        resend();
        StoreException failure = null;
        for (S3Part part : snapshot()) {
            try {
                finish(part);
            } catch (StoreException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (arrived.size() != partCount) {
            throw new IllegalStateException(bucket.uri(key) + " has " + arrived.size() + " of " + partCount + " parts");
        }
        return new SealedObject(key, stagedId, id, List.copyOf(arrived.values()));
    }

    /** Removes everything that was uploaded, even when the thread is interrupted. */
    void abort() {
        boolean interrupted = Thread.interrupted();
        try {
            for (S3Part part : snapshot()) {
                part.end(PART_PATIENCE);
            }
            bucket.abortUpload(key, id);
        } catch (InterruptedException e) {
            interrupted = true;
            log.warn("upload {} of {} is left to the bucket's lifecycle rules", id, bucket.uri(key));
        } catch (StoreException e) {
            log.warn("upload {} of {} is left to the bucket's lifecycle rules", id, bucket.uri(key), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void resend() throws StoreException {
        for (S3Part part : snapshot()) {
            if (part.hasFailed()) {
                start(part.number(), part.buffer());
                forget(part);
            }
        }
    }

    private void start(int number, PartBuffer owned) throws StoreException {
        try {
            remember(new S3Part(number, owned, slots.start(() -> bucket.uploadPart(key, id, number, owned))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.retriable(
                    "could not upload part " + number + " of " + bucket.uri(key) + ": interrupted", e);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the store of " + bucket.uri(key) + " is already closed", e);
        }
    }

    private void finish(S3Part part) throws StoreException {
        long bytes = part.buffer().bytes();
        String etag = part.await();
        arrived.put(part.number(), new SealedPart(part.number(), etag, bytes));
        forget(part);
    }

    private synchronized List<S3Part> snapshot() {
        return List.copyOf(unfinished);
    }

    private synchronized void remember(S3Part part) {
        unfinished.add(part);
    }

    private synchronized void forget(S3Part part) {
        unfinished.remove(part);
    }
}
