/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.StoreUri;

/**
 * Everything that a {@link S3Store} is opened with.
 *
 * @param location the bucket, and the prefix below which all keys lie
 */
public record S3Options(
        StoreUri.S3 location,
        S3Endpoint endpoint,
        S3Credentials credentials,
        S3Transfer transfer,
        S3Retry retry,
        S3ObjectOptions objects) {

    /** With nothing special about objects. */
    public S3Options(
            StoreUri.S3 location, S3Endpoint endpoint, S3Credentials credentials, S3Transfer transfer, S3Retry retry) {
        this(location, endpoint, credentials, transfer, retry, S3ObjectOptions.DEFAULT);
    }

    /** AWS itself in {@code region}, with the credentials of the process and the default limits. */
    public static S3Options of(StoreUri.S3 location, String region) {
        return new S3Options(
                location,
                S3Endpoint.aws(region),
                new S3Credentials.DefaultChain(false),
                S3Transfer.DEFAULT,
                S3Retry.DEFAULT,
                S3ObjectOptions.DEFAULT);
    }

    /** These options with another server. */
    public S3Options withEndpoint(S3Endpoint other) {
        return new S3Options(location, other, credentials, transfer, retry, objects);
    }

    /** These options with other credentials. */
    public S3Options withCredentials(S3Credentials other) {
        return new S3Options(location, endpoint, other, transfer, retry, objects);
    }

    /** These options with other sizes of parts. */
    public S3Options withTransfer(S3Transfer other) {
        return new S3Options(location, endpoint, credentials, other, retry, objects);
    }

    /** These options with other times and attempts. */
    public S3Options withRetry(S3Retry other) {
        return new S3Options(location, endpoint, credentials, transfer, other, objects);
    }

    /** These options with other options for objects. */
    public S3Options withObjects(S3ObjectOptions other) {
        return new S3Options(location, endpoint, credentials, transfer, retry, other);
    }
}
