/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.VersionedObject;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files that several threads of several processes write at the same time. */
final class VersionedFilesTest {
    private static final int PROCESSES = 3;
    private static final int THREADS_OF_A_KEY = 2;
    private static final int STEPS = 40;

    @TempDir
    private Path directory;

    /** The keys share a lock file, and a thread of each process is interrupted all the time while others hold it. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void noWriteIsLostBetweenProcessesAndTheirThreads() throws Exception {
        List<String> keys = List.of("a0", "cr");
        assertThat(Math.floorMod(keys.get(0).hashCode(), 64))
                .isEqualTo(Math.floorMod(keys.get(1).hashCode(), 64));
        List<Process> processes = new ArrayList<>();
        try {
            for (int index = 0; index < PROCESSES; index++) {
                processes.add(counter(keys));
            }
            for (Process process : processes) {
                assertThat(process.waitFor()).isZero();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        try (ObjectStore store = FileStore.open(directory, false)) {
            for (String key : keys) {
                VersionedObject object = Objects.requireNonNull(store.readVersioned(key));
                assertThat(VersionedCounter.count(object)).isEqualTo(PROCESSES * THREADS_OF_A_KEY * STEPS);
            }
        }
    }

    private Process counter(List<String> keys) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                VersionedCounter.class.getName(),
                directory.toString(),
                Integer.toString(STEPS)));
        for (int thread = 0; thread < THREADS_OF_A_KEY; thread++) {
            command.addAll(keys);
        }
        File log = directory.resolveSibling(directory.getFileName() + ".log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }
}
