/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.StoreUri;
import dev.quiver.testbed.process.WorkDirectory;
import dev.quiver.testbed.s3.S3Server;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One S3 server for a class of tests, with options and a plain client for it: one of its own, or that at the address in
 * the system property {@value #ENDPOINT}, where the key {@code quiver} with the secret {@code quiver-secret} must be
 * known.
 */
final class S3Fixture implements AutoCloseable {
    /** Names a server that runs already. */
    static final String ENDPOINT = "quiver.s3.endpoint";

    /** Names the {@link ChecksumMode} for that server. */
    static final String CHECKSUMS = "quiver.s3.checksums";

    /** Parts of the smallest size, few at once. */
    static final S3Transfer TRANSFER = new S3Transfer(5 * 1024 * 1024, 3);

    /** Patient with faults, without making a test wait for long. */
    static final S3Retry RETRY = new S3Retry(
            8, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMillis(10), Duration.ofMillis(100));

    private final List<Runnable> endings = new ArrayList<>();
    private final URI endpoint;
    private final ChecksumMode checksums;
    private final AtomicInteger buckets = new AtomicInteger();
    private final S3Client client;

    private S3Fixture(URI endpoint, ChecksumMode checksums, List<Runnable> servers) {
        this.endpoint = endpoint;
        this.checksums = checksums;
        S3Options options = options("any", endpoint);
        CredentialProviders credentials = new CredentialProviders(options);
        this.client = S3Clients.open(options, credentials.provider());
        endings.add(client::close);
        endings.add(credentials::close);
        endings.addAll(servers);
    }

    /** Starts a server if none is named; {@code name} tells its directory from others. */
    @MustBeClosed
    static S3Fixture start(String name) {
        String running = System.getProperty(ENDPOINT);
        if (running != null) {
            ChecksumMode checksums = ChecksumMode.valueOf(System.getProperty(CHECKSUMS, "WHEN_SUPPORTED"));
            return new S3Fixture(URI.create(running), checksums, List.of());
        }
        WorkDirectory work = WorkDirectory.named(name);
        S3Server server = S3Server.start(work);
        return new S3Fixture(server.endpoint(), ChecksumMode.WHEN_SUPPORTED, List.of(server::close, work::close));
    }

    /** Whether the server is one of our own, of which we know what it cannot do. */
    boolean isOwn() {
        return endings.size() > 2;
    }

    /** Where the server itself is, past any proxy. */
    URI endpoint() {
        return endpoint;
    }

    /** The name of a new, empty bucket. */
    String bucket() {
        String name = "bucket-" + ProcessHandle.current().pid() + "-" + buckets.incrementAndGet();
        client.createBucket(create -> create.bucket(name));
        return name;
    }

    /** Options for the prefix {@code some/prefix} of {@code bucket} at {@code at}. */
    S3Options options(String bucket, URI at) {
        return S3Options.of(new StoreUri.S3(bucket, "some/prefix"), "us-east-1")
                .withEndpoint(new S3Endpoint("us-east-1", at, true, checksums))
                .withCredentials(new S3Credentials.Static("quiver", "quiver-secret", null))
                .withTransfer(TRANSFER)
                .withRetry(RETRY);
    }

    /** A client past our code and any proxy. */
    S3Client client() {
        return client;
    }

    /** The number of uploads in {@code bucket} that were begun but neither published nor aborted. */
    int openUploads(String bucket) {
        return client.listMultipartUploads(list -> list.bucket(bucket))
                .uploads()
                .size();
    }

    @Override
    public void close() {
        endings.forEach(Runnable::run);
    }
}
