/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * How a server is started.
 *
 * @param name what to call it in messages
 * @param command the program with its arguments
 * @param directory where it runs; created if need be
 * @param log where its output goes, appended
 * @param probe true once it serves
 * @param readyWithin how long it may take until then
 */
public record Launch(
        String name, List<String> command, Path directory, Path log, BooleanSupplier probe, Duration readyWithin) {
    /**
     * JVM options for servers that live for a test or two: without the optimising compiler, the parallel collector and
     * the verification of classes a broker starts with half the CPU time.
     */
    public static final List<String> FAST_START = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    /** Copies the command. */
    public Launch {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException(name + ": no command");
        }
    }
}
