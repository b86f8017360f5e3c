/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A connector and its tasks at one moment.
 *
 * @param name the name of the connector
 * @param connector the connector itself
 * @param tasks its tasks, by number
 */
public record ConnectorStatus(String name, Part connector, List<Part> tasks) {
    /** Copies the tasks. */
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /**
     * The connector or one task.
     *
     * @param label {@code connector} or {@code task 0}
     * @param state what it does
     * @param worker the worker that has it, as {@code host:port}
     * @param trace why it failed; empty otherwise
     */
    public record Part(String label, ConnectState state, String worker, String trace) {
        @Override
        public String toString() {
            return label + " " + state + " on " + worker + (trace.isEmpty() ? "" : ":\n" + trace);
        }
    }

    static ConnectorStatus of(JsonNode json) {
        List<Part> tasks = new ArrayList<>();
        for (JsonNode task : json.path("tasks")) {
            tasks.add(part("task " + task.path("id").asInt(), task));
        }
        return new ConnectorStatus(json.path("name").asText(), part("connector", json.path("connector")), tasks);
    }

    /** Whether the connector and at least {@code taskCount} tasks run, and no task does anything else. */
    public boolean isRunning(int taskCount) {
        return isAll(ConnectState.RUNNING) && tasks.size() >= taskCount;
    }

    /** Whether the connector and all its tasks are in {@code state}. */
    public boolean isAll(ConnectState state) {
        return connector.state() == state && tasks.stream().allMatch(task -> task.state() == state);
    }

    /** Whether the connector or one of its tasks gave up. */
    public boolean hasFailed() {
        return connector.state() == ConnectState.FAILED
                || tasks.stream().anyMatch(task -> task.state() == ConnectState.FAILED);
    }

    /** The traces of whatever failed; empty when nothing did. */
    public String trace() {
        List<String> traces = new ArrayList<>();
        traces.add(connector.trace());
        tasks.forEach(task -> traces.add(task.trace()));
        return traces.stream().filter(trace -> !trace.isEmpty()).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return name + ": " + connector + tasks.stream().map(task -> ", " + task).collect(Collectors.joining());
    }

    private static Part part(String label, JsonNode json) {
        return new Part(
                label,
                ConnectState.valueOf(json.path("state").asText("UNASSIGNED")),
                json.path("worker_id").asText(),
                json.path("trace").asText());
    }
}
