/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.testbed.process.Http;
import dev.quiver.testbed.process.WorkDirectory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

final class S3ServerIT {
    private static WorkDirectory work;
    private static S3Server server;

    @BeforeAll
    static void start() {
        work = WorkDirectory.named("s3-server-it");
        server = S3Server.start(work);
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(server.isAlive()).isFalse();
        work.close();
    }

    @Test
    void theAwsClientAndOursSeeTheSameObjects() {
        S3Bucket bucket = server.createBucket("both");
        try (S3Client client = S3Clients.withoutRetries(server.endpoint(), server.accessKey(), server.secretKey())) {
            client.putObject(r -> r.bucket("both").key("x/ü ä.txt"), RequestBody.fromString("hello"));
            bucket.write("x/y.txt", "world".getBytes(StandardCharsets.UTF_8));

            assertThat(bucket.keys("x/")).containsExactlyInAnyOrder("x/y.txt", "x/ü ä.txt");
            assertThat(bucket.read("x/ü ä.txt"))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("hello");
            assertThat(client.getObjectAsBytes(r -> r.bucket("both").key("x/y.txt"))
                            .asUtf8String())
                    .isEqualTo("world");
        }
    }

    @Test
    void aListLongerThanAPageIsComplete() {
        S3Bucket bucket = server.createBucket("many");
        IntStream.range(0, 1_005).forEach(i -> bucket.write("k" + i, new byte[0]));

        assertThat(bucket.keys("")).hasSize(1_005).doesNotHaveDuplicates();
    }

    @Test
    void objectsCanBeDownloaded(@TempDir Path directory) {
        S3Bucket bucket = server.createBucket("download");
        bucket.write("t/p=0/a.parquet", new byte[] {1, 2});
        bucket.write("other", new byte[] {3});

        assertThat(bucket.download("t/", directory)).isEqualTo(1);

        assertThat(directory.resolve("t/p=0/a.parquet")).hasBinaryContent(new byte[] {1, 2});
    }

    @Test
    void aMissingObjectIsNamedInTheError() {
        S3Bucket bucket = server.createBucket("missing");

        assertThatThrownBy(() -> bucket.read("nothing"))
                .hasMessageStartingWith("could not read missing/nothing: 404 ")
                .hasMessageContaining("NoSuchKey");
    }

    @Test
    void aKilledServerComesBackWithItsObjects(@TempDir Path directory) {
        WorkDirectory own = WorkDirectory.at(directory.resolve("own"));
        try (own;
                S3Server mortal = S3Server.start(own)) {
            S3Bucket bucket = mortal.createBucket("mortal");
            bucket.write("k", new byte[] {7});
            URI endpoint = mortal.endpoint();

            mortal.kill9();
            assertThat(mortal.isAlive()).isFalse();
            mortal.restart();

            assertThat(mortal.endpoint()).isEqualTo(endpoint);
            assertThat(bucket.read("k")).containsExactly(7);
        }
    }

    @Test
    void aPausedServerIsSilentUntilItResumes(@TempDir Path directory) {
        WorkDirectory own = WorkDirectory.at(directory.resolve("own"));
        try (own;
                S3Server frozen = S3Server.start(own)) {
            frozen.pause();
            assertThat(Http.answers(frozen.endpoint(), 499)).isFalse();
            assertThat(frozen.isAlive()).isTrue();

            frozen.resume();

            assertThat(Http.answers(frozen.endpoint(), 499)).isTrue();
        }
    }
}
