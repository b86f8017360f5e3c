/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which HTTP/1.1 carries a body, through the proxy to a plain server. */
final class HttpProtocolTest {
    private final List<Integer> receivedBytes = new CopyOnWriteArrayList<>();
    private final List<String> hosts = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private HttpFaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::answer);
        server.start();
        proxy = HttpFaultProxy.to(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, 3_000_000})
    void bodiesWithALengthAndInChunksArriveWhole(int count) throws Exception {
        assertThat(put(BodyPublishers.ofByteArray(new byte[count]), false)).isEqualTo(count);
        assertThat(put(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[count])), false))
                .isEqualTo(count);
    }

    @Test
    void aClientThatWaitsForContinueIsToldToGoOn() throws Exception {
        assertThat(put(BodyPublishers.ofByteArray(new byte[200_000]), true)).isEqualTo(200_000);
    }

    @Test
    void aLostReplyAfterContinueMeansTheBodyArrived() {
        proxy.always(request -> true, Fault.LOSE_REPLY);

        assertThatThrownBy(() -> put(BodyPublishers.ofByteArray(new byte[5_000]), true))
                .isInstanceOf(IOException.class);

        assertThat(receivedBytes).containsExactly(5_000);
    }

    @Test
    void theHostHeaderArrivesUnchanged() throws Exception {
        put(BodyPublishers.noBody(), false);

        assertThat(hosts).containsExactly(proxy.endpoint().getAuthority());
    }

    @Test
    void severalRequestsShareAConnectionAcrossAFault() throws IOException {
        proxy.script(request -> true, Fault.SLOW_DOWN, 1, 1);
        String request = "PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";

        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.endpoint().getPort())) {
            for (String status : List.of("200", "503", "200")) {
                socket.getOutputStream().write(request.getBytes(UTF_8));
                HttpHead answer = Objects.requireNonNull(HttpHead.read(socket.getInputStream()));
                assertThat(Integer.toString(answer.status())).isEqualTo(status);
                answer.copyReplyBody("PUT", socket.getInputStream(), OutputStream.nullOutputStream());
            }
        }

        assertThat(receivedBytes).containsExactly(3, 3);
    }

    @Test
    void aServerThatIsGoneEndsTheConnection() {
        server.stop(0);

        assertThatThrownBy(() -> put(BodyPublishers.ofString("x"), false)).isInstanceOf(IOException.class);
        assertThat(proxy.exchanges()).extracting(Exchange::status).contains(0);
    }

    private int put(BodyPublisher body, boolean expectContinue) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(proxy.endpoint().resolve("/b/k?x=1"))
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(expectContinue)
                .PUT(body)
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        return Integer.parseInt(answer.body());
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            int count = exchange.getRequestBody().readAllBytes().length;
            receivedBytes.add(count);
            hosts.add(String.valueOf(exchange.getRequestHeaders().getFirst("Host")));
            // Length zero stands for chunks.
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(Integer.toString(count).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
