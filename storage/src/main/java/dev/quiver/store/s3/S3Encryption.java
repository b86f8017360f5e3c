/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** How the server encrypts what it stores. */
public sealed interface S3Encryption {
    /** As the bucket says. */
    record OfBucket() implements S3Encryption {}

    /** With keys that S3 manages. */
    record Managed() implements S3Encryption {}

    /**
     * With a key of the key management service.
     *
     * @param keyId the key's id or ARN; null for the account's own
     */
    record Kms(@Nullable String keyId) implements S3Encryption {}

    /**
     * With a key that comes with every request and that the server forgets; whoever loses it loses the objects.
     *
     * @param key 32 bytes; never part of {@link #toString}
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content, never handed out
    record Customer(byte[] key) implements S3Encryption {
        private static final int KEY_BYTES = 32;

        public Customer {
            key = key.clone();
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("a customer key must have 32 bytes but has " + key.length);
            }
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Customer customer && MessageDigest.isEqual(key, customer.key);
        }

        /** The same for all: none of the key's bits may show. */
        @Override
        public int hashCode() {
            return Customer.class.hashCode();
        }

        @Override
        public String toString() {
            return "Customer[key=***]";
        }
    }
}
