/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import org.jspecify.annotations.Nullable;

/** Who calls. */
public sealed interface S3Credentials {
    /** Whatever the process is given: system properties, environment, web identity, profile, container, machine. */
    record DefaultChain() implements S3Credentials {}

    /**
     * A fixed key.
     *
     * @param accessKeyId names the key
     * @param secretAccessKey signs with it; never part of {@link #toString}
     * @param sessionToken comes with temporary keys only; never part of {@link #toString}
     */
    record Static(
            String accessKeyId,
            String secretAccessKey,
            @Nullable String sessionToken) implements S3Credentials {
        public Static {
            if (accessKeyId.isBlank()) {
                throw new IllegalArgumentException("accessKeyId is blank");
            }
            if (secretAccessKey.isBlank()) {
                throw new IllegalArgumentException("secretAccessKey of " + accessKeyId + " is blank");
            }
        }

        @Override
        public String toString() {
            String token = sessionToken == null ? "" : ", sessionToken=***";
            return "Static[accessKeyId=" + accessKeyId + ", secretAccessKey=***" + token + "]";
        }
    }
}
