/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What may pass is told from what will not by type, status and code. */
final class S3ErrorsTest {
    private static RuntimeException answer(int status, String code) {
        return S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("words")
                        .build())
                .numAttempts(3)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "200, InternalError, true",
        "200, SlowDown, true",
        "301, PermanentRedirect, false",
        "400, RequestTimeout, true",
        "400, BadDigest, true",
        "400, InvalidPart, false",
        "400, EntityTooSmall, false",
        "400, ExpiredToken, false",
        "400, XAmzContentSHA256Mismatch, false",
        "403, AccessDenied, false",
        "403, SignatureDoesNotMatch, false",
        "403, RequestTimeTooSkewed, true",
        "404, NoSuchBucket, false",
        "404, NoSuchUpload, false",
        "408, , true",
        "409, OperationAborted, true",
        "412, PreconditionFailed, false",
        "416, InvalidRange, false",
        "429, , true",
        "500, InternalError, true",
        "501, NotImplemented, false",
        "503, SlowDown, true",
        "503, , true",
        "504, , true",
        "507, InsufficientStorage, true"
    })
    void answersAreToldApartByStatusAndCode(int status, String code, boolean retriable) {
        assertThat(S3Errors.isRetriable(answer(status, code))).isEqualTo(retriable);
    }

    @ParameterizedTest
    @CsvSource({"200, SlowDown, true", "429, , true", "503, , true", "500, InternalError, false", "403, , false"})
    void throttlingIsToldApart(int status, String code, boolean throttling) {
        assertThat(S3Errors.isThrottling(answer(status, code))).isEqualTo(throttling);
    }

    @Test
    void brokenConnectionsMayPassAndUntrustedOnesDoNot() {
        assertThat(S3Errors.isRetriable(client(new SocketTimeoutException("Read timed out"))))
                .isTrue();
        assertThat(S3Errors.isRetriable(client(new UnknownHostException("s3.example"))))
                .isTrue();
        assertThat(S3Errors.isRetriable(client(new SSLException("reset")))).isTrue();
        assertThat(S3Errors.isRetriable(client(new SSLHandshakeException("no trust"))))
                .isFalse();
        assertThat(S3Errors.isRetriable(SdkClientException.create("no credentials")))
                .isFalse();
        assertThat(S3Errors.isRetriable(ApiCallTimeoutException.create(1))).isTrue();
        assertThat(S3Errors.isRetriable(ApiCallAttemptTimeoutException.create(1)))
                .isTrue();
        assertThat(S3Errors.isRetriable(new IllegalStateException("our fault"))).isFalse();
    }

    private static RuntimeException client(IOException cause) {
        return SdkClientException.create("wrapped", new UncheckedIOException(cause));
    }

    @Test
    void messagesNameOperationReasonAndAttempts() {
        assertThat(message(answer(503, "SlowDown"))).isEqualTo("could not x: 503 SlowDown: words (attempt 3 of 8)");
        assertThat(message(client(new SocketTimeoutException("Read timed out"))))
                .isEqualTo("could not x: SocketTimeoutException: Read timed out");
        assertThat(message(ApiCallTimeoutException.create(1)))
                .isEqualTo("could not x: no answer within 80000 ms, all attempts together");
        assertThat(message(answer(400, "XAmzContentSHA256Mismatch")))
                .isEqualTo("could not x: 400 XAmzContentSHA256Mismatch: words; a server that does not know checksums"
                        + " needs checksum mode WHEN_REQUIRED (attempt 3 of 8)");
    }

    @Test
    void anInterruptedCallLeavesTheThreadInterrupted() {
        StoreException failure =
                S3Errors.storeException("could not x", AbortedException.create("aborted"), S3Retry.DEFAULT);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.isRetriable()).isTrue();
        assertThat(failure).hasMessage("could not x: interrupted");
    }

    private static String message(RuntimeException cause) {
        return String.valueOf(
                S3Errors.storeException("could not x", cause, S3Retry.DEFAULT).getMessage());
    }
}
