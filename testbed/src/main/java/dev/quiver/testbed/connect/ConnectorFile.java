/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A connector as one would post it: {@code {"name": ..., "config": {...}}}.
 *
 * @param name the name of the connector
 * @param config its configuration
 */
public record ConnectorFile(String name, ObjectNode config) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a file and puts {@code values} in the place of {@code ${key}}. Other dollar signs stay, for connectors have
     * templates of their own.
     *
     * @throws IllegalArgumentException if the file has no use for one of the keys, or is not what it should be
     */
    public static ConnectorFile read(Path file, Map<String, String> values) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        }
        return parse(text, values, file.toString());
    }

    /** As {@link #read}, of a text. */
    public static ConnectorFile parse(String text, Map<String, String> values) {
        return parse(text, values, "the connector");
    }

    private static ConnectorFile parse(String text, Map<String, String> values, String origin) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            String placeholder = "${" + value.getKey() + "}";
            if (!filled.contains(placeholder)) {
                throw new IllegalArgumentException(origin + " has no " + placeholder);
            }
            filled = filled.replace(placeholder, escape(value.getValue()));
        }
        ObjectNode json = object(filled, origin);
        JsonNode config = json.path("config");
        if (!json.path("name").isTextual() || !(config instanceof ObjectNode object)) {
            throw new IllegalArgumentException(origin + " is not {\"name\": ..., \"config\": {...}}");
        }
        return new ConnectorFile(json.path("name").asText(), object);
    }

    /** Parses a JSON object. */
    static ObjectNode object(String text, String origin) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException(origin + " is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(origin + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
