/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** JSON within metadata and parameters. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** {@code map} as an object with sorted keys. */
    static String object(Map<String, @Nullable String> map) {
        return text(MAPPER.valueToTree(new TreeMap<>(map)));
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written as JSON", e);
        }
    }

    /** The object of texts and nulls in {@code text}, which stands under {@code key}. */
    static Map<String, @Nullable String> texts(String path, String key, String text) {
        try {
            Map<String, @Nullable String> map = MAPPER.readValue(text, new TypeReference<>() {});
            return map == null ? Map.of() : map;
        } catch (JsonProcessingException e) {
            throw new DataException("column '" + path + "': " + key + " is not a JSON object of strings", e);
        }
    }

    /** The value in {@code text}, which stands under {@code key}. */
    static JsonNode value(String path, String key, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new DataException("column '" + path + "': " + key + " is not JSON", e);
        }
    }
}
