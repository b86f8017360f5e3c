/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of Arrow fields that keeps what only Connect knows of a column. It is there only where the Arrow type
 * alone would give another Connect schema; then name, version, documentation and default are all that the keys say, and
 * {@link #PARAMETERS} changes the parameters that the Arrow type gives: null removes one.
 */
record ConnectMetadata(
        Schema.Type type,
        boolean optional,
        @Nullable String name,
        @Nullable Integer version,
        @Nullable Map<String, String> parameters) {
    static final String TYPE = "connect.type";
    static final String NAME = "connect.name";
    static final String VERSION = "connect.version";
    static final String DOC = "connect.doc";
    static final String DEFAULT = "connect.default";
    static final String PARAMETERS = "connect.parameters";
    static final String OPTIONAL = "connect.optional";
    /** Of the schema: the name of the one column that is the value itself. */
    static final String ROOT = "connect.root";

    static final Set<String> KEYS = Set.of(TYPE, NAME, VERSION, DOC, DEFAULT, PARAMETERS, OPTIONAL, ROOT);

    private static final Set<String> SAYING = Set.of(TYPE, NAME, VERSION, DOC, DEFAULT, PARAMETERS);

    /** The metadata that turns what {@code derived} says into {@code schema}; empty if they are the same. */
    static Map<String, String> difference(FieldDescription derived, Schema schema) {
        Map<String, String> metadata = new TreeMap<>();
        DerivedType type = derived.type();
        if (!isSame(type, schema)) {
            put(metadata, NAME, schema.name());
            put(metadata, VERSION, schema.version());
            put(metadata, DOC, schema.doc());
            Object otherwise = schema.defaultValue();
            put(metadata, DEFAULT, otherwise == null ? null : DefaultValue.json(schema, otherwise));
            put(metadata, PARAMETERS, patch(type.parameters(), schema.parameters()));
            if (type.type() != schema.type() || metadata.isEmpty()) {
                metadata.put(TYPE, schema.type().name().toLowerCase(Locale.ROOT));
            }
        }
        if (derived.optional() != schema.isOptional()) {
            metadata.put(OPTIONAL, Boolean.toString(schema.isOptional()));
        }
        return metadata;
    }

    private static boolean isSame(DerivedType type, Schema schema) {
        return type.type() == schema.type()
                && Objects.equals(type.name(), schema.name())
                && Objects.equals(type.version(), schema.version())
                && schema.doc() == null
                && schema.defaultValue() == null
                && Objects.equals(type.parameters().isEmpty() ? null : type.parameters(), schema.parameters());
    }

    private static void put(Map<String, String> metadata, String key, @Nullable Object value) {
        if (value != null) {
            metadata.put(key, value.toString());
        }
    }

    /** What changes {@code derived} into {@code wanted}, or null if nothing must change. */
    private static @Nullable String patch(Map<String, String> derived, @Nullable Map<String, String> wanted) {
        Map<String, String> target = wanted == null ? Map.of() : wanted;
        Map<String, @Nullable String> patch = new TreeMap<>();
        target.forEach((key, value) -> {
            if (!Objects.equals(derived.get(key), value)) {
                patch.put(key, value);
            }
        });
        derived.forEach((key, value) -> {
            if (!target.containsKey(key)) {
                patch.put(key, null);
            }
        });
        boolean isEmptyMap = wanted != null && wanted.isEmpty() && patch.isEmpty();
        return patch.isEmpty() && !isEmptyMap ? null : Json.object(patch);
    }

    /** What {@code metadata} makes of {@code derived}. */
    static ConnectMetadata of(String path, FieldDescription derived, Map<String, String> metadata) {
        DerivedType type = derived.type();
        String optional = metadata.get(OPTIONAL);
        boolean isOptional = optional == null ? derived.optional() : Boolean.parseBoolean(optional);
        if (Collections.disjoint(SAYING, metadata.keySet())) {
            return new ConnectMetadata(
                    type.type(), isOptional, type.name(), type.version(), nullIfEmpty(type.parameters()));
        }
        String given = metadata.get(TYPE);
        String version = metadata.get(VERSION);
        return new ConnectMetadata(
                given == null ? type.type() : type(path, given),
                isOptional,
                metadata.get(NAME),
                version == null ? null : number(path, version),
                patched(path, type.parameters(), metadata.get(PARAMETERS)));
    }

    private static Schema.Type type(String path, String text) {
        try {
            return Schema.Type.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new DataException("column '" + path + "': " + TYPE + " is not a type: " + text, e);
        }
    }

    private static Integer number(String path, String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new DataException("column '" + path + "': " + VERSION + " is not a number: " + text, e);
        }
    }

    private static @Nullable Map<String, String> patched(
            String path, Map<String, String> derived, @Nullable String text) {
        if (text == null) {
            return nullIfEmpty(derived);
        }
        Map<String, @Nullable String> patch = Json.texts(path, PARAMETERS, text);
        Map<String, String> patched = new TreeMap<>(derived);
        patch.forEach((key, value) -> {
            if (value == null) {
                patched.remove(key);
            } else {
                patched.put(key, value);
            }
        });
        return patch.isEmpty() ? patched : nullIfEmpty(patched);
    }

    private static @Nullable Map<String, String> nullIfEmpty(Map<String, String> parameters) {
        return parameters.isEmpty() ? null : parameters;
    }
}
