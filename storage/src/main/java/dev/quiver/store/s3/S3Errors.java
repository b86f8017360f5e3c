/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.StoreException;
import java.io.IOException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The one place that decides which failures of S3 may pass. It looks at types, status and error codes, never at words.
 */
final class S3Errors {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int SERVICE_UNAVAILABLE = 503;

    private static final Set<String> THROTTLING_CODES = Set.of(
            "SlowDown",
            "RequestLimitExceeded",
            "Throttling",
            "ThrottlingException",
            "TooManyRequests",
            "TooManyRequestsException");

    /**
     * Codes that may pass whatever their status: {@code 400 RequestTimeout} is a slow body, a completion may answer
     * {@code 200 InternalError}, {@code 400 BadDigest} is a body damaged on its way, {@code 409} an operation that
     * overlapped with another one, and after {@code RequestTimeTooSkewed} the client has corrected its clock.
     */
    private static final Set<String> PASSING_CODES = Set.of(
            "RequestTimeout",
            "InternalError",
            "ServiceUnavailable",
            "BadDigest",
            "OperationAborted",
            "ConditionalRequestConflict",
            "RequestTimeTooSkewed");

    private S3Errors() {}

    /** Whether the same call may succeed later. An answer that cannot be parsed was cut off on its way. */
    static boolean isRetriable(Throwable failure) {
        if (failure instanceof AwsServiceException answer) {
            int status = answer.statusCode();
            return (status >= 500 && status != NOT_IMPLEMENTED)
                    || status == REQUEST_TIMEOUT
                    || isThrottling(answer)
                    || PASSING_CODES.contains(code(answer));
        }
        if (failure instanceof ApiCallTimeoutException
                || failure instanceof ApiCallAttemptTimeoutException
                || failure instanceof RetryableException) {
            return true;
        }
        IOException io = cause(failure, IOException.class);
        if (io == null) {
            return cause(failure, XMLStreamException.class) != null;
        }
        return !(io instanceof SSLHandshakeException) && !(io instanceof SSLPeerUnverifiedException);
    }

    /** Whether the store asks to be called less often. */
    static boolean isThrottling(Throwable failure) {
        return failure instanceof AwsServiceException answer
                && (answer.statusCode() == TOO_MANY_REQUESTS
                        || answer.statusCode() == SERVICE_UNAVAILABLE
                        || THROTTLING_CODES.contains(code(answer)));
    }

    /** The failure to do {@code operation}, as in {@code could not read s3://bucket/key}, because of {@code cause}. */
    static StoreException storeException(String operation, RuntimeException cause, S3Retry retry) {
        boolean interrupted = Thread.currentThread().isInterrupted() && !(cause instanceof AwsServiceException);
        if (interrupted || cause instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return StoreException.retriable(operation + ": interrupted", cause);
        }
        String message = operation + ": " + reason(cause, retry) + attempts(cause, retry);
        return isRetriable(cause) || isUploadGone(cause)
                ? StoreException.retriable(message, cause)
                : StoreException.permanent(message, cause);
    }

    /** Whether a multipart upload is not there any more: the same call fails again, but a new upload may succeed. */
    static boolean isUploadGone(@Nullable Throwable failure) {
        return failure instanceof AwsServiceException answer && code(answer).equals("NoSuchUpload");
    }

    /** The error code of an answer, such as {@code NoSuchKey}; empty when it had none, as answers to HEAD have. */
    static String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static String reason(RuntimeException cause, S3Retry retry) {
        if (cause instanceof AwsServiceException answer) {
            return describe(answer);
        }
        if (cause instanceof ApiCallTimeoutException) {
            return "no answer within " + retry.callTimeout().toMillis() + " ms, all attempts together";
        }
        if (cause instanceof ApiCallAttemptTimeoutException) {
            return "no answer within " + retry.attemptTimeout().toMillis() + " ms";
        }
        IOException io = cause(cause, IOException.class);
        if (io != null) {
            return io.getClass().getSimpleName() + ": " + io.getMessage();
        }
        return cause instanceof SdkException sdk ? String.valueOf(sdk.rawMessage()) : cause.toString();
    }

    private static String describe(AwsServiceException answer) {
        StringBuilder text = new StringBuilder().append(answer.statusCode());
        AwsErrorDetails details = answer.awsErrorDetails();
        if (!code(answer).isEmpty()) {
            text.append(' ').append(code(answer));
        }
        if (details != null && details.errorMessage() != null) {
            text.append(": ").append(details.errorMessage());
        }
        if (code(answer).equals("XAmzContentSHA256Mismatch")) {
            text.append("; a server that does not know checksums needs checksum mode WHEN_REQUIRED");
        }
        return text.toString();
    }

    private static String attempts(RuntimeException cause, S3Retry retry) {
        Integer attempts = cause instanceof SdkException sdk ? sdk.numAttempts() : null;
        return attempts == null ? "" : " (attempt " + attempts + " of " + retry.attemptsMax() + ")";
    }

    private static <T extends Exception> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
