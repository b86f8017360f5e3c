/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every object is stored with.
 *
 * @param encryption how the server encrypts it
 * @param acl a canned access list, such as {@code bucket-owner-full-control}; null for the bucket's own rules
 * @param storageClass such as {@code STANDARD_IA}; null for the bucket's own
 * @param tags by which people find and bill objects, at most 10
 */
public record S3ObjectOptions(
        S3Encryption encryption,
        @Nullable String acl,
        @Nullable String storageClass,
        Map<String, String> tags) {
    /** Everything as the bucket says. */
    public static final S3ObjectOptions DEFAULT =
            new S3ObjectOptions(new S3Encryption.OfBucket(), null, null, Map.of());

    /** What S3 allows. */
    private static final int TAGS_MAX = 10;

    public S3ObjectOptions {
        tags = Map.copyOf(tags);
        if (tags.size() > TAGS_MAX) {
            throw new IllegalArgumentException(
                    "an object can have at most " + TAGS_MAX + " tags but was given " + tags.size());
        }
    }

    /** These options with another encryption. */
    public S3ObjectOptions withEncryption(S3Encryption other) {
        return new S3ObjectOptions(other, acl, storageClass, tags);
    }

    /** These options with other tags. */
    public S3ObjectOptions withTags(Map<String, String> other) {
        return new S3ObjectOptions(encryption, acl, storageClass, other);
    }
}
