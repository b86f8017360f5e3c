/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import dev.quiver.testbed.ClusterPlan;
import dev.quiver.testbed.KafkaEnvironment;

/** With the broker and the S3 server in containers; skipped where there is no Docker. */
final class ParquetSinkContainersIT extends ParquetSinkContract {
    @Override
    KafkaEnvironment start(ClusterPlan plan) {
        return plan.plugin(Archives.sinkParquet()).startInContainers();
    }
}
