/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.CallSlots;
import dev.quiver.store.ObjectKey;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import dev.quiver.store.VersionedObject;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Objects below a prefix of a bucket. It owns a client with its connections, and one thread per part in flight; both
 * end with {@link #close}.
 *
 * <p>Uploads that a killed process leaves behind stay invisible, but are paid for: give the bucket a lifecycle rule
 * that aborts incomplete multipart uploads.
 */
public final class S3Store implements ObjectStore {
    private static final Logger log = LoggerFactory.getLogger(S3Store.class);

    /** How long parts in flight may end by themselves before they are interrupted. */
    private static final Duration PART_PATIENCE = Duration.ofSeconds(2);

    /** How long all open uploads together may take to be aborted. */
    private static final Duration ABORT_PATIENCE = Duration.ofSeconds(10);

    private static final int ABORT_THREADS_MAX = 16;

    /** What a server copies with one request well within the time that an attempt has. */
    private static final long COPIED_BYTES_MAX = 256L << 20;

    private final S3Options options;
    private final CredentialProviders credentials;
    private final S3Client client;
    private final S3Bucket bucket;
    private final CallSlots slots;
    private final S3StagedObject.Shared shared;
    private final Set<S3StagedObject> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Whether it is known, and was said, that there are no tags. */
    private final AtomicBoolean untagged = new AtomicBoolean();

    private S3Store(S3Options options) {
        S3Transfer transfer = options.transfer();
        this.options = options;
        this.credentials = new CredentialProviders(options);
        this.client = S3Clients.open(options, credentials.provider());
        this.bucket = new S3Bucket(client, options);
        this.slots = new CallSlots(
                transfer.partsInFlightMax(), "quiver-s3-" + options.location().bucket());
        ChunkPool pool = new ChunkPool((long) transfer.partBytes() * transfer.partsInFlightMax());
        this.shared = new S3StagedObject.Shared(bucket, slots, pool, transfer);
    }

    /** Opens a store without calling it; see {@link #checkAccess}. */
    @MustBeClosed
    public static S3Store open(S3Options options) {
        return new S3Store(options);
    }

    /**
     * Asks the store for one object, to fail early.
     *
     * @throws StoreException if there is no such bucket, the credentials are not good for it, or nobody answers
     */
    public void checkAccess() throws StoreException {
        requireOpen();
        bucket.check();
    }

    @Override
    public List<StoredObject> list(String prefix) throws StoreException {
        requireOpen();
        return bucket.list(ObjectKey.requireValidPrefix(prefix), "", Integer.MAX_VALUE);
    }

    @Override
    public List<StoredObject> list(String prefix, String after, int countMax) throws StoreException {
        requireOpen();
        if (countMax < 1) {
            throw new IllegalArgumentException("countMax must be at least 1 but was " + countMax);
        }
        return bucket.list(ObjectKey.requireValidPrefix(prefix), after, countMax);
    }

    @Override
    public @Nullable StoredObject stat(String key) throws StoreException {
        requireOpen();
        HeadObjectResponse object = bucket.head(ObjectKey.requireValid(key));
        return object == null ? null : new StoredObject(key, object.contentLength(), S3Bucket.unquoted(object.eTag()));
    }

    @Override
    public byte[] read(String key, long offset, int length) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(key);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("range of " + length + " bytes from " + offset + " is negative");
        }
        return length == 0 ? readNothing(key, offset) : bucket.reads().read(key, null, offset, length);
    }

    @Override
    public byte[] read(StoredObject object, long offset, int length) throws StoreException {
        requireOpen();
        if (offset < 0 || length < 1) {
            return ObjectStore.super.read(object, offset, length);
        }
        return bucket.reads().read(object.key(), object.version(), offset, length);
    }

    @Override
    @MustBeClosed
    public InputStream open(String key) throws StoreException {
        requireOpen();
        return bucket.reads().open(ObjectKey.requireValid(key));
    }

    @Override
    public void copy(String from, String to) throws StoreException {
        requireOpen();
        new ServerSideCopy(bucket, COPIED_BYTES_MAX).copy(ObjectKey.requireValid(from), ObjectKey.requireValid(to));
    }

    @Override
    public void tag(String key, Map<String, String> tags) throws StoreException {
        requireOpen();
        if (!bucket.tag(ObjectKey.requireValid(key), tags) && untagged.compareAndSet(false, true)) {
            log.warn("the server of {} has no tags: objects stay without", this);
        }
    }

    @Override
    @MustBeClosed
    public StagedObject stage(String key) {
        requireOpen();
        S3StagedObject staged = new S3StagedObject(shared, ObjectKey.requireValid(key), open::remove);
        open.add(staged);
        if (closed.get()) {
            staged.close();
        }
        return staged;
    }

    @Override
    public void publish(SealedObject sealed) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(sealed.key());
        Publication.ofLeft(bucket, sealed);
    }

    @Override
    public void abort(SealedObject sealed) throws StoreException {
        requireOpen();
        bucket.abortUpload(ObjectKey.requireValid(sealed.key()), sealed.uploadId());
    }

    @Override
    public Uploads uploads(String prefix, Predicate<String> keys) throws StoreException {
        requireOpen();
        List<MultipartUpload> found = bucket.uploads(ObjectKey.requireValidPrefix(prefix)).stream()
                .filter(upload -> keys.test(bucket.key(upload.key())))
                .toList();
        return () -> {
            for (MultipartUpload upload : found) {
                bucket.abortUpload(bucket.key(upload.key()), upload.uploadId());
            }
            return found.size();
        };
    }

    @Override
    public @Nullable VersionedObject readVersioned(String key) throws StoreException {
        requireOpen();
        return bucket.readVersioned(ObjectKey.requireValid(key));
    }

    @Override
    public String writeVersioned(String key, byte[] content, @Nullable String expected) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(key);
        VersionedObject.requireFits(key, content);
        try {
            return bucket.writeVersioned(key, content, expected);
        } catch (StoreException e) {
            String ours = e.isConflict() ? versionOf(key, content, e) : null;
            if (ours == null) {
                throw e;
            }
            return ours;
        }
    }

    /** The version under {@code key} when its content is ours: a call whose answer was lost is then repeated. */
    private @Nullable String versionOf(String key, byte[] content, StoreException conflict) throws StoreException {
        try {
            VersionedObject found = bucket.readVersioned(key);
            return found != null && Arrays.equals(found.content(), content) ? found.version() : null;
        } catch (StoreException e) {
            e.addSuppressed(conflict);
            throw e;
        }
    }

    @Override
    public void delete(String key) throws StoreException {
        requireOpen();
        bucket.delete(ObjectKey.requireValid(key));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            slots.end(PART_PATIENCE);
            abortOpen();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            client.close();
            credentials.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The location, without credentials. */
    @Override
    public String toString() {
        return options.location().toString();
    }

    /** S3 has no range without a byte, but the object must be there and reach so far. */
    private byte[] readNothing(String key, long offset) throws StoreException {
        StoredObject object = stat(key);
        if (object == null || object.bytes() < offset) {
            String found =
                    object == null ? "there is no such object" : "the object has only " + object.bytes() + " bytes";
            throw StoreException.permanent(
                    "could not read 0 bytes of " + bucket.uri(key) + " from " + offset + ": " + found, null);
        }
        return new byte[0];
    }

    private void abortOpen() throws InterruptedException {
        List<S3StagedObject> left = List.copyOf(open);
        if (left.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(left.size(), ABORT_THREADS_MAX));
        left.forEach(staged -> threads.execute(staged::close));
        threads.shutdown();
        if (!threads.awaitTermination(ABORT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
            log.warn("{} objects of {} are left to the bucket's lifecycle rules", open.size(), this);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException(this + " is already closed");
        }
    }
}
