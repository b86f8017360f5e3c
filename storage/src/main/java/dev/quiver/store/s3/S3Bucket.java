/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.ObjectKey;
import dev.quiver.store.SealedObject;
import dev.quiver.store.SealedObject.SealedPart;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoreUri;
import dev.quiver.store.StoredObject;
import dev.quiver.store.VersionedObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * The calls we make, below one prefix of one bucket: keys in and out are relative to it, and every failure is a
 * {@link StoreException} that names the call, the object and the reason.
 */
final class S3Bucket {
    /** User metadata that names the staged object an object came from, so that we know our own after a lost answer. */
    static final String STAGED_ID = "quiver-staged-id";

    /** A task that stops has five seconds or so; what is not aborted by then is left to the bucket's lifecycle. */
    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(5);

    /** What S3 lists with one request. */
    private static final int PAGE_OBJECTS_MAX = 1_000;

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;
    private final StoreUri.S3 location;
    private final S3Retry retry;
    private final ObjectRequests requests;
    private final S3Reads reads;

    /** Wraps {@code client}, which stays the caller's to close. */
    S3Bucket(S3Client client, S3Options options) {
        this.client = client;
        this.location = options.location();
        this.retry = options.retry();
        this.requests = new ObjectRequests(location, options.objects());
        this.reads = new S3Reads(client, requests, location, retry);
    }

    /** Fails unless objects below the prefix can be listed. A listing says why not, which HEAD of a bucket does not. */
    void check() throws StoreException {
        call(
                "could not access " + location,
                () -> client.listObjectsV2(page("").maxKeys(1).build()));
    }

    /** The first of the objects below {@code prefix} after the key {@code after}, in the order of their keys. */
    List<StoredObject> list(String prefix, String after, int countMax) throws StoreException {
        List<StoredObject> found = new ArrayList<>();
        int skip = path("").length();
        String token = null;
        do {
            ListObjectsV2Request.Builder request = page(prefix).continuationToken(token);
            if (!after.isEmpty()) {
                request.startAfter(path(after));
            }
            if (countMax < PAGE_OBJECTS_MAX) {
                request.maxKeys(countMax);
            }
            ListObjectsV2Response page =
                    call("could not list " + uri(prefix), () -> client.listObjectsV2(request.build()));
            for (S3Object object : page.contents()) {
                String key = object.key().substring(skip);
                if (ObjectKey.isValid(key)) {
                    found.add(new StoredObject(key, object.size(), unquoted(object.eTag())));
                }
            }
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null && found.size() < countMax);
        found.sort(Comparator.comparing(StoredObject::key, ObjectKey.ORDER));
        return List.copyOf(found.subList(0, Math.min(countMax, found.size())));
    }

    /** Size, tag and metadata of {@code key}, or null when there is no such object. */
    @Nullable
    HeadObjectResponse head(String key) throws StoreException {
        try {
            return client.headObject(requests.head(path(key)).build());
        } catch (RuntimeException e) {
            if (e instanceof AwsServiceException answer && answer.statusCode() == NOT_FOUND) {
                return null;
            }
            throw S3Errors.storeException("could not stat " + uri(key), e, retry);
        }
    }

    /** Reads of the objects' bytes. */
    S3Reads reads() {
        return reads;
    }

    /** Stores {@code bytes} as a whole object. */
    void put(String key, PartBuffer bytes, String stagedId) throws StoreException {
        call(
                "could not upload " + uri(key),
                () -> client.putObject(
                        requests.put(path(key))
                                .metadata(Map.of(STAGED_ID, stagedId))
                                .build(),
                        body(bytes)));
    }

    /** Begins an upload in parts, and returns its id. */
    String createUpload(String key, String stagedId) throws StoreException {
        return call(
                "could not begin the upload of " + uri(key),
                () -> client.createMultipartUpload(requests.create(path(key))
                                .metadata(Map.of(STAGED_ID, stagedId))
                                .build())
                        .uploadId());
    }

    /** Uploads part {@code number}, counted from 1, and returns its tag. */
    String uploadPart(String key, String uploadId, int number, PartBuffer bytes) throws StoreException {
        return call(
                "could not upload part " + number + " of " + uri(key),
                () -> client.uploadPart(
                                requests.part(path(key))
                                        .uploadId(uploadId)
                                        .partNumber(number)
                                        .build(),
                                body(bytes))
                        .eTag());
    }

    /** Makes an object of the uploaded parts. */
    void completeUpload(SealedObject sealed) throws StoreException {
        List<CompletedPart> parts = sealed.parts().stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        call(
                "could not publish " + uri(sealed.key()),
                () -> client.completeMultipartUpload(complete -> complete.bucket(location.bucket())
                        .key(path(sealed.key()))
                        .uploadId(sealed.uploadId())
                        .multipartUpload(upload -> upload.parts(parts))));
    }

    /** The uploads that are neither complete nor aborted, of keys that start with {@code prefix}. */
    List<MultipartUpload> uploads(String prefix) throws StoreException {
        List<MultipartUpload> found = new ArrayList<>();
        ListMultipartUploadsResponse page = null;
        do {
            ListMultipartUploadsRequest.Builder request = ListMultipartUploadsRequest.builder()
                    .bucket(location.bucket())
                    .prefix(path(prefix));
            if (page != null) {
                request.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
            }
            page = call(
                    "could not list the uploads of " + uri(prefix), () -> client.listMultipartUploads(request.build()));
            found.addAll(page.uploads());
        } while (Boolean.TRUE.equals(page.isTruncated()));
        return found;
    }

    /** The key of ours that {@code path} stands for. */
    String key(String path) {
        return path.substring(path("").length());
    }

    /** All bytes of {@code key} with their tag, or null when there is no such object. */
    @Nullable
    VersionedObject readVersioned(String key) throws StoreException {
        String operation = "could not read " + uri(key);
        try {
            VersionedObject object = client.getObject(
                    requests.get(path(key)).build(),
                    (response, body) -> new VersionedObject(
                            S3Reads.readFully(response, body, VersionedObject.BYTES_MAX + 1),
                            Objects.requireNonNullElse(response.eTag(), "")));
            if (object.content().length > VersionedObject.BYTES_MAX) {
                throw StoreException.permanent(
                        operation + ": it has more than " + VersionedObject.BYTES_MAX + " bytes", null);
            }
            return object;
        } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND && !S3Errors.code(e).equals("NoSuchBucket")) {
                return null;
            }
            throw S3Errors.storeException(operation, e, retry);
        } catch (RuntimeException e) {
            throw S3Errors.storeException(operation, e, retry);
        }
    }

    /** Stores {@code content} if the object has the tag {@code expected}, or is absent when that is null. */
    String writeVersioned(String key, byte[] content, @Nullable String expected) throws StoreException {
        String operation = "could not write " + uri(key);
        try {
            // Written over again and again, and read at once: nothing for a slow class, nor for rules by tag.
            PutObjectRequest.Builder put =
                    requests.put(path(key)).storageClass((String) null).tagging((String) null);
            PutObjectRequest request =
                    (expected == null ? put.ifNoneMatch("*") : put.ifMatch(unquoted(expected))).build();
            return client.putObject(request, RequestBody.fromBytes(content)).eTag();
        } catch (AwsServiceException e) {
            boolean gone = expected != null
                    && e.statusCode() == NOT_FOUND
                    && !S3Errors.code(e).equals("NoSuchBucket");
            if (e.statusCode() == PRECONDITION_FAILED || gone) {
                throw StoreException.conflict(operation + ": somebody else wrote it", e);
            }
            throw S3Errors.storeException(operation, e, retry);
        } catch (RuntimeException e) {
            throw S3Errors.storeException(operation, e, retry);
        }
    }

    /** Copies an object of up to 5 GiB, as long as it has the tag {@code etag}, with its metadata and tags. */
    void copy(String from, String etag, String to) throws StoreException {
        copying(
                from,
                to,
                () -> client.copyObject(
                        requests.copy(path(from), etag, path(to)).build()));
    }

    /** Copies the bytes from {@code offset} on to part {@code number} of an upload, and returns the part. */
    SealedPart copyPart(StoredObject from, String to, String uploadId, int number, long offset, long length)
            throws StoreException {
        UploadPartCopyRequest request = requests.copyPart(path(from.key()), from.version(), path(to))
                .uploadId(uploadId)
                .partNumber(number)
                .copySourceRange("bytes=" + offset + "-" + (offset + length - 1))
                .build();
        String etag = copying(
                from.key(),
                to,
                () -> client.uploadPartCopy(request).copyPartResult().eTag());
        return new SealedPart(number, etag, length);
    }

    private <T> T copying(String from, String to, Supplier<T> call) throws StoreException {
        String operation = "could not copy " + uri(from) + " to " + uri(to);
        try {
            return call.get();
        } catch (RuntimeException e) {
            if (e instanceof AwsServiceException answer && answer.statusCode() == PRECONDITION_FAILED) {
                throw StoreException.conflict(operation + ": somebody replaced it", e);
            }
            throw S3Errors.storeException(operation, e, retry);
        }
    }

    /** Replaces the tags of an object, but for those of all objects; false if the server has no tags. */
    boolean tag(String key, Map<String, String> tags) throws StoreException {
        Tagging tagging = requests.tagging(tags);
        try {
            client.putObjectTagging(
                    put -> put.bucket(location.bucket()).key(path(key)).tagging(tagging));
            return true;
        } catch (RuntimeException e) {
            if (e instanceof AwsServiceException answer && answer.statusCode() == NOT_IMPLEMENTED) {
                return false;
            }
            throw S3Errors.storeException("could not tag " + uri(key), e, retry);
        }
    }

    /** Removes all parts of an upload; nothing happens when there is no such upload any more. */
    void abortUpload(String key, String uploadId) throws StoreException {
        ignoringAbsence(
                "could not abort the upload of " + uri(key),
                () -> client.abortMultipartUpload(abort -> abort.bucket(location.bucket())
                        .key(path(key))
                        .uploadId(uploadId)
                        .overrideConfiguration(override -> override.apiCallTimeout(ABORT_TIMEOUT))));
    }

    /** Removes an object; nothing happens when there is none. */
    void delete(String key) throws StoreException {
        ignoringAbsence(
                "could not delete " + uri(key),
                () -> client.deleteObject(
                        delete -> delete.bucket(location.bucket()).key(path(key))));
    }

    /** Where {@code key} lies, for messages. */
    String uri(String key) {
        return location + "/" + key;
    }

    /** An entity tag without its quotes; empty when the server gave none. */
    static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    private String path(String key) {
        return requests.path(key);
    }

    private ListObjectsV2Request.Builder page(String prefix) {
        return ListObjectsV2Request.builder().bucket(location.bucket()).prefix(path(prefix));
    }

    /** A body straight from the part's memory, read from the first byte again by every attempt. */
    private static RequestBody body(PartBuffer bytes) {
        return RequestBody.fromContentProvider(bytes::stream, bytes.bytes(), "application/octet-stream");
    }

    private <T> T call(String operation, Supplier<T> call) throws StoreException {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw S3Errors.storeException(operation, e, retry);
        }
    }

    private void ignoringAbsence(String operation, Runnable call) throws StoreException {
        try {
            call.run();
        } catch (RuntimeException e) {
            boolean absent = e instanceof AwsServiceException answer
                    && answer.statusCode() == NOT_FOUND
                    && !S3Errors.code(answer).equals("NoSuchBucket");
            if (!absent) {
                throw S3Errors.storeException(operation, e, retry);
            }
        }
    }
}
