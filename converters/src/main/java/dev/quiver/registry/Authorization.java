/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Who asks, for the header of a request. What it prints holds no secrets. */
interface Authorization {
    /** Nobody says. */
    Authorization NONE = () -> null;

    /**
     * The value of the header, or null for none.
     *
     * @throws org.apache.kafka.connect.errors.RetriableException if it is not to be had now
     */
    @Nullable
    String header();

    /** A user and a password, separated by a colon. */
    static Authorization basic(String userInfo) {
        String header = "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
        return () -> header;
    }

    /** A token that never changes. */
    static Authorization bearer(String token) {
        String header = "Bearer " + token;
        return () -> header;
    }
}
