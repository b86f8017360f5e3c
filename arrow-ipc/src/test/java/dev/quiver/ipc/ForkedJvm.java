/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own, with the class path of the tests. */
final class ForkedJvm {
    private static final long MINUTES_MAX = 10;

    private ForkedJvm() {}

    /** What {@code main} printed; it must end with status 0. {@code arguments} that begin with -- are for the JVM. */
    static String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-XX:+ErrorFileToStdout");
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                command.add(argument);
            }
        }
        command.add(main.getName());
        for (String argument : arguments) {
            if (!argument.startsWith("--")) {
                command.add(argument);
            }
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(main + " did not end in " + MINUTES_MAX + " minutes: " + output);
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(main + " ended with status " + process.exitValue() + ": " + output);
        }
        return output;
    }
}
