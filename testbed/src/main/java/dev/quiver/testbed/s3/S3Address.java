/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.s3;

import java.net.URI;

/**
 * What a client needs to use an S3 server, path style, in the region us-east-1.
 *
 * @param endpoint where it connects
 * @param accessKey the access key
 * @param secretKey its secret
 */
public record S3Address(URI endpoint, String accessKey, String secretKey) {
    /** The same server by way of a proxy. */
    public S3Address through(URI proxy) {
        return new S3Address(proxy, accessKey, secretKey);
    }

    /** The bucket {@code name}, which need not exist. */
    public S3Bucket bucket(String name) {
        return new S3Bucket(endpoint, accessKey, secretKey, name);
    }

    /** The bucket {@code name}, made if need be. */
    public S3Bucket createBucket(String name) {
        S3Bucket bucket = bucket(name);
        bucket.create();
        return bucket;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return endpoint + " as " + accessKey;
    }
}
