/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operating system process that can be started any number of times from one {@link Launch}. It dies with this JVM.
 * No JVM option of the environment reaches it. Safe for use by several threads.
 */
public final class ServerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    /** A worker gives its tasks five seconds and its REST server one minute; a broker hands over within seconds. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private static final Duration KILL_WITHIN = Duration.ofSeconds(10);
    private static final int LOG_TAIL_LINES = 40;
    /** Options that the surrounding build may have set for itself. */
    private static final List<String> JVM_OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "MAVEN_OPTS");

    private final Launch launch;
    private @Nullable Process process;
    private boolean paused;

    /** A process that does not run yet. */
    public ServerProcess(Launch launch) {
        this.launch = launch;
    }

    /**
     * Runs a program to its end.
     *
     * @throws IllegalStateException if it fails or takes longer than {@code limit}; the message holds the end of its
     * log
     */
    public static void run(String name, List<String> command, Path directory, Path log, Duration limit) {
        ServerProcess program = new ServerProcess(new Launch(name, command, directory, log, () -> true, limit));
        program.launch();
        Process running = program.running();
        boolean ended = endsWithin(running, limit);
        if (!ended) {
            program.kill9();
        }
        if (!ended || running.exitValue() != 0) {
            throw new IllegalStateException(name + (ended ? " failed" : " took longer than " + limit) + "; the end of "
                    + log + ":\n" + program.logTail());
        }
    }

    /** Starts the process and returns when it is ready. */
    public void start() {
        launch();
        awaitReady();
    }

    /**
     * Starts the process and returns at once.
     *
     * @throws IllegalStateException if it runs already
     */
    public synchronized void launch() {
        if (isAlive()) {
            throw new IllegalStateException(launch.name() + " already runs with pid " + pid());
        }
        ProcessBuilder builder = new ProcessBuilder(launch.command());
        Map<String, String> environment = builder.environment();
        JVM_OPTION_VARIABLES.forEach(environment::remove);
        try {
            Files.createDirectories(launch.directory());
            Files.createDirectories(launch.log().toAbsolutePath().getParent());
            builder.directory(launch.directory().toFile());
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            Process started = builder.start();
            Orphans.adopt(started);
            process = started;
            paused = false;
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + launch.name() + ": " + e.getMessage(), e);
        }
        LOG.debug("started {} with pid {}", launch.name(), pid());
    }

    /**
     * Waits until the process serves.
     *
     * @throws IllegalStateException if it ends or does not get ready in time; the message holds the end of its log
     */
    public void awaitReady() {
        try {
            Await.until(launch.name() + " to serve", launch.readyWithin(), () -> {
                if (!isAlive()) {
                    throw new IllegalStateException(launch.name() + " ended while it was starting");
                }
                return launch.probe().getAsBoolean();
            });
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "; the end of " + log() + ":\n" + logTail(), e);
        }
    }

    /** Kills the process with SIGKILL and returns when it is gone. */
    public synchronized void kill9() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        if (!endsWithin(running, KILL_WITHIN)) {
            throw new IllegalStateException(launch.name() + " with pid " + running.pid() + " survived SIGKILL");
        }
    }

    /** Freezes the process. */
    public synchronized void pause() {
        signal("STOP");
        paused = true;
    }

    /** Thaws the process. */
    public synchronized void resume() {
        signal("CONT");
        paused = false;
    }

    /** Ends the process politely, or with SIGKILL when that takes too long. Idempotent. */
    public synchronized void stop() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        if (paused) {
            resume();
        }
        running.destroy();
        if (!endsWithin(running, STOP_WITHIN)) {
            LOG.warn("{} did not end within {}, killing it", launch.name(), STOP_WITHIN);
            kill9();
        }
    }

    /** Stops the process if it runs, and starts it again. */
    public void restart() {
        stop();
        start();
    }

    /** Whether there is a process. */
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether the process runs and is not frozen. */
    public synchronized boolean isResponsive() {
        return isAlive() && !paused;
    }

    /**
     * The process id.
     *
     * @throws IllegalStateException if it was never started
     */
    public synchronized long pid() {
        return running().pid();
    }

    /** Where the process writes its output. */
    public Path log() {
        return launch.log();
    }

    /** The last lines of the log. */
    public String logTail() {
        try {
            String text = new String(Files.readAllBytes(launch.log()), StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(launch.name() + " was never started");
        }
        return process;
    }

    private void signal(String name) {
        if (!isAlive()) {
            throw new IllegalStateException(launch.name() + " does not run, so it cannot get SIG" + name);
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start();
            if (!endsWithin(kill, KILL_WITHIN) || kill.exitValue() != 0) {
                throw new IllegalStateException("could not send SIG" + name + " to " + launch.name());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not send SIG" + name + " to " + launch.name(), e);
        }
    }

    private static boolean endsWithin(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return false;
        }
    }
}
