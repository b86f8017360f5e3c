/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.testbed.process.Await;
import dev.quiver.testbed.process.Await.RetryLater;
import dev.quiver.testbed.process.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The REST interface of a group of workers. While the group rebalances or a worker is being replaced, a call is
 * repeated for up to a minute; any other refusal is an {@link IllegalStateException} with the answer in its message.
 */
public final class ConnectRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL_WITHIN = Duration.ofSeconds(60);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
    private static final Duration STATE_WITHIN = Duration.ofSeconds(90);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final Supplier<URI> endpoint;

    /** The interface at the address that {@code endpoint} yields, asked anew for every call. */
    public ConnectRest(Supplier<URI> endpoint) {
        this.endpoint = endpoint;
    }

    /** Creates the connector, or gives it a new configuration; {@code config} is a JSON object of settings. */
    public void put(String name, String config) {
        put(new ConnectorFile(name, ConnectorFile.object(config, "the configuration of " + name)));
    }

    /** Creates the connector, or gives it a new configuration. */
    public void put(String name, Map<String, String> config) {
        put(new ConnectorFile(name, JSON.valueToTree(config)));
    }

    /** Creates a connector that waits for {@link #resume}; workers from 3.7 on can. */
    public void createStopped(String name, Map<String, String> config) {
        ObjectNode connector = JSON.createObjectNode().put("name", name).put("initial_state", "STOPPED");
        connector.set("config", JSON.valueToTree(config));
        call("POST", "/connectors", connector.toString());
    }

    /** Creates the connector in {@code file}, or gives it a new configuration. */
    public void put(ConnectorFile file) {
        call("PUT", path(file.name(), "config"), file.config().toString());
    }

    /** Creates the connector of a JSON file with {@code values} in the place of its placeholders; returns its name. */
    public String submit(Path file, Map<String, String> values) {
        ConnectorFile connector = ConnectorFile.read(file, values);
        put(connector);
        return connector.name();
    }

    /** The names of all connectors. */
    public List<String> connectors() {
        return JSON.convertValue(
                call("GET", "/connectors", ""),
                JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    /** The configuration of a connector. */
    public JsonNode config(String name) {
        return call("GET", path(name, "config"), "");
    }

    /** A connector and its tasks now. */
    public ConnectorStatus status(String name) {
        return ConnectorStatus.of(call("GET", path(name, "status"), ""));
    }

    /** Starts a connector and all its tasks again. */
    public void restart(String name) {
        call("POST", path(name, "restart?includeTasks=true"), "");
    }

    /** Starts one task again. */
    public void restartTask(String name, int task) {
        call("POST", path(name, "tasks/" + task + "/restart"), "");
    }

    /** Asks a connector to pause; {@link #awaitState} tells when it did. */
    public void pause(String name) {
        call("PUT", path(name, "pause"), "");
    }

    /** Asks a paused or stopped connector to go on. */
    public void resume(String name) {
        call("PUT", path(name, "resume"), "");
    }

    /** Asks a connector to stop and to give its tasks up. */
    public void stop(String name) {
        call("PUT", path(name, "stop"), "");
    }

    /** Removes a connector. */
    public void delete(String name) {
        call("DELETE", path(name, ""), "");
    }

    /** The committed offsets of a connector, as Connect shows them. */
    public JsonNode offsets(String name) {
        return call("GET", path(name, "offsets"), "");
    }

    /** Sets offsets of a stopped connector; {@code offsets} is the JSON that {@link #offsets} returns. */
    public void alterOffsets(String name, String offsets) {
        call("PATCH", path(name, "offsets"), offsets);
    }

    /** Forgets all offsets of a stopped connector. */
    public void resetOffsets(String name) {
        call("DELETE", path(name, "offsets"), "");
    }

    /** The class names of all plugins of every kind. */
    public List<String> plugins() {
        return call("GET", "/connector-plugins?connectorsOnly=false", "").findValuesAsText("class");
    }

    /** Validates a configuration without creating anything; returns what Connect says about each key. */
    public JsonNode validate(String connectorClass, String config) {
        return call("PUT", "/connector-plugins/" + encode(connectorClass) + "/config/validate", config);
    }

    /** Waits until the connector and at least one task run; fails with the trace as soon as one of them fails. */
    public ConnectorStatus awaitRunning(String name) {
        return awaitRunning(name, 1);
    }

    /** Waits until the connector and {@code taskCount} tasks run; fails with the trace as soon as one of them fails. */
    public ConnectorStatus awaitRunning(String name, int taskCount) {
        return await(name, "run with " + taskCount + " tasks", STATE_WITHIN, status -> {
            if (status.hasFailed()) {
                throw new IllegalStateException("connector " + status);
            }
            return status.isRunning(taskCount);
        });
    }

    /** Waits until the connector and all its tasks are in {@code state}. */
    public ConnectorStatus awaitState(String name, ConnectState state) {
        return await(name, "be " + state, STATE_WITHIN, status -> status.isAll(state));
    }

    /** Waits until the connector or one of its tasks fails; the trace of the answer says why. */
    public ConnectorStatus awaitFailed(String name) {
        return await(name, "fail", STATE_WITHIN, ConnectorStatus::hasFailed);
    }

    /** Waits until {@code condition} holds for the connector. */
    public ConnectorStatus await(String name, String what, Duration limit, Predicate<ConnectorStatus> condition) {
        return Await.value("connector " + name + " to " + what, limit, () -> {
            HttpResponse<byte[]> answer = send("GET", path(name, "status"), "");
            if (answer.statusCode() != 200) {
                throw new RetryLater(text(answer));
            }
            ConnectorStatus status = ConnectorStatus.of(json(answer));
            if (!condition.test(status)) {
                throw new RetryLater(status.toString());
            }
            return status;
        });
    }

    /** Sends any request and returns the JSON of the answer, or a missing node when it is empty. */
    public JsonNode call(String method, String path, String body) {
        HttpResponse<byte[]> answer = Await.value(method + " " + path + " to be accepted", CALL_WITHIN, () -> {
            HttpResponse<byte[]> candidate = send(method, path, body);
            if (isTransient(method, candidate)) {
                throw new RetryLater(text(candidate));
            }
            return candidate;
        });
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + " was refused: " + text(answer));
        }
        return json(answer);
    }

    private HttpResponse<byte[]> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(endpoint.get().resolve(path))
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return Http.send(request);
        } catch (UncheckedIOException e) {
            throw new RetryLater(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** Rebalancing, a worker or leader that just left, or a herder that was too busy to answer. */
    private static boolean isTransient(String method, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status == CONFLICT) {
            return !method.equals("POST") || !text(answer).contains("already exists");
        }
        if (status == NOT_FOUND) {
            return text(answer).contains("Unknown worker") || text(answer).contains("No status found");
        }
        boolean passing = text(answer).contains("timed out") || text(answer).contains("trying to forward REST request");
        return status == 503 || (status >= 500 && passing);
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        if (answer.body().length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("the answer is not JSON: " + text(answer), e);
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String path(String name, String rest) {
        return "/connectors/" + encode(name) + (rest.isEmpty() ? "" : "/" + rest);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
