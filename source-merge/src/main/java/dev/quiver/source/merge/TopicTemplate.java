/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.otel.OtelWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a topic with places for attributes: {@code {resource:NAME}}, {@code {attribute:NAME}}, {@code {part}}; a
 * dollar sign before a place is allowed. What topics must not have in their names becomes an underscore.
 */
final class TopicTemplate {
    private static final Pattern PLACE = Pattern.compile("\\$?\\{([^{}]*)}");
    private static final Pattern FORBIDDEN = Pattern.compile("[^a-zA-Z0-9._-]");
    private static final int LENGTH_MAX = 249;

    private final List<Part> parts;
    private final String missing;

    private TopicTemplate(List<Part> parts, String missing) {
        this.parts = List.copyOf(parts);
        this.missing = missing;
    }

    /** A text as it is, or a place. */
    private record Part(String text, KeySource source) {}

    /**
     * Reads {@code text}; attributes that are not there become {@code missing}.
     *
     * @throws IllegalArgumentException if a place has no meaning, or what is around places cannot be in a topic's name
     */
    static TopicTemplate parse(String text, String missing) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PLACE.matcher(text);
        int end = 0;
        while (matcher.find()) {
            parts.add(literal(text.substring(end, matcher.start())));
            parts.add(new Part("", place(matcher.group(1))));
            end = matcher.end();
        }
        parts.add(literal(text.substring(end)));
        return new TopicTemplate(parts, missing);
    }

    private static Part literal(String text) {
        if (FORBIDDEN.matcher(text).find()) {
            throw new IllegalArgumentException("has '" + text + "', which cannot be in the name of a topic");
        }
        return new Part(text, new KeySource(KeySource.Kind.NONE, ""));
    }

    private static KeySource place(String text) {
        KeySource source = KeySource.parse(text.equals("part") ? "part-id" : text);
        return switch (source.kind()) {
            case PART_ID, RESOURCE, ATTRIBUTE -> source;
            case NONE, TRACE_ID ->
                throw new IllegalArgumentException(
                        "has a place {" + text + "}; there are resource:NAME," + " attribute:NAME and part");
        };
    }

    /** The topic of {@code parent}. */
    String topic(String part, OtelWindow window, int parent) throws IOException {
        if (parts.size() == 1) {
            return parts.get(0).text();
        }
        StringBuilder topic = new StringBuilder();
        for (Part each : parts) {
            switch (each.source().kind()) {
                case NONE, TRACE_ID -> topic.append(each.text());
                case PART_ID -> topic.append(part);
                case RESOURCE ->
                    append(topic, window.resourceText(parent, each.source().name()));
                case ATTRIBUTE ->
                    append(topic, window.attributeText(parent, each.source().name()));
            }
        }
        String clean = FORBIDDEN.matcher(topic).replaceAll("_");
        if (clean.equals(".") || clean.equals("..")) {
            return clean.replace('.', '_'); // names of directories, which no topic may have
        }
        return clean.length() <= LENGTH_MAX ? clean : clean.substring(0, LENGTH_MAX);
    }

    private void append(StringBuilder topic, @Nullable String value) {
        topic.append(value == null || value.isEmpty() ? missing : value);
    }
}
