/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoreUri;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The calls that bring bytes of objects below one prefix of one bucket. */
final class S3Reads {
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Client client;
    private final ObjectRequests requests;
    private final StoreUri.S3 location;
    private final S3Retry retry;
    private final BodyChecksum checksums;

    S3Reads(S3Client client, ObjectRequests requests, S3Options options) {
        this.client = client;
        this.requests = requests;
        this.location = options.location();
        this.retry = options.retry();
        this.checksums = new BodyChecksum(options.endpoint().checksums());
    }

    /**
     * The {@code length} bytes, at least one, of {@code key} from {@code offset} on.
     *
     * @param etag of the object that is meant, without quotes; null for whichever is there
     */
    byte[] read(String key, @Nullable String etag, long offset, int length) throws StoreException {
        String operation = "could not read " + length + " bytes of " + location + "/" + key + " from " + offset;
        GetObjectRequest request = request(key, etag)
                .range("bytes=" + offset + "-" + (offset + length - 1))
                .build();
        byte[] bytes = reading(
                operation, () -> client.getObject(request, (response, body) -> readFully(response, body, length)));
        if (bytes.length < length) {
            long end = offset + bytes.length;
            throw StoreException.permanent(operation + ": the object has only " + end + " bytes", null);
        }
        return bytes;
    }

    /** The whole object under {@code key}, as it comes. The caller closes it. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the answer becomes the stream's
    InputStream open(String key) throws StoreException {
        String operation = "could not read " + location + "/" + key;
        GetObjectRequest request =
                request(key, null).checksumMode(checksums.wanted()).build();
        Answer answer = answer(operation, request);
        return new S3ObjectStream(
                operation, answer, retry.attemptsMax() - 1, position -> rest(operation, key, answer, position));
    }

    /**
     * The body of an answer.
     *
     * @param etag of the object, with its quotes
     * @param length of the body
     */
    record Answer(ResponseInputStream<GetObjectResponse> body, String etag, long length) {}

    private Answer rest(String operation, String key, Answer first, long position) throws StoreException {
        GetObjectRequest request = requests.get(requests.path(key))
                .range("bytes=" + position + "-")
                .ifMatch(first.etag())
                .build();
        Answer rest = answer(operation, request);
        if (rest.length() != first.length() - position) {
            rest.body().abort();
            throw StoreException.conflict(operation + ": its length has changed", null);
        }
        return rest;
    }

    private Answer answer(String operation, GetObjectRequest request) throws StoreException {
        ResponseInputStream<GetObjectResponse> body = reading(operation, () -> client.getObject(request));
        Long length = body.response().contentLength();
        if (length == null) {
            body.abort();
            throw StoreException.retriable(operation + ": the answer does not say how long it is", null);
        }
        return new Answer(body, Objects.requireNonNullElse(body.response().eTag(), ""), length);
    }

    private GetObjectRequest.Builder request(String key, @Nullable String etag) {
        return requests.get(requests.path(key)).ifMatch(etag == null ? null : '"' + etag + '"');
    }

    private <T> T reading(String operation, Supplier<T> call) throws StoreException {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                throw StoreException.conflict(operation + ": somebody replaced it", e);
            }
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                throw StoreException.permanent(operation + ": the object ends before", e);
            }
            throw S3Errors.storeException(operation, e, retry);
        } catch (RuntimeException e) {
            throw S3Errors.storeException(operation, e, retry);
        }
    }

    /**
     * What {@code body} has up to {@code length} bytes; fewer only when the answer announces fewer. Where that is all
     * of it, its end is asked for as well, which is when the SDK compares its checksum.
     */
    static byte[] readFully(GetObjectResponse response, InputStream body, int length) {
        Long announced = response.contentLength();
        byte[] bytes = new byte[announced == null ? length : (int) Math.min(announced, length)];
        try {
            int count = body.readNBytes(bytes, 0, bytes.length);
            if (count < bytes.length) {
                throw new EOFException("the answer ended after " + count + " of " + bytes.length + " bytes");
            }
            if (announced != null && announced == bytes.length && body.read() >= 0) {
                throw new IOException("the answer goes on behind the " + announced + " bytes announced");
            }
            return bytes;
        } catch (AbortedException e) {
            throw e;
        } catch (IOException | SdkClientException e) {
            throw RetryableException.create("could not read the answer: " + e.getMessage(), e);
        }
    }
}
