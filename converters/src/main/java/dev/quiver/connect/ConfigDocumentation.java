/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** Renders a definition as Markdown tables, one for each group. */
public final class ConfigDocumentation {
    private ConfigDocumentation() {}

    /** The tables of {@code definition}, in the order in which the keys were declared. */
    public static String markdown(ConfigDef definition) {
        Map<String, List<ConfigDef.ConfigKey>> groups = new LinkedHashMap<>();
        definition.configKeys().values().stream()
                .sorted((left, right) -> Integer.compare(left.orderInGroup, right.orderInGroup))
                .forEach(key -> groups.computeIfAbsent(key.group, group -> new ArrayList<>())
                        .add(key));
        StringBuilder text = new StringBuilder();
        groups.forEach((group, keys) -> {
            text.append("\n### ").append(group).append("\n\n");
            text.append("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
            keys.forEach(key -> text.append(row(key)));
        });
        return text.toString();
    }

    private static String row(ConfigDef.ConfigKey key) {
        return "| `" + key.name + "` | " + escaped(type(key)) + " | " + otherwise(key) + " | "
                + escaped(key.documentation) + " |\n";
    }

    private static String type(ConfigDef.ConfigKey key) {
        String type = key.type.name().toLowerCase(Locale.ROOT);
        if (key.recommender != null) {
            List<Object> choices = key.recommender.validValues(key.name, Map.of());
            return type + ": " + choices.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return key.validator == null ? type : type + ", " + key.validator;
    }

    /** {@code text} without what Markdown takes for a column or a tag. */
    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    private static String otherwise(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        Object value = key.defaultValue;
        boolean nothing =
                value == null || value instanceof Password || value.toString().isEmpty();
        if (nothing) {
            return "";
        }
        String text = value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : value.toString();
        return "`" + text + "`";
    }
}
