/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which server is called, and how its bucket is addressed.
 *
 * @param region what requests are signed for; servers that know no regions take any
 * @param override the server, with scheme, host and perhaps port; null for AWS itself
 * @param pathStyle whether the bucket is part of the path instead of the host name
 * @param checksums whether bodies carry checksums
 * @param proxy on the way to the server, null for none
 */
public record S3Endpoint(
        String region,
        @Nullable URI override,
        boolean pathStyle,
        ChecksumMode checksums,
        @Nullable S3Proxy proxy) {
    public S3Endpoint {
        if (region.isBlank()) {
            throw new IllegalArgumentException("region is blank");
        }
        if (override != null && (!isHttp(override) || override.getHost() == null)) {
            throw new IllegalArgumentException("endpoint '" + override + "' must look like https://host:port");
        }
    }

    /** Without a proxy. */
    public S3Endpoint(String region, @Nullable URI override, boolean pathStyle, ChecksumMode checksums) {
        this(region, override, pathStyle, checksums, null);
    }

    /** AWS itself in {@code region}. */
    public static S3Endpoint aws(String region) {
        return new S3Endpoint(region, null, false, ChecksumMode.WHEN_SUPPORTED);
    }

    private static boolean isHttp(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https");
    }
}
