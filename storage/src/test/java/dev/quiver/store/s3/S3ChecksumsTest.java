/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoreUri;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes that do not have the checksum their server gives are never taken for the object's. */
final class S3ChecksumsTest {
    private static final byte[] CONTENT = "these are the bytes of the object".getBytes(UTF_8);
    private static final byte[] DAMAGED = "these are the bytes of no object!".getBytes(UTF_8);

    /** The next bodies, all of them with the checksum of the object. */
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    private HttpServer server;
    private S3Store store;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // closed after each test
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        S3Retry retry = new S3Retry(
                3, Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofMillis(1));
        store = S3Store.open(S3Options.of(new StoreUri.S3("bucket", ""), "us-east-1")
                .withEndpoint(new S3Endpoint("us-east-1", endpoint, true, ChecksumMode.WHEN_SUPPORTED))
                .withCredentials(new S3Credentials.Static("key", "secret", null))
                .withRetry(retry));
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = bodies.remove(0);
        exchange.getResponseHeaders().add("ETag", "\"e\"");
        exchange.getResponseHeaders().add("x-amz-checksum-crc32", checksum());
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String checksum() {
        CRC32 checksum = new CRC32();
        checksum.update(CONTENT);
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void aStreamWithTheRightChecksumEnds() throws Exception {
        bodies.add(CONTENT);
        try (InputStream stream = store.open("a")) {
            assertThat(stream.readAllBytes()).isEqualTo(CONTENT);
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void aStreamWithAWrongChecksumNeverEnds() throws Exception {
        bodies.add(DAMAGED);
        try (InputStream stream = store.open("a")) {
            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetriable()).isTrue())
                    .hasMessageStartingWith("could not read s3://bucket/a: ")
                    .hasMessageContaining("checksum");
            assertThatThrownBy(stream::read).isInstanceOf(StoreException.class).hasMessageContaining("checksum");
        }
    }

    /** Whoever reads no more than the bytes there are must learn of it as well. */
    @Test
    void theLastBytesAreNotHandedOutWithAWrongChecksum() throws Exception {
        bodies.add(DAMAGED);
        try (InputStream stream = store.open("a")) {
            assertThatThrownBy(() -> stream.readNBytes(DAMAGED.length)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void aSmallObjectWithAWrongChecksumIsReadAgain() throws Exception {
        bodies.addAll(List.of(DAMAGED, CONTENT));
        assertThat(Objects.requireNonNull(store.readVersioned("a")).content()).isEqualTo(CONTENT);
        bodies.addAll(List.of(DAMAGED, DAMAGED, DAMAGED));
        assertThatThrownBy(() -> store.readVersioned("a"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isTrue())
                .hasMessageContaining("checksum");
        assertThat(bodies).isEmpty();
    }
}
