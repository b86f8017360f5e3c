/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.FileOpener;
import dev.quiver.source.merge.engine.PartitionMerge;
import dev.quiver.source.merge.otel.Faults;

/**
 * What the partitions of one task share.
 *
 * @param config what the operator says
 * @param opener opens files
 * @param resources memory and counters
 * @param faults what happens to values that cannot be passed on
 * @param planner reads footers
 */
record ReplayContext(
        MergeSourceConfig config,
        FileOpener opener,
        PartitionMerge.Resources resources,
        Faults faults,
        FilePlanner planner) {}
