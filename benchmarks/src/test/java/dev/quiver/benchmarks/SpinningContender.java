/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes its name to a log and one byte to a file, and spins until the clock of the process has seen it. */
record SpinningContender(String name, List<String> log) implements Contender {
    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        log.add(name + " " + rowCount);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> log.add("left over: " + file));
        }
        Files.write(directory.resolve(name), new byte[1]);
        com.sun.management.OperatingSystemMXBean process =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        stopwatch.start();
        long before = process.getProcessCpuTime();
        while (process.getProcessCpuTime() == before) {
            Thread.onSpinWait();
        }
        stopwatch.stop();
        return new Work(rowCount, 1);
    }
}
