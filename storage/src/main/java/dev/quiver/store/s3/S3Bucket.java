/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.ObjectKey;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoreUri;
import dev.quiver.store.StoredObject;
import dev.quiver.store.VersionedObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The calls we make, below one prefix of one bucket: keys in and out are relative to it, and every failure is a
 * {@link StoreException} that names the call, the object and the reason.
 */
final class S3Bucket {
    /** User metadata that names the staged object an object came from, so that we know our own after a lost answer. */
    static final String STAGED_ID = "quiver-staged-id";

    /** A task that stops has five seconds or so; what is not aborted by then is left to the bucket's lifecycle. */
    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(5);

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Client client;
    private final StoreUri.S3 location;
    private final S3Retry retry;

    /** Wraps {@code client}, which stays the caller's to close. */
    S3Bucket(S3Client client, StoreUri.S3 location, S3Retry retry) {
        this.client = client;
        this.location = location;
        this.retry = retry;
    }

    /** Fails unless objects below the prefix can be listed. A listing says why not, which HEAD of a bucket does not. */
    void check() throws StoreException {
        call(
                "could not access " + location,
                () -> client.listObjectsV2(page("").maxKeys(1).build()));
    }

    /** The objects below {@code prefix}, in the order of their keys. */
    List<StoredObject> list(String prefix) throws StoreException {
        List<StoredObject> found = new ArrayList<>();
        int skip = path("").length();
        String token = null;
        do {
            ListObjectsV2Request request = page(prefix).continuationToken(token).build();
            ListObjectsV2Response page = call("could not list " + uri(prefix), () -> client.listObjectsV2(request));
            for (S3Object object : page.contents()) {
                String key = object.key().substring(skip);
                if (ObjectKey.isValid(key)) {
                    found.add(new StoredObject(key, object.size(), unquoted(object.eTag())));
                }
            }
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
        found.sort(Comparator.comparing(StoredObject::key, ObjectKey.ORDER));
        return List.copyOf(found);
    }

    /** Size, tag and metadata of {@code key}, or null when there is no such object. */
    @Nullable
    HeadObjectResponse head(String key) throws StoreException {
        try {
            return client.headObject(head -> head.bucket(location.bucket()).key(path(key)));
        } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw S3Errors.storeException("could not stat " + uri(key), e, retry);
        } catch (RuntimeException e) {
            throw S3Errors.storeException("could not stat " + uri(key), e, retry);
        }
    }

    /** The {@code length} bytes, at least one, of {@code key} from {@code offset} on. */
    byte[] read(String key, long offset, int length) throws StoreException {
        String operation = "could not read " + length + " bytes of " + uri(key) + " from " + offset;
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        try {
            byte[] bytes = client.getObject(
                    get -> get.bucket(location.bucket()).key(path(key)).range(range),
                    (response, body) -> readFully(response, body, length));
            if (bytes.length < length) {
                long end = offset + bytes.length;
                throw StoreException.permanent(operation + ": the object has only " + end + " bytes", null);
            }
            return bytes;
        } catch (AwsServiceException e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                throw StoreException.permanent(operation + ": the object ends before", e);
            }
            throw S3Errors.storeException(operation, e, retry);
        } catch (RuntimeException e) {
            throw S3Errors.storeException(operation, e, retry);
        }
    }

    /** Stores {@code bytes} as a whole object. */
    void put(String key, PartBuffer bytes, String stagedId) throws StoreException {
        call(
                "could not upload " + uri(key),
                () -> client.putObject(
                        put -> put.bucket(location.bucket()).key(path(key)).metadata(Map.of(STAGED_ID, stagedId)),
                        body(bytes)));
    }

    /** Begins an upload in parts, and returns its id. */
    String createUpload(String key, String stagedId) throws StoreException {
        return call(
                "could not begin the upload of " + uri(key),
                () -> client.createMultipartUpload(create ->
                                create.bucket(location.bucket()).key(path(key)).metadata(Map.of(STAGED_ID, stagedId)))
                        .uploadId());
    }

    /** Uploads part {@code number}, counted from 1, and returns its tag. */
    String uploadPart(String key, String uploadId, int number, PartBuffer bytes) throws StoreException {
        return call(
                "could not upload part " + number + " of " + uri(key),
                () -> client.uploadPart(
                                part -> part.bucket(location.bucket())
                                        .key(path(key))
                                        .uploadId(uploadId)
                                        .partNumber(number),
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
                    get -> get.bucket(location.bucket()).key(path(key)),
                    (response, body) -> new VersionedObject(
                            readFully(response, body, VersionedObject.BYTES_MAX + 1),
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
            PutObjectRequest.Builder put =
                    PutObjectRequest.builder().bucket(location.bucket()).key(path(key));
            PutObjectRequest request = (expected == null ? put.ifNoneMatch("*") : put.ifMatch(expected)).build();
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
        return location.prefix().isEmpty() ? key : location.prefix() + "/" + key;
    }

    private ListObjectsV2Request.Builder page(String prefix) {
        return ListObjectsV2Request.builder().bucket(location.bucket()).prefix(path(prefix));
    }

    /** A body straight from the part's memory, read from the first byte again by every attempt. */
    private static RequestBody body(PartBuffer bytes) {
        return RequestBody.fromContentProvider(bytes::stream, bytes.bytes(), "application/octet-stream");
    }

    /** What {@code body} has up to {@code length} bytes; fewer only when the answer announces fewer. */
    private static byte[] readFully(GetObjectResponse response, InputStream body, int length) {
        Long announced = response.contentLength();
        byte[] bytes = new byte[announced == null ? length : (int) Math.min(announced, length)];
        try {
            int count = body.readNBytes(bytes, 0, bytes.length);
            if (count < bytes.length) {
                throw new EOFException("the answer ended after " + count + " of " + bytes.length + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw RetryableException.create("could not read the answer", e);
        }
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
        } catch (AwsServiceException e) {
            if (e.statusCode() != NOT_FOUND || S3Errors.code(e).equals("NoSuchBucket")) {
                throw S3Errors.storeException(operation, e, retry);
            }
        } catch (RuntimeException e) {
            throw S3Errors.storeException(operation, e, retry);
        }
    }
}
