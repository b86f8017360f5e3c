/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Refuses answers whose headers end too early. The HTTP client takes a connection that closes between two headers for
 * the end of the headers, and a part without its tag could never become part of an object. The call is then repeated.
 */
final class WholeAnswers implements ExecutionInterceptor {
    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        SdkHttpResponse answer = context.httpResponse();
        if (!answer.isSuccessful()) {
            return;
        }
        String needed = neededHeader(context.request());
        if (!needed.isEmpty() && answer.firstMatchingHeader(needed).isEmpty()) {
            throw RetryableException.create("the answer ended before its header " + needed);
        }
    }

    private static String neededHeader(SdkRequest request) {
        if (request instanceof UploadPartRequest || isOfVersions(request)) {
            return "ETag";
        }
        return request instanceof HeadObjectRequest ? "Content-Length" : "";
    }

    /** Whether the tag in the answer is the version that the next write is going to expect. */
    private static boolean isOfVersions(SdkRequest request) {
        if (request instanceof PutObjectRequest put) {
            return put.ifMatch() != null || put.ifNoneMatch() != null;
        }
        return request instanceof GetObjectRequest get && get.range() == null;
    }
}
