/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchmarksTest {
    private final List<String> log = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Benchmarks benchmarks = new Benchmarks(
            List.of(
                    comparison(
                            "a", measure("test-fast", 1.5, Goal.atLeast(1.3)), measure("test-watched", 7, Goal.none())),
                    comparison("b", measure("test-slow", 1.1, Goal.atLeast(1.3)))),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));

    @Test
    void theListHasEveryNameAndRunsNothing() {
        assertThat(benchmarks.run(List.of("--list"))).isEqualTo(Benchmarks.MET);
        assertThat(out.toString(UTF_8).lines()).containsExactly("test-fast", "test-watched", "test-slow");
        assertThat(log).isEmpty();
    }

    @Test
    void oneMissedFigureMakesTheStatus1() {
        assertThat(run()).isEqualTo(Benchmarks.MISSED);
        assertThat(figures())
                .containsExactly(
                        "figure test-fast 1.500 goal >=1.3 met",
                        "figure test-watched 7.000 goal - met",
                        "figure test-slow 1.100 goal >=1.3 missed");
    }

    @Test
    void onlyNamedFiguresAreMeasuredAndCount() {
        assertThat(run("test-fast")).isEqualTo(Benchmarks.MET);
        assertThat(figures()).containsExactly("figure test-fast 1.500 goal >=1.3 met");
        assertThat(log).containsExactly("a1 10", "a2 10");
    }

    @Test
    void everyLineIsAFigureOrADetail() {
        run("test-watched");
        assertThat(out.toString(UTF_8).lines()).allMatch(line -> line.startsWith("# ") || line.startsWith("figure "));
    }

    @Test
    void roundsAreInterleavedFromAnEmptyDirectory() {
        benchmarks.run(List.of("--rows", "3", "--warm-ups", "1", "--rounds", "2", "test-fast"));
        assertThat(log).containsExactly("a1 3", "a2 3", "a1 3", "a2 3", "a1 3", "a2 3");
    }

    @Test
    void aContenderAloneRunsOnceARound() {
        Comparison alone = Comparison.alone(new SpinningContender("c", log), measure("test-alone", 3, Goal.atMost(5)));
        Benchmarks single =
                new Benchmarks(List.of(alone), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        assertThat(single.run(List.of("--rows", "3", "--warm-ups", "1", "--rounds", "2")))
                .isEqualTo(Benchmarks.MET);
        assertThat(log).containsExactly("c 3", "c 3", "c 3");
        assertThat(figures()).containsExactly("figure test-alone 3.000 goal <=5 met");
    }

    @Test
    void anUnknownNameIsToldWithTheKnownOnes() {
        assertThat(run("test-fsat")).isEqualTo(Benchmarks.UNUSABLE);
        assertThat(err.toString(UTF_8))
                .contains("unknown figure 'test-fsat', known: test-fast, test-watched, test-slow");
        assertThat(log).isEmpty();
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThat(run("--fast")).isEqualTo(Benchmarks.UNUSABLE);
        assertThat(err.toString(UTF_8)).contains("unknown option --fast");
    }

    @Test
    void anOptionWithoutItsNumberIsRefused() {
        assertThat(run("--rows", "many")).isEqualTo(Benchmarks.UNUSABLE);
        assertThat(run("--rounds")).isEqualTo(Benchmarks.UNUSABLE);
        assertThat(run("--rounds", "0")).isEqualTo(Benchmarks.UNUSABLE);
        assertThat(err.toString(UTF_8))
                .contains("--rows needs a number but got 'many'")
                .contains("--rounds needs a number")
                .contains("--rounds must be at least 1 but was 0");
    }

    @Test
    void aContenderThatFailsMakesTheStatus2() {
        Contender failing = new Contender() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
                throw new IOException("disk full");
            }
        };
        Comparison comparison = new Comparison(failing, failing, List.of(measure("test-failing", 1, Goal.none())));
        Benchmarks failed = new Benchmarks(
                List.of(comparison), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        assertThat(failed.run(List.of())).isEqualTo(Benchmarks.UNUSABLE);
        assertThat(err.toString(UTF_8)).contains("could not measure").contains("disk full");
    }

    @Test
    void everyFigureHasOneNameOfItsOwn() {
        assertThat(realMeasures()).extracting(Measure::name).doesNotHaveDuplicates();
    }

    @Test
    void everyFigureIsInTheReadmeWithItsGoal() throws IOException {
        List<String> readme = Files.readAllLines(Path.of("README.md"));
        for (Measure measure : realMeasures()) {
            assertThat(readme)
                    .anyMatch(line -> line.startsWith("| `" + measure.name() + "` |")
                            && line.endsWith("| `" + measure.goal().text() + "` |"));
        }
    }

    private static List<Measure> realMeasures() {
        return Comparisons.all().stream()
                .flatMap(comparison -> comparison.measures().stream())
                .toList();
    }

    private int run(String... words) {
        List<String> arguments = new ArrayList<>(List.of("--rows", "10", "--warm-ups", "0", "--rounds", "1"));
        arguments.addAll(List.of(words));
        return benchmarks.run(arguments);
    }

    private List<String> figures() {
        return out.toString(UTF_8)
                .lines()
                .filter(line -> line.startsWith("figure "))
                .toList();
    }

    private Comparison comparison(String name, Measure... measures) {
        return new Comparison(
                new SpinningContender(name + 1, log), new SpinningContender(name + 2, log), List.of(measures));
    }

    private static Measure measure(String name, double value, Goal goal) {
        return new Measure(name, goal, samples -> value);
    }
}
