/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

import dev.quiver.testbed.kafka.JavaProgram;
import dev.quiver.testbed.process.Http;
import dev.quiver.testbed.process.Launch;
import dev.quiver.testbed.process.Ports;
import dev.quiver.testbed.process.Server;
import dev.quiver.testbed.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One distributed Connect worker in a process of its own. Its JVM gets a heap size and, unless the settings say so, no
 * other option.
 */
public final class ConnectWorker implements Server {
    /** A worker that scans large plugins on a busy machine. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    private final URI endpoint;
    private final ServerProcess process;

    private ConnectWorker(URI endpoint, ServerProcess process) {
        this.endpoint = endpoint;
        this.process = process;
    }

    /** Starts a worker with its files in {@code home} and returns at once. */
    static ConnectWorker launch(WorkerSettings settings, String bootstrap, Path home) {
        URI endpoint = URI.create("http://127.0.0.1:" + Ports.free());
        Path noPlugins = home.resolve("no-plugins");
        try {
            Files.createDirectories(noPlugins);
        } catch (IOException e) {
            throw new UncheckedIOException("could not create " + noPlugins, e);
        }
        Path file = JavaProgram.writeProperties(
                home.resolve("worker.properties"), settings.toProperties(bootstrap, endpoint.toString(), noPlugins));
        Launch launch = new Launch(
                "Connect worker of group " + settings.group() + " at " + endpoint,
                program(settings).command(home, "org.apache.kafka.connect.cli.ConnectDistributed", file.toString()),
                home,
                home.resolve("worker.log"),
                () -> Http.answers(endpoint.resolve("/health"), 299),
                READY_WITHIN);
        ServerProcess process = new ServerProcess(launch);
        process.launch();
        return new ConnectWorker(endpoint, process);
    }

    private static JavaProgram program(WorkerSettings settings) {
        JavaProgram plain = JavaProgram.underTest(settings.javaHome(), settings.version(), settings.heapMb());
        return settings.startingFast() ? plain.startingFast() : plain;
    }

    /** The REST interface of this very worker. */
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public ServerProcess process() {
        return process;
    }
}
