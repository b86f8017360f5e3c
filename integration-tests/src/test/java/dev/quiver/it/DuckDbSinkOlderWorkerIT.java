/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import dev.quiver.testbed.ClusterPlan;
import dev.quiver.testbed.KafkaEnvironment;
import dev.quiver.testbed.kafka.KafkaVersion;

/** On the older worker, with the archive that holds everything. */
final class DuckDbSinkOlderWorkerIT extends DuckDbSinkContract {
    @Override
    KafkaEnvironment start(ClusterPlan plan) {
        return plan.plugin(Archives.all())
                .worker(settings -> settings.version(KafkaVersion.V3_9))
                .start();
    }
}
