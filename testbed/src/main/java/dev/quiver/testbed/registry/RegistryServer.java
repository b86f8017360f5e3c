/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.registry;

import dev.quiver.testbed.JavaHomes;
import dev.quiver.testbed.process.Http;
import dev.quiver.testbed.process.Launch;
import dev.quiver.testbed.process.Ports;
import dev.quiver.testbed.process.Runtimes;
import dev.quiver.testbed.process.Server;
import dev.quiver.testbed.process.ServerProcess;
import dev.quiver.testbed.process.WorkDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Apicurio Registry in a process of its own, on the loopback interface, with its schemas in memory. It speaks the API
 * that clients of Confluent's registry know. It needs a newer Java than the build: JDK 25.
 */
public final class RegistryServer implements Server {
    private static final String NAME = "apicurio";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final int DEPTH_MAX = 3;

    private final URI url;
    private final ServerProcess process;

    private RegistryServer(URI url, ServerProcess process) {
        this.url = url;
        this.process = process;
    }

    /**
     * Whether the build has fetched the registry, which it does on request only:
     * {@code mvn -q -Papicurio -pl testbed/runtimes/apicurio package}.
     */
    public static boolean isThere() {
        try {
            return Files.isDirectory(Runtimes.lib(NAME));
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Starts a registry without schemas, which keeps its log in {@code work/registry}; returns when it serves. */
    public static RegistryServer start(WorkDirectory work) {
        Path home = work.resolve("registry");
        int port = Ports.free();
        URI url = URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7");
        Launch launch = new Launch(
                "schema registry at " + url,
                List.of(
                        JavaHomes.jdk25().resolve("bin").resolve("java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=" + Ports.free(),
                        "-jar",
                        archive().toString()),
                home,
                home.resolve("registry.log"),
                () -> Http.answers(URI.create(url + "/subjects"), 299),
                READY_WITHIN);
        ServerProcess process = new ServerProcess(launch);
        process.start();
        return new RegistryServer(url, process);
    }

    /** What clients are told. */
    public URI url() {
        return url;
    }

    @Override
    public ServerProcess process() {
        return process;
    }

    private static Path archive() {
        Path lib = Runtimes.lib(NAME);
        try (Stream<Path> files = Files.walk(lib, DEPTH_MAX)) {
            return files.filter(file -> file.endsWith("quarkus-run.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no registry in " + lib));
        } catch (IOException e) {
            throw new UncheckedIOException("could not list " + lib, e);
        }
    }
}
