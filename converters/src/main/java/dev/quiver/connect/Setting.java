/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key, declared once: what it means, what it may be, what it is when nobody says, and how it is read.
 *
 * @param <T> what the key is read as
 */
public final class Setting<T> {
    private final String group;
    private final String key;
    private final ConfigDef.Type type;
    private final @Nullable Object otherwise;
    private final String documentation;
    private final List<String> choices;
    private final ConfigDef.@Nullable Validator validator;
    private final Reader<T> reader;

    /** Turns what {@link ConfigDef} has parsed into what the connector wants. */
    private interface Reader<T> {
        T read(@Nullable Object parsed);
    }

    private Setting(
            Declaration declaration,
            ConfigDef.Type type,
            @Nullable Object otherwise,
            List<String> choices,
            ConfigDef.@Nullable Validator validator,
            Reader<T> reader) {
        this.group = declaration.group();
        this.key = declaration.key();
        this.documentation = declaration.documentation();
        this.type = type;
        this.otherwise = otherwise;
        this.choices = choices;
        this.validator = validator;
        this.reader = reader;
    }

    /** What every kind of setting has: where it is shown, what it is called, what it does. */
    private record Declaration(String group, String key, String documentation) {}

    /** A text that must be given. */
    public static Setting<String> required(String group, String key, String documentation) {
        Declaration declaration = new Declaration(group, key, documentation);
        return new Setting<>(
                declaration, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE, List.of(), notBlank(), Setting::text);
    }

    /** A text that may be left out and is then empty. */
    public static Setting<String> optional(String group, String key, String documentation) {
        Declaration declaration = new Declaration(group, key, documentation);
        return new Setting<>(declaration, ConfigDef.Type.STRING, "", List.of(), null, Setting::text);
    }

    /** A text that is {@code otherwise} when left out. */
    public static Setting<String> text(String group, String key, String otherwise, String documentation) {
        Declaration declaration = new Declaration(group, key, documentation);
        return new Setting<>(declaration, ConfigDef.Type.STRING, otherwise, List.of(), notBlank(), Setting::text);
    }

    /** A secret that may be left out and is then empty; no log shows it. */
    public static Setting<Password> secret(String group, String key, String documentation) {
        Declaration declaration = new Declaration(group, key, documentation);
        Password none = new Password("");
        return new Setting<>(
                declaration,
                ConfigDef.Type.PASSWORD,
                none,
                List.of(),
                null,
                parsed -> parsed instanceof Password p ? p : none);
    }

    /** Texts separated by commas. */
    public static Setting<List<String>> list(String group, String key, String otherwise, String documentation) {
        Declaration declaration = new Declaration(group, key, documentation);
        return new Setting<>(declaration, ConfigDef.Type.LIST, otherwise, List.of(), null, Setting::texts);
    }

    /** Yes or no. */
    public static Setting<Boolean> flag(String group, String key, boolean otherwise, String documentation) {
        Declaration declaration = new Declaration(group, key, documentation);
        return new Setting<>(
                declaration,
                ConfigDef.Type.BOOLEAN,
                otherwise,
                List.of(),
                null,
                parsed -> parsed instanceof Boolean given ? given : otherwise);
    }

    /** A whole number from {@code min} to {@code max}. */
    public static Setting<Integer> number(
            String group, String key, int min, int max, int otherwise, String documentation) {
        Declaration declaration = new Declaration(group, key, documentation);
        ConfigDef.Validator range = ConfigDef.Range.between(min, max);
        return new Setting<>(
                declaration,
                ConfigDef.Type.INT,
                otherwise,
                List.of(),
                range,
                parsed -> ((Number) present(parsed)).intValue());
    }

    /** A whole number of at least {@code min}. */
    public static Setting<Long> atLeast(String group, String key, long min, long otherwise, String documentation) {
        Declaration declaration = new Declaration(group, key, documentation);
        ConfigDef.Validator range = ConfigDef.Range.atLeast(min);
        return new Setting<>(
                declaration,
                ConfigDef.Type.LONG,
                otherwise,
                List.of(),
                range,
                parsed -> ((Number) present(parsed)).longValue());
    }

    /** One of the constants of {@code choices}, written in lower case with hyphens. */
    public static <E extends Enum<E>> Setting<E> oneOf(
            String group, String key, Class<E> choices, E otherwise, String documentation) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E choice : choices.getEnumConstants()) {
            byName.put(nameOf(choice), choice);
        }
        List<String> names = List.copyOf(byName.keySet());
        return new Setting<>(
                new Declaration(group, key, documentation),
                ConfigDef.Type.STRING,
                nameOf(otherwise),
                names,
                oneOf(names),
                parsed -> byName.getOrDefault(spelled(text(parsed)), otherwise));
    }

    private static ConfigDef.Validator oneOf(List<String> names) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (!(value instanceof String text) || !names.contains(spelled(text))) {
                        throw new SettingException(name, value, "must be one of " + String.join(", ", names));
                    }
                },
                () -> "one of " + String.join(", ", names));
    }

    /** Case and the kind of line between words do not matter: {@code EXACTLY_ONCE} is {@code exactly-once}. */
    private static String spelled(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How {@code choice} is written in a configuration. */
    public static String nameOf(Enum<?> choice) {
        return spelled(choice.name());
    }

    private static ConfigDef.Validator notBlank() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (!(value instanceof String text) || text.isBlank()) {
                        throw new SettingException(name, value, "must not be blank");
                    }
                },
                () -> "not blank");
    }

    private static Object present(@Nullable Object parsed) {
        if (parsed == null) {
            throw new IllegalStateException("a number is read before its default was filled in");
        }
        return parsed;
    }

    private static String text(@Nullable Object parsed) {
        return parsed instanceof String text ? text.trim() : "";
    }

    private static List<String> texts(@Nullable Object parsed) {
        Stream<?> values = parsed instanceof Collection<?> list ? list.stream() : Stream.empty();
        return values.map(String::valueOf).map(String::trim).toList();
    }

    /** The key. */
    public String key() {
        return key;
    }

    /** The value in {@code parsed}, which a definition with this setting has parsed. */
    public T in(Map<String, Object> parsed) {
        return reader.read(parsed.get(key));
    }

    /** The refusal of {@code value} for this key; {@code value} must not be a secret. */
    public SettingException refuse(Object value, String reason) {
        return new SettingException(key, value, reason);
    }

    /** The definition of all of {@code settings}, shown in this order. */
    public static ConfigDef define(List<Setting<?>> settings) {
        ConfigDef definition = new ConfigDef();
        for (int order = 0; order < settings.size(); order++) {
            settings.get(order).addTo(definition, order);
        }
        return definition;
    }

    private void addTo(ConfigDef definition, int order) {
        ConfigDef.Importance importance =
                otherwise == ConfigDef.NO_DEFAULT_VALUE ? ConfigDef.Importance.HIGH : ConfigDef.Importance.MEDIUM;
        ConfigDef.Width width = (type == ConfigDef.Type.STRING && choices.isEmpty()) || type == ConfigDef.Type.LIST
                ? ConfigDef.Width.LONG
                : ConfigDef.Width.SHORT;
        ConfigDef.Recommender recommender = choices.isEmpty() ? null : new Choices(choices);
        definition.define(
                key,
                type,
                otherwise,
                validator,
                importance,
                documentation,
                group,
                order,
                width,
                displayName(),
                List.of(),
                recommender);
    }

    private String displayName() {
        String words = key.replace('.', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Shows the choices in user interfaces. */
    private record Choices(List<String> names) implements ConfigDef.Recommender {
        Choices {
            names = List.copyOf(names);
        }

        @Override
        public List<Object> validValues(String name, Map<String, Object> parsed) {
            return new ArrayList<>(names);
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsed) {
            return true;
        }
    }
}
