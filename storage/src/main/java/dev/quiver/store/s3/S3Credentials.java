/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Who calls. */
public sealed interface S3Credentials {
    /**
     * Whatever the process is given: system properties, environment, web identity, profile, container.
     *
     * @param machine whether the metadata service of the machine is asked after all these; where there is none, every
     *     call would wait for it
     */
    record DefaultChain(boolean machine) implements S3Credentials {}

    /**
     * Temporary keys of a role that somebody else takes on.
     *
     * @param arn the role
     * @param session shows up in the logs of the account
     * @param externalId what the owner of the role asks for; null for nothing
     * @param service the security token service, null for that of the region
     * @param source who takes the role on
     */
    record AssumedRole(
            String arn,
            String session,
            @Nullable String externalId,
            @Nullable URI service,
            S3Credentials source) implements S3Credentials {}

    /**
     * Temporary keys of a role for a token that an identity provider keeps up to date in a file, as Kubernetes does.
     *
     * @param arn the role
     * @param session shows up in the logs of the account
     * @param tokenFile read anew for every key
     * @param service the security token service, null for that of the region
     */
    record WebIdentity(
            String arn,
            String session,
            Path tokenFile,
            @Nullable URI service) implements S3Credentials {}

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
