/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to a registry of one or more servers. A request that a server cannot answer now goes to the next one; when
 * all of them have failed, all are asked again after a while. One thread at a time.
 */
final class RegistryHttp {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    /** Far more than any schema takes. */
    private static final int RESPONSE_BYTES_MAX = 64 << 20;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;

    private final List<Server> servers;
    private final Map<String, String> headers;
    private final HttpClient client;
    private final Duration timeout;
    private final RetryPolicy retries;
    private final RetryPolicy.Pause pause;
    /** The server that answered last. */
    private int preferred;

    RegistryHttp(
            List<Server> servers,
            Map<String, String> headers,
            HttpSettings settings,
            RetryPolicy retries,
            RetryPolicy.Pause pause) {
        this.servers = List.copyOf(servers);
        this.headers = Map.copyOf(headers);
        this.client = settings.client();
        this.timeout = settings.readTimeout();
        this.retries = retries;
        this.pause = pause;
    }

    /**
     * One server of the registry.
     *
     * @param base its address, without a slash at the end, and without secrets
     */
    record Server(String base, Authorization authorization) {}

    /**
     * An answer that is not to be asked for again.
     *
     * @param location where it sends us, empty for nowhere
     */
    record Answer(int status, JsonNode body, String location) {
        boolean isFound() {
            return status != 404;
        }

        /** What the registry says about a failure. */
        String reason() {
            String message = Json.text(body, "message");
            return "HTTP " + status + (message == null ? "" : ": " + message);
        }
    }

    /**
     * The answer to a request.
     *
     * @param path behind the address of the server, encoded
     * @param body null for a GET
     * @throws RetriableException if no server answers
     * @throws ConnectException if the registry does not let us in
     */
    Answer ask(String path, @Nullable JsonNode body) {
        String reason = "";
        for (int round = 0; round <= retries.retriesMax(); round++) {
            if (round > 0) {
                pause(retries.before(round));
            }
            for (int tried = 0; tried < servers.size(); tried++) {
                int index = (preferred + tried) % servers.size();
                Server server = servers.get(index);
                try {
                    Answer answer = send(server, path, body);
                    if (!mayWorkLater(answer.status())) {
                        preferred = index;
                        return checked(server, path, answer);
                    }
                    reason = server.base() + path + ": " + answer.reason();
                } catch (IOException e) {
                    reason = server.base() + path + ": " + e;
                }
                LOG.warn(
                        "no answer from the schema registry, round {} of {}: {}",
                        round + 1,
                        retries.retriesMax() + 1,
                        reason);
            }
        }
        throw new RetriableException("the schema registry does not answer: " + reason);
    }

    private void pause(Duration time) {
        try {
            pause.pass(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetriableException("interrupted while the schema registry did not answer", e);
        }
    }

    /** Whether {@code status} says that the same request may be answered another time. */
    static boolean mayWorkLater(int status) {
        return status >= SERVER_ERROR || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
    }

    private static Answer checked(Server server, String path, Answer answer) {
        if (answer.status() == 401 || answer.status() == 403) {
            throw new ConnectException("the schema registry refuses " + server.base() + path + ": " + answer.reason()
                    + ", set basic.auth.user.info, bearer.auth.token or schema.registry.ssl.keystore.location");
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            throw new ConnectException("what answers at " + server.base() + path + " sends elsewhere, to "
                    + answer.location() + ", which is not followed: set schema.registry.url to where the registry is");
        }
        if (answer.status() < 300 && !answer.body().isContainerNode()) {
            throw new ConnectException("what answers at " + server.base() + path + " is no schema registry");
        }
        return answer;
    }

    private Answer send(Server server, String path, @Nullable JsonNode body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.base() + path))
                .header("Accept", MEDIA_TYPE + ", application/json");
        headers.forEach(request::header);
        String authorization = server.authorization().header();
        if (authorization != null) {
            request.setHeader("Authorization", authorization);
        }
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE).POST(HttpRequest.BodyPublishers.ofString(Json.text(body)));
        }
        HttpResponse<byte[]> response = exchange(client, request.build(), timeout);
        // What follows a question mark may be a secret.
        String location = response.headers().firstValue("Location").orElse("").replaceFirst("\\?.*", "");
        return new Answer(response.statusCode(), Json.parse(response.body()), location);
    }

    /**
     * The whole response, within {@code timeout}.
     *
     * @throws IOException if it does not come
     * @throws RetriableException if the thread is interrupted
     */
    static HttpResponse<byte[]> exchange(HttpClient client, HttpRequest request, Duration timeout) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, info -> new LimitedBody(RESPONSE_BYTES_MAX));
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new IOException("no response within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new RetriableException("interrupted while the schema registry did not answer", e);
        }
    }
}
