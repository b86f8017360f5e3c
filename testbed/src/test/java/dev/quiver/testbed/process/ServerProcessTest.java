/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerProcessTest {
    @TempDir
    private Path directory;

    @Test
    void aProcessThatEndsEarlyIsReportedWithItsLog() {
        ServerProcess process = shell("echo no such setting; exit 3", () -> false, 10);

        assertThatThrownBy(process::start)
                .hasMessageContaining("sleeper ended while it was starting")
                .hasMessageContaining("no such setting");
    }

    @Test
    void aProcessThatNeverServesIsReported() {
        ServerProcess process = shell("exec sleep 60", () -> false, 0);

        assertThatThrownBy(process::start).hasMessageContaining("waited 0 s in vain for sleeper to serve");
        process.kill9();
    }

    @Test
    void itCanBeKilledAndStartedAgain() {
        ServerProcess process = shell("exec sleep 60", () -> true, 10);
        process.start();
        long first = process.pid();

        process.kill9();
        assertThat(process.isAlive()).isFalse();
        process.restart();

        assertThat(process.isAlive()).isTrue();
        assertThat(process.pid()).isNotEqualTo(first);
        process.stop();
        process.stop();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aPausedProcessCanBeStopped() {
        ServerProcess process = shell("exec sleep 60", () -> true, 10);
        process.start();

        process.pause();
        process.stop();

        assertThat(process.isAlive()).isFalse();
        assertThatThrownBy(process::pause).hasMessage("sleeper does not run, so it cannot get SIGSTOP");
    }

    @Test
    void startingTwiceIsABug() {
        ServerProcess process = shell("exec sleep 60", () -> true, 10);
        process.start();

        assertThatThrownBy(process::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sleeper already runs with pid " + process.pid());
        process.kill9();
    }

    private ServerProcess shell(String script, BooleanSupplier probe, int readyWithinSeconds) {
        return new ServerProcess(new Launch(
                "sleeper",
                List.of("/bin/sh", "-c", script),
                directory,
                directory.resolve("log"),
                probe,
                Duration.ofSeconds(readyWithinSeconds)));
    }
}
