/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.s3;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * S3Proxy in a process of its own, on the loopback interface, path style, with objects in a directory. It checks
 * signatures (SigV4), checksums, preconditions and multipart rules, so a client that works here has signed correctly.
 */
public final class S3Server implements Server {
    private static final String ACCESS_KEY = "quiver";
    private static final String SECRET_KEY = "quiver-secret";
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final URI endpoint;
    private final ServerProcess process;

    private S3Server(URI endpoint, ServerProcess process) {
        this.endpoint = endpoint;
        this.process = process;
    }

    /** Starts a server that keeps objects, log and settings in {@code work/s3}; returns when it serves. */
    public static S3Server start(WorkDirectory work) {
        S3Server server = launch(work);
        server.process.awaitReady();
        return server;
    }

    /** Starts a server and returns at once; {@code process().awaitReady()} waits for it. */
    public static S3Server launch(WorkDirectory work) {
        Path home = work.resolve("s3");
        Path objects = home.resolve("objects");
        Path settings = home.resolve("s3proxy.properties");
        URI endpoint = URI.create("http://127.0.0.1:" + Ports.free());
        try {
            Files.createDirectories(objects);
            Files.writeString(settings, settings(endpoint, objects));
        } catch (IOException e) {
            throw new UncheckedIOException("could not prepare " + home, e);
        }
        List<String> command = new ArrayList<>();
        command.add(JavaHomes.running().resolve("bin").resolve("java").toString());
        command.add("-Xmx256m");
        command.addAll(Launch.FAST_START);
        command.addAll(List.of("-jar", archive().toString(), "--properties", settings.toString()));
        Launch launch = new Launch(
                "S3 server at " + endpoint,
                command,
                home,
                home.resolve("s3proxy.log"),
                () -> Http.answers(endpoint, 499),
                READY_WITHIN);
        ServerProcess process = new ServerProcess(launch);
        process.launch();
        return new S3Server(endpoint, process);
    }

    /** Where clients connect, path style: {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return endpoint;
    }

    /** The one access key this server knows. */
    public String accessKey() {
        return ACCESS_KEY;
    }

    /** The secret of {@link #accessKey}. */
    public String secretKey() {
        return SECRET_KEY;
    }

    /** Everything a client needs to connect. */
    public S3Address address() {
        return new S3Address(endpoint, ACCESS_KEY, SECRET_KEY);
    }

    /** Makes an empty bucket; nothing happens when it exists. */
    public S3Bucket createBucket(String name) {
        return address().createBucket(name);
    }

    /** The objects of the bucket {@code name}, past any proxy. */
    public S3Bucket bucket(String name) {
        return address().bucket(name);
    }

    @Override
    public ServerProcess process() {
        return process;
    }

    private static String settings(URI endpoint, Path objects) {
        return String.join(
                "\n",
                "s3proxy.endpoint=" + endpoint,
                "s3proxy.authorization=aws-v4",
                "s3proxy.identity=" + ACCESS_KEY,
                "s3proxy.credential=" + SECRET_KEY,
                "jclouds.provider=filesystem-nio2",
                "jclouds.identity=" + ACCESS_KEY,
                "jclouds.credential=" + SECRET_KEY,
                "jclouds.filesystem.basedir=" + objects,
                "");
    }

    private static Path archive() {
        Path lib = Runtimes.lib("s3proxy");
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith("-jar-with-dependencies.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no S3Proxy archive in " + lib));
        } catch (IOException e) {
            throw new UncheckedIOException("could not list " + lib, e);
        }
    }
}
