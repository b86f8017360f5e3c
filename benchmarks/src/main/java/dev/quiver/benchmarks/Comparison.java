/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two contenders that do one job with the same records, and the figures that their samples yield. Rounds are
 * interleaved, baseline first, in this JVM. A contender that is its own baseline is alone: it runs once a round.
 */
record Comparison(Contender baseline, Contender candidate, List<Measure> measures) {
    Comparison {
        measures = List.copyOf(measures);
        if (measures.isEmpty()) {
            throw new IllegalArgumentException(
                    "the comparison of " + baseline.name() + " and " + candidate.name() + " has no figure");
        }
    }

    /** A contender whose figures are not ratios. */
    static Comparison alone(Contender contender, Measure measure) {
        return new Comparison(contender, contender, List.of(measure));
    }

    boolean isAlone() {
        return baseline == candidate;
    }

    List<String> names() {
        return measures.stream().map(Measure::name).toList();
    }

    /** Runs the warm-ups and the rounds. Needs room on the disk of temporary files for one output of one contender. */
    PairedSamples run(Effort effort) throws IOException {
        Path directory = Files.createTempDirectory("quiver-benchmarks");
        try {
            for (int round = 0; round < effort.warmUpCount(); round++) {
                both(effort, directory);
            }
            List<Sample> baselines = new ArrayList<>();
            List<Sample> candidates = new ArrayList<>();
            for (int round = 0; round < effort.roundCount(); round++) {
                Pair pair = both(effort, directory);
                baselines.add(pair.baseline());
                candidates.add(pair.candidate());
            }
            return new PairedSamples(new Samples(baselines), new Samples(candidates));
        } finally {
            clear(directory);
            Files.delete(directory);
        }
    }

    private Pair both(Effort effort, Path directory) throws IOException {
        Sample first = round(baseline, effort, directory);
        return new Pair(first, isAlone() ? first : round(candidate, effort, directory));
    }

    /** One round from a clean heap and an empty directory, so that no side pays for what the other left. */
    private static Sample round(Contender contender, Effort effort, Path directory) throws IOException {
        clear(directory);
        System.gc();
        Stopwatch stopwatch = Stopwatch.ofProcess();
        Work work = contender.run(effort.rowCount(), directory, stopwatch);
        return contender.isTimed() ? stopwatch.sample(work) : Sample.untimed(work);
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(directory)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** One round of both. */
    private record Pair(Sample baseline, Sample candidate) {}
}
