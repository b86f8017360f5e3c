/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** A multipart upload: parts travel in parallel, and become an object together or not at all. */
final class S3Upload {
    private static final Logger log = LoggerFactory.getLogger(S3Upload.class);

    /**
     * How long a part in flight may go on before an abort cuts it off. A part that arrives after the abort would stay
     * and be paid for, so a short wait is better than none; a stalled one must not hold up a task that stops.
     */
    private static final Duration PART_PATIENCE = Duration.ofSeconds(2);

    private final S3Bucket bucket;
    private final PartSlots slots;
    private final String key;
    private final String stagedId;
    private final String id;
    private final List<S3Part> unfinished = new ArrayList<>();
    private final Map<Integer, String> etags = new TreeMap<>();
    private long bytes;
    private int partCount;

    private S3Upload(S3Bucket bucket, PartSlots slots, String key, String stagedId) throws StoreException {
        this.bucket = bucket;
        this.slots = slots;
        this.key = key;
        this.stagedId = stagedId;
        this.id = bucket.createUpload(key, stagedId);
    }

    /** Begins an upload of {@code key} that ends with {@link #complete} or {@link #abort}. */
    static S3Upload begin(S3Bucket bucket, PartSlots slots, String key, String stagedId) throws StoreException {
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
        bytes += part.bytes();
    }

    /**
     * Waits for all parts and makes them an object. After a failure it may be called again and first sends
     * the failed parts again.
     */
    void complete() throws StoreException {
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
        try {
            bucket.completeUpload(key, id, completedParts());
        } catch (StoreException e) {
            if (!isVisible(e)) {
                throw e;
            }
            log.debug("{} was published by an attempt whose answer was lost", bucket.uri(key), e);
        }
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
        String etag = part.await();
        etags.put(part.number(), etag);
        forget(part);
    }

    private List<CompletedPart> completedParts() {
        if (etags.size() != partCount) {
            throw new IllegalStateException(bucket.uri(key) + " has " + etags.size() + " of " + partCount + " parts");
        }
        List<CompletedPart> parts = new ArrayList<>(etags.size());
        etags.forEach((number, etag) ->
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build()));
        return parts;
    }

    /**
     * Whether our object lies under the key although its completion ended with {@code failure}. A completion whose
     * answer was lost is repeated, and what servers say then differs: mostly that there is no such upload. Ours is the
     * object with the id that we gave the upload, or, where servers drop metadata, the one of our size with the tag
     * that our parts add up to.
     */
    private boolean isVisible(StoreException failure) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        try {
            HeadObjectResponse object = bucket.head(key);
            return object != null
                    && object.contentLength() == bytes
                    && (stagedId.equals(object.metadata().get(S3Bucket.STAGED_ID))
                            || S3Bucket.unquoted(object.eTag()).equals(PartTags.combined(etags.values())));
        } catch (StoreException e) {
            failure.addSuppressed(e);
            return false;
        }
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
