/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import dev.quiver.testbed.ClusterPlan;
import dev.quiver.testbed.KafkaEnvironment;

/** On the newest worker, which refuses to start when a plugin is not declared as it should be. */
final class ParquetSinkIT extends ParquetSinkContract {
    @Override
    KafkaEnvironment start(ClusterPlan plan) {
        return plan.plugin(Archives.sinkParquet())
                .worker(settings -> settings.discovery("hybrid_fail"))
                .start();
    }
}
