/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a person reads and what scripts read: details on lines that begin with {@code #}, then the figures. */
final class Report {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MB = 1e6;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void begin(Effort effort) {
        detail(
                "%,d rows a round, %d warm-ups, %d rounds, Java %s, %d processors",
                effort.rowCount(),
                effort.warmUpCount(),
                effort.roundCount(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
    }

    void samples(Comparison comparison, PairedSamples samples) {
        if (comparison.isAlone()) {
            contender("candidate", comparison.candidate(), samples.candidate());
            return;
        }
        contender("baseline ", comparison.baseline(), samples.baseline());
        contender("candidate", comparison.candidate(), samples.candidate());
        detail(
                "rows per CPU second x%.2f, rows per second x%.2f, bytes x%.3f",
                samples.rowsPerCpuRatio(), samples.rowsPerSecondRatio(), samples.outputBytesRatio());
    }

    void figures(List<Figure> figures) {
        figures.forEach(figure -> out.println(figure.line()));
    }

    private void contender(String side, Contender contender, Samples samples) {
        detail(
                "%s %s: CPU %.2f s (%.2f to %.2f), wall %.2f s, %,.0f %s per CPU second, %.1f MB",
                side,
                contender.name(),
                samples.median(Sample::cpuNanos) / NANOS_PER_SECOND,
                samples.least(Sample::cpuNanos) / NANOS_PER_SECOND,
                samples.most(Sample::cpuNanos) / NANOS_PER_SECOND,
                samples.median(Sample::wallNanos) / NANOS_PER_SECOND,
                samples.median(Sample::unitsPerCpuSecond),
                contender.unit(),
                samples.median(sample -> sample.work().outputBytes()) / BYTES_PER_MB);
    }

    private void detail(String format, Object... values) {
        out.println("# " + String.format(Locale.ROOT, format, values));
    }
}
