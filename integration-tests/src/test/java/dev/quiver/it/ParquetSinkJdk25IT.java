/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import dev.quiver.testbed.ClusterPlan;
import dev.quiver.testbed.JavaHomes;
import dev.quiver.testbed.KafkaEnvironment;

/** On a worker that runs on JDK 25, without a JVM flag. */
final class ParquetSinkJdk25IT extends ParquetSinkContract {
    @Override
    KafkaEnvironment start(ClusterPlan plan) {
        return plan.plugin(Archives.sinkParquet())
                .worker(settings -> settings.javaHome(JavaHomes.jdk25()))
                .start();
    }
}
