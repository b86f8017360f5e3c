/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.kafka;

import dev.quiver.testbed.process.Runtimes;
import java.nio.file.Path;

/** A version of Kafka that the build has at hand. */
public enum KafkaVersion {
    /** The newest; brokers and workers. */
    V4_3("kafka-4.3"),
    /** The older one; workers only. */
    V3_9("kafka-3.9");

    private final String runtime;

    KafkaVersion(String runtime) {
        this.runtime = runtime;
    }

    /** The directory with its archives. */
    public Path lib() {
        return Runtimes.lib(runtime);
    }
}
