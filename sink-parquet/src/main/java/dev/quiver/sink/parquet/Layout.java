/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.Setting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A digest of all settings that decide which output partition a row belongs to: those of partitions, and those of the
 * worker that make a row of what was read. Where it is another one, the same record may have another directory.
 */
final class Layout {
    /** Settings of the worker that change rows, each with all that begins with it. */
    private static final List<String> ROW_PREFIXES = List.of("transforms", "predicates");

    /** Settings of converters, most of which say how to reach a registry. */
    private static final List<String> CONVERTERS = List.of("key.converter", "value.converter", "header.converter");

    /** Settings of every connector that decide nothing about rows. */
    private static final List<String> OF_CONNECT = List.of(
            "name", "connector", "tasks", "topics", "config", "errors", "consumer", "producer", "admin", "quiver");

    /** Parts of the names of settings that change when a secret or an address does, and no row with them. */
    private static final List<String> ACCESS =
            List.of("auth", "credential", "password", "secret", "ssl", "token", "url");

    private static final int DIGEST_BYTES = 16;

    private Layout() {}

    /**
     * The digest.
     *
     * @param own the connector's settings that decide, which have their defaults
     * @param parsed the values of {@code own}
     * @param properties the configuration as the worker gave it
     */
    static String of(List<Setting<?>> own, Map<String, Object> parsed, Map<String, String> properties) {
        SortedMap<String, String> deciding = new TreeMap<>();
        for (Setting<?> setting : own) {
            deciding.put(setting.key(), String.valueOf(setting.in(parsed)));
        }
        boolean custom =
                String.valueOf(parsed.get(PartitionConfig.PARTITION_BY.key())).contains("class:");
        properties.forEach((key, value) -> {
            if (isOfWorker(key) || (custom && isOfCustomClass(key))) {
                deciding.put(key, String.valueOf(value));
            }
        });
        return digest(deciding.toString());
    }

    private static boolean isOfWorker(String key) {
        boolean converts = CONVERTERS.stream().anyMatch(prefix -> begins(key, prefix));
        return converts ? !isAccess(key) : ROW_PREFIXES.stream().anyMatch(prefix -> begins(key, prefix));
    }

    /** Whether nobody but a class of the operator's own can mean {@code key}. */
    private static boolean isOfCustomClass(String key) {
        return !isAccess(key)
                && !ParquetSinkConfig.DEFINITION.names().contains(key)
                && OF_CONNECT.stream().noneMatch(prefix -> begins(key, prefix));
    }

    private static boolean begins(String key, String prefix) {
        return key.equals(prefix) || key.startsWith(prefix + ".");
    }

    private static boolean isAccess(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return ACCESS.stream().anyMatch(lower::contains);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
