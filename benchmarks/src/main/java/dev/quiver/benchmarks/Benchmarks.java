/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The program behind {@code run.sh}: lists the figures, or measures some of them. */
public final class Benchmarks {
    static final int MET = 0;
    static final int MISSED = 1;
    static final int UNUSABLE = 2;

    private final List<Comparison> comparisons;
    private final PrintStream out;
    private final PrintStream err;

    Benchmarks(List<Comparison> comparisons, PrintStream out, PrintStream err) {
        this.comparisons = List.copyOf(comparisons);
        this.out = out;
        this.err = err;
    }

    /** Exits with 0 when every figure meets its goal, 1 when one misses it, 2 when it could not be measured. */
    public static void main(String[] words) {
        System.exit(new Benchmarks(Comparisons.all(), System.out, System.err).run(List.of(words)));
    }

    int run(List<String> words) {
        Arguments arguments;
        List<String> names;
        try {
            arguments = Arguments.parse(words);
            names = chosen(arguments.names());
        } catch (IllegalArgumentException e) {
            err.println("benchmarks: " + e.getMessage());
            return UNUSABLE;
        }
        if (arguments.list()) {
            names.forEach(out::println);
            return MET;
        }
        return measured(names, arguments.effort());
    }

    /** Whatever goes wrong must not look like a missed goal, which is the status the JVM would exit with. */
    private int measured(List<String> names, Effort effort) {
        try {
            return measure(names, effort) ? MET : MISSED;
        } catch (IOException | RuntimeException | Error e) {
            err.println("benchmarks: could not measure: " + e);
            e.printStackTrace(err);
            return UNUSABLE;
        }
    }

    private List<String> chosen(List<String> wanted) {
        List<String> known = comparisons.stream()
                .flatMap(comparison -> comparison.names().stream())
                .toList();
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown figure '" + name + "', known: " + String.join(", ", known));
            }
        }
        return wanted.isEmpty() ? known : wanted;
    }

    /** Runs each comparison that has one of {@code names} and prints those of its figures; true when all are met. */
    private boolean measure(List<String> names, Effort effort) throws IOException {
        Report report = new Report(out);
        report.begin(effort);
        boolean met = true;
        for (Comparison comparison : comparisons) {
            List<Measure> measures = comparison.measures().stream()
                    .filter(measure -> names.contains(measure.name()))
                    .toList();
            if (!measures.isEmpty()) {
                PairedSamples samples = comparison.run(effort);
                report.samples(comparison, samples);
                List<Figure> figures = figures(measures, samples);
                report.figures(figures);
                met &= figures.stream().allMatch(Figure::isMet);
            }
        }
        return met;
    }

    private static List<Figure> figures(List<Measure> measures, PairedSamples samples) {
        List<Figure> figures = new ArrayList<>();
        for (Measure measure : measures) {
            figures.add(measure.figure(samples));
        }
        return figures;
    }
}
