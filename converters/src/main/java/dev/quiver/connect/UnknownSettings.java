/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;

/**
 * Settings of a connector that nobody reads: neither the connector itself nor the worker, whose keys are those of
 * Kafka Connect 4.3. A typing error would do nothing, and say nothing, without this.
 */
public final class UnknownSettings {
    private static final Set<String> OF_WORKER = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "topics",
            "topics.regex",
            "config.action.reload",
            "predicates",
            "transforms",
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms",
            "offsets.storage.topic");

    private static final List<String> PREFIXES_OF_WORKER = List.of(
            "admin.override.",
            "consumer.override.",
            "errors.",
            "header.converter",
            "key.converter",
            "predicates.",
            "producer.override.",
            "topic.creation.",
            "transforms.",
            "value.converter");

    private UnknownSettings() {}

    /** The keys of {@code properties} that neither {@code known} nor the worker has, sorted. */
    static List<String> of(ConfigDef known, Map<String, String> properties) {
        Set<String> names = known.names();
        return properties.keySet().stream()
                .filter(key -> !names.contains(key) && !OF_WORKER.contains(key))
                .filter(key -> PREFIXES_OF_WORKER.stream().noneMatch(key::startsWith))
                .sorted()
                .toList();
    }

    /** Warns of such keys of {@code properties}; values may be secret. */
    public static void warn(Logger log, ConfigDef known, Map<String, String> properties) {
        List<String> unknown = of(known, properties);
        if (!unknown.isEmpty()) {
            log.warn("settings that neither this connector nor the worker knows: {}", String.join(", ", unknown));
        }
    }
}
