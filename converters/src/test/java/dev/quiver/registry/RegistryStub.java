/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A schema registry in this JVM, which keeps its schemas in memory and can be told to fail. */
public final class RegistryStub implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final StoredSchemas schemas;
    private final List<String> requests = new ArrayList<>();
    private final Deque<Integer> failures = new ArrayDeque<>();
    private final boolean isSecure;
    private @Nullable String authorization;
    private @Nullable String token;
    private @Nullable String elsewhere;
    private boolean isSilent;

    private RegistryStub(HttpServer server, StoredSchemas schemas, boolean isSecure) {
        this.server = server;
        this.schemas = schemas;
        this.isSecure = isSecure;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** A registry without schemas at any free port of this host. */
    public static RegistryStub start() throws IOException {
        return new RegistryStub(HttpServer.create(anyPort(), 0), new StoredSchemas(), false);
    }

    /** Another server of the registry that {@code first} is a server of. */
    static RegistryStub beside(RegistryStub first) throws IOException {
        return new RegistryStub(HttpServer.create(anyPort(), 0), first.schemas, false);
    }

    /** A registry that wants to see the certificates of its clients. */
    static RegistryStub secure(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters needed = getSSLContext().getDefaultSSLParameters();
                needed.setNeedClientAuth(true);
                parameters.setSSLParameters(needed);
            }
        });
        return new RegistryStub(server, new StoredSchemas(), true);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Where it is. */
    public String url() {
        return (isSecure ? "https" : "http") + "://localhost:"
                + server.getAddress().getPort();
    }

    /** The schemas. */
    StoredSchemas schemas() {
        return schemas;
    }

    /** Registers {@code schema} as the next one of {@code subject}, whatever is there, and returns its id. */
    public int put(String subject, String schema) {
        synchronized (schemas) {
            return schemas.put(subject, "AVRO", schema);
        }
    }

    /** What was asked, as method and path, in order. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** The next {@code count} requests are answered with {@code status}. */
    synchronized void fail(int status, int count) {
        for (int left = count; left > 0; left--) {
            failures.add(status);
        }
    }

    /** Requests are sent to {@code location} from now on. */
    synchronized void sendTo(String location) {
        elsewhere = location;
    }

    /** Requests are answered no more. */
    synchronized void silence() {
        isSilent = true;
    }

    /** Only requests with this header are let in from now on. */
    synchronized void require(String header) {
        authorization = header;
    }

    /** What clients that ask for a token get, good for as many seconds; it is then the only one that is let in. */
    synchronized void give(String newToken) {
        token = newToken;
        authorization = "Bearer " + newToken;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        boolean answers;
        int status;
        synchronized (this) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            answers = !isSilent;
            status = failures.isEmpty() ? elsewhere == null ? 200 : 307 : failures.remove();
            if (elsewhere != null) {
                exchange.getResponseHeaders().set("Location", elsewhere);
            }
        }
        if (!answers) {
            return;
        }
        JsonNode body = read(exchange);
        if (status != 200) {
            reply(exchange, status, error(status, "told to fail"));
        } else if (path.equals("/token")) {
            ObjectNode given = JsonNodeFactory.instance.objectNode();
            reply(exchange, 200, given.put("access_token", token).put("expires_in", 1_000));
        } else if (!isLetIn(exchange)) {
            reply(exchange, 401, error(40101, "Unauthorized"));
        } else {
            reply(exchange, path, body);
        }
    }

    private synchronized boolean isLetIn(HttpExchange exchange) {
        return authorization == null
                || authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static JsonNode read(HttpExchange exchange) throws IOException {
        try (InputStream body = exchange.getRequestBody()) {
            return new ObjectMapper().readTree(body.readAllBytes());
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private void reply(HttpExchange exchange, String path, JsonNode body) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String part : path.substring(1).split("/", -1)) {
            parts.add(URLDecoder.decode(part, StandardCharsets.UTF_8));
        }
        ObjectNode found = found(parts, exchange.getRequestMethod().equals("POST"), body);
        reply(exchange, found.path("error_code").asInt(20_000) / 100, found);
    }

    private ObjectNode found(List<String> parts, boolean isPost, JsonNode body) {
        synchronized (schemas) {
            return switch (parts.get(0)) {
                case "schemas" ->
                    parts.get(1).equals("ids")
                            ? schemas.byId(Integer.parseInt(parts.get(2)))
                            : schemas.byGuid(parts.get(2));
                case "subjects" -> {
                    if (isPost) {
                        yield parts.size() == 3
                                ? schemas.register(parts.get(1), body)
                                : schemas.lookUp(parts.get(1), body);
                    }
                    yield schemas.version(parts.get(1), parts.get(3));
                }
                case "compatibility" -> schemas.compatibility(parts.get(2), body);
                default -> error(40_400, "HTTP 404 Not Found");
            };
        }
    }

    static ObjectNode error(int code, String message) {
        return JsonNodeFactory.instance.objectNode().put("error_code", code).put("message", message);
    }

    private static void reply(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = new ObjectMapper().writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status < 100 ? 500 : status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** References as requests have them. */
    static ArrayNode references(JsonNode body) {
        return body.path("references") instanceof ArrayNode array ? array : JsonNodeFactory.instance.arrayNode();
    }
}
