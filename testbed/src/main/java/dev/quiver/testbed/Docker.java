/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/** Whether containers can be had. Testcontainers must be on the class path. */
public final class Docker {
    /** When {@code required}, a missing Docker is a failure, otherwise the test is skipped. */
    public static final String REQUIRED_PROPERTY = "it.docker";

    private Docker() {}

    /**
     * Goes on where there is Docker; skips the calling test elsewhere, or fails it with {@code -Dit.docker=required}.
     */
    public static void orSkip() {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return;
        }
        String reason = "no Docker to start containers with";
        if ("required".equals(System.getProperty(REQUIRED_PROPERTY))) {
            throw new IllegalStateException(reason + ", but -D" + REQUIRED_PROPERTY + "=required");
        }
        Assumptions.abort(reason);
    }
}
