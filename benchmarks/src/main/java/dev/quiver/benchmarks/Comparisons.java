/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Every comparison there is. A new one is added here; nothing runs before it is asked for. */
final class Comparisons {
    private Comparisons() {}

    static List<Comparison> all() {
        List<Comparison> all = new ArrayList<>(ConverterComparisons.all());
        all.addAll(AvroComparisons.all());
        all.addAll(StorageComparisons.all());
        all.addAll(MemoryComparisons.all());
        all.addAll(SinkComparisons.all());
        all.addAll(S3Comparisons.all());
        all.addAll(ReadComparisons.all());
        all.addAll(DuckDbComparisons.all());
        all.addAll(MergeComparisons.all());
        return List.copyOf(all);
    }
}
