/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.StoreUri;
import dev.quiver.testbed.process.WorkDirectory;
import dev.quiver.testbed.s3.S3Server;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3Client;

/** One S3 server for a class of tests, with options and a plain client for it. */
final class S3Fixture implements AutoCloseable {
    /** Parts of the smallest size, few at once. */
    static final S3Transfer TRANSFER = new S3Transfer(5 * 1024 * 1024, 3);

    /** Patient with faults, without making a test wait for long. */
    static final S3Retry RETRY = new S3Retry(
            8, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMillis(10), Duration.ofMillis(100));

    private final WorkDirectory work;
    private final S3Server server;
    private final AtomicInteger buckets = new AtomicInteger();
    private final CredentialProviders credentials;
    private final S3Client client;

    private S3Fixture(WorkDirectory work, S3Server server) {
        this.work = work;
        this.server = server;
        S3Options options = options("any", server.endpoint());
        this.credentials = new CredentialProviders(options);
        this.client = S3Clients.open(options, credentials.provider());
    }

    /** Starts a server; {@code name} tells its directory from others. */
    @MustBeClosed
    static S3Fixture start(String name) {
        WorkDirectory work = WorkDirectory.named(name);
        return new S3Fixture(work, S3Server.start(work));
    }

    /** Where the server itself is, past any proxy. */
    URI endpoint() {
        return server.endpoint();
    }

    /** The name of a new, empty bucket. */
    String bucket() {
        String name = "bucket-" + buckets.incrementAndGet();
        server.createBucket(name);
        return name;
    }

    /** Options for the prefix {@code some/prefix} of {@code bucket} at {@code endpoint}. */
    S3Options options(String bucket, URI endpoint) {
        return S3Options.of(new StoreUri.S3(bucket, "some/prefix"), "us-east-1")
                .withEndpoint(new S3Endpoint("us-east-1", endpoint, true, ChecksumMode.WHEN_SUPPORTED))
                .withCredentials(new S3Credentials.Static(server.accessKey(), server.secretKey(), null))
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
        client.close();
        credentials.close();
        server.close();
        work.close();
    }
}
