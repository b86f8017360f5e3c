/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs {@link MemoryProbe} in a JVM of its own, of the same release and with the same class path. */
final class ChildJvm {
    private final Path output;

    /** Keeps what the process prints in a file in {@code directory}. */
    ChildJvm(Path directory) {
        this.output = directory.resolve("child-output");
    }

    /**
     * Runs the probe to its end.
     *
     * @param flags of the JVM
     * @return the numbers that it printed, by their names; empty if it failed
     */
    Map<String, Long> run(List<String> flags, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MemoryProbe.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            return process.waitFor() == 0 ? numbers() : Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Runs the probe, which must not fail. */
    Map<String, Long> require(List<String> flags, List<String> arguments) throws IOException {
        Map<String, Long> numbers = run(flags, arguments);
        if (numbers.isEmpty()) {
            throw new IOException("the probe " + arguments + " failed: " + Files.readString(output));
        }
        return numbers;
    }

    private Map<String, Long> numbers() throws IOException {
        Map<String, Long> numbers = new TreeMap<>();
        for (String line : Files.readAllLines(output)) {
            String[] words = line.split("=", 2);
            if (words.length == 2 && words[1].matches("[0-9]{1,18}")) {
                numbers.put(words[0], Long.valueOf(words[1]));
            }
        }
        return numbers;
    }
}
