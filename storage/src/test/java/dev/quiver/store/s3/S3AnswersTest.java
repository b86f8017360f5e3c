/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quiver.store.SealedObject;
import dev.quiver.store.SealedObject.SealedPart;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoreUri;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Answers that only the real S3 gives, and that must not be taken for what they look like. */
final class S3AnswersTest {
    private static final String FAILED =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<Error><Code>%s</Code><Message>words</Message></Error>";
    private static final String COMPLETED = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<CompleteMultipartUploadResult><Key>a</Key><ETag>\"e-1\"</ETag></CompleteMultipartUploadResult>";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private CredentialProviders credentials;
    private S3Client client;
    private S3Bucket bucket;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        StoreUri.S3 location = new StoreUri.S3("bucket", "");
        S3Retry retry = new S3Retry(
                3, Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofMillis(1));
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        S3Options options = S3Options.of(location, "us-east-1")
                .withEndpoint(new S3Endpoint("us-east-1", endpoint, true, ChecksumMode.WHEN_SUPPORTED))
                .withCredentials(new S3Credentials.Static("key", "secret", "token"))
                .withRetry(retry);
        credentials = new CredentialProviders(options);
        client = S3Clients.open(options, credentials.provider());
        bucket = new S3Bucket(client, options);
    }

    @AfterEach
    void stop() {
        client.close();
        credentials.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String answer = answers.remove(0);
        boolean isFailure = answer.startsWith("404 ") || answer.startsWith("500 ");
        int status = isFailure ? Integer.parseInt(answer.substring(0, 3)) : 200;
        byte[] body = (isFailure ? answer.substring(4) : answer).getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void complete() throws StoreException {
        bucket.completeUpload(new SealedObject("a", "staged", "id", List.of(new SealedPart(1, "e", 1))));
    }

    @Test
    void aCompletionThatFailsWithStatus200IsRepeated() throws Exception {
        answers.addAll(List.of(FAILED.formatted("InternalError"), FAILED.formatted("SlowDown"), COMPLETED));
        complete();
        assertThat(requests).hasSize(3).containsOnly("POST /bucket/a?uploadId=id");
    }

    @Test
    void aCompletionThatKeepsFailingWithStatus200IsAFailure() {
        answers.addAll(List.of(
                FAILED.formatted("InternalError"),
                FAILED.formatted("InternalError"),
                FAILED.formatted("InternalError")));
        assertThatThrownBy(this::complete)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isTrue())
                .hasMessageStartingWith("could not publish s3://bucket/a: ")
                .hasMessageEndingWith(" InternalError: words (attempt 3 of 3)");
    }

    /** Ceph's gateway says so of every upload that is not there. */
    @Test
    void anUploadThatIsGoneIsKnownWhateverItsCompletionSays() {
        String failed = "500 " + FAILED.formatted("InternalError");
        String noUpload = "404 " + FAILED.formatted("NoSuchUpload");
        answers.addAll(List.of(failed, failed, failed, "404 ", noUpload, "404 "));
        SealedObject sealed = new SealedObject("a", "staged", "id", List.of(new SealedPart(1, "e", 1)));
        assertThatThrownBy(() -> Publication.ofLeft(bucket, sealed))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isGone()).isTrue())
                .hasMessageContaining("InternalError");
        assertThat(requests).hasSize(6).contains("GET /bucket/a?max-parts=1&uploadId=id");
    }

    @Test
    void anUploadThatIsThereIsNotGone() {
        String failed = "500 " + FAILED.formatted("InternalError");
        answers.addAll(List.of(failed, failed, failed, "404 ", "<ListPartsResult></ListPartsResult>"));
        SealedObject sealed = new SealedObject("a", "staged", "id", List.of(new SealedPart(1, "e", 1)));
        assertThatThrownBy(() -> Publication.ofLeft(bucket, sealed))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isTrue());
        assertThat(answers).isEmpty();
    }

    @Test
    void aListingThatIsCutOffIsRepeated() throws Exception {
        answers.addAll(List.of(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult><Contents><Key>a</Ke",
                "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"));
        assertThat(bucket.list("", "", Integer.MAX_VALUE)).isEmpty();
        assertThat(requests).hasSize(2);
    }
}
