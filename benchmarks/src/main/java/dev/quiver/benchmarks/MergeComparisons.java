/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.source.merge.otel.ValueFormat;
import java.util.List;

/** What merging logs with their attributes costs. */
final class MergeComparisons {
    private static final int FILES = 100;
    private static final Contender OTLP = merge("to OTLP", ValueFormat.OTLP_PROTO, true, 1);

    private MergeComparisons() {}

    static List<Comparison> all() {
        return List.of(
                compare(
                        new MergePaths.Join(),
                        OTLP,
                        new Measure("source-merge-otlp-duckdb", Goal.atMost(0.6), PairedSamples::cpuRatio)),
                compare(
                        new MergePaths.Scan(),
                        OTLP,
                        new Measure("source-merge-otlp-scan", Goal.atMost(1.3), PairedSamples::cpuRatio),
                        new Measure("source-merge-fetched-bytes", Goal.atMost(1.1), PairedSamples::outputBytesRatio)),
                compare(
                        new MergePaths.Join(),
                        merge("to structs", ValueFormat.STRUCT, true, 1),
                        new Measure("source-merge-struct-duckdb", Goal.atMost(1), PairedSamples::cpuRatio)),
                compare(
                        OTLP,
                        merge("to OTLP, unsorted", ValueFormat.OTLP_PROTO, false, 1),
                        new Measure("source-merge-unsorted", Goal.atMost(1.5), PairedSamples::cpuRatio)),
                compare(
                        new MergePaths.Held(1),
                        new MergePaths.Held(FILES),
                        new Measure(
                                "source-merge-100-files-bytes", Goal.atMost(1.05), PairedSamples::outputBytesRatio)),
                compare(
                        new MergePaths.TwoWindows(),
                        new MergePaths.Resume(),
                        new Measure("source-merge-resume-bytes", Goal.atMost(1), PairedSamples::outputBytesRatio)));
    }

    private static Contender merge(String name, ValueFormat format, boolean sorted, int files) {
        return new MergePaths.Merge(name, format, sorted, files);
    }

    private static Comparison compare(Contender baseline, Contender candidate, Measure... measures) {
        return new Comparison(baseline, candidate, List.of(measures));
    }
}
