/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import java.io.IOException;
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
     * @throws IOException if it is not to be had now
     */
    @Nullable
    String header() throws IOException;

    /** A user and a password, separated by a colon. */
    static Authorization basic(String userInfo) {
        String header = basicHeader(userInfo);
        return () -> header;
    }

    /** The header for a user and a password, separated by a colon. */
    static String basicHeader(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether {@code text} can stand in a header. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f);
    }

    /** A token that never changes. */
    static Authorization bearer(String token) {
        String header = "Bearer " + token;
        return () -> header;
    }
}
