/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Skipped where there is no Docker. */
final class ContainerKafkaEnvironmentIT implements EnvironmentContract {
    private static @Nullable ContainerKafkaEnvironment environment;

    @BeforeAll
    static void start() {
        environment = ClusterPlan.named("container-environment-it")
                .workers(1)
                .worker(settings -> settings.heapMb(256))
                .s3()
                .startInContainers();
    }

    @AfterAll
    static void stop() {
        if (environment != null) {
            environment.close();
        }
    }

    @Override
    public KafkaEnvironment environment() {
        if (environment == null) {
            throw new IllegalStateException("not started");
        }
        return environment;
    }
}
