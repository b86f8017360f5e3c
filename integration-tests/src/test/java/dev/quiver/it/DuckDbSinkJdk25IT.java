/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import dev.quiver.testbed.ClusterPlan;
import dev.quiver.testbed.JavaHomes;
import dev.quiver.testbed.KafkaEnvironment;

/** On a worker that runs on JDK 25, without a JVM flag. */
final class DuckDbSinkJdk25IT extends DuckDbSinkContract {
    @Override
    KafkaEnvironment start(ClusterPlan plan) {
        return plan.plugin(Archives.sinkDuckDb())
                .worker(settings -> settings.javaHome(JavaHomes.jdk25()))
                .start();
    }
}
