/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

import dev.quiver.testbed.JavaHomes;
import dev.quiver.testbed.kafka.KafkaVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the workers of one group have in common. Immutable; each method returns changed settings.
 *
 * @param group the group id, also the start of the names of its three topics
 * @param version the version of Kafka Connect
 * @param javaHome the Java the workers run on
 * @param heapMb the most heap a worker may use, in MiB
 * @param startingFast whether the JVM gets options that let it start with little CPU; no test of a plugin wants that
 * @param plugins the plugin path; empty for none but those that Kafka itself brings
 * @param discovery the value of {@code plugin.discovery}
 * @param properties more worker properties, which win over those of the test bed
 */
public record WorkerSettings(
        String group,
        KafkaVersion version,
        Path javaHome,
        int heapMb,
        boolean startingFast,
        List<Path> plugins,
        String discovery,
        Map<String, String> properties) {
    private static final int HEAP_MB = 512;

    /** Copies the collections. */
    public WorkerSettings {
        plugins = List.copyOf(plugins);
        properties = Map.copyOf(properties);
    }

    /** Workers of the newest Kafka on the running Java, without plugins. */
    public static WorkerSettings group(String group) {
        return new WorkerSettings(
                group, KafkaVersion.V4_3, JavaHomes.running(), HEAP_MB, false, List.of(), "service_load", Map.of());
    }

    /** On this version of Kafka Connect. */
    public WorkerSettings version(KafkaVersion other) {
        return new WorkerSettings(group, other, javaHome, heapMb, startingFast, plugins, discovery, properties);
    }

    /** On this Java, such as {@link JavaHomes#jdk25}. */
    public WorkerSettings javaHome(Path other) {
        return new WorkerSettings(group, version, other, heapMb, startingFast, plugins, discovery, properties);
    }

    /** With at most this much heap. */
    public WorkerSettings heapMb(int other) {
        return new WorkerSettings(group, version, javaHome, other, startingFast, plugins, discovery, properties);
    }

    /** With JVM options that let a worker of a demonstration start with little CPU. */
    public WorkerSettings startFast() {
        return new WorkerSettings(group, version, javaHome, heapMb, true, plugins, discovery, properties);
    }

    /** With one more directory of plugins. */
    public WorkerSettings plugins(Path directory) {
        List<Path> more = new ArrayList<>(plugins);
        more.add(directory.toAbsolutePath());
        return new WorkerSettings(group, version, javaHome, heapMb, startingFast, more, discovery, properties);
    }

    /**
     * With this {@code plugin.discovery}: {@code only_scan}, {@code hybrid_warn}, {@code hybrid_fail} or the default.
     */
    public WorkerSettings discovery(String other) {
        return new WorkerSettings(group, version, javaHome, heapMb, startingFast, plugins, other, properties);
    }

    /** With one more worker property. */
    public WorkerSettings with(String name, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(name, value);
        return new WorkerSettings(group, version, javaHome, heapMb, startingFast, plugins, discovery, more);
    }

    /** Offsets are flushed, and sinks asked to commit, this often. */
    public WorkerSettings flushEvery(Duration interval) {
        return with("offset.flush.interval.ms", Long.toString(interval.toMillis()));
    }

    /** Source connectors may ask for exactly-once. */
    public WorkerSettings exactlyOnceSource() {
        return with("exactly.once.source.support", "enabled");
    }

    /** The properties of one worker. */
    Map<String, String> toProperties(String bootstrap, String listener, Path emptyDirectory) {
        Map<String, String> all = new HashMap<>();
        all.put("bootstrap.servers", bootstrap);
        all.put("group.id", group);
        all.put("listeners", listener);
        all.put("rest.advertised.host.name", "127.0.0.1");
        all.put("plugin.path", pluginPath(emptyDirectory));
        all.put("plugin.discovery", discovery);
        for (String topic : List.of("config", "offset", "status")) {
            all.put(topic + ".storage.topic", group + "-" + topic + "s");
            all.put(topic + ".storage.replication.factor", "1");
        }
        all.put("offset.storage.partitions", "1");
        all.put("status.storage.partitions", "1");
        all.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        all.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        all.put("offset.flush.interval.ms", "1000");
        all.put("connector.client.config.override.policy", "All");
        all.put("scheduled.rebalance.max.delay.ms", "0");
        // A killed worker, and the consumers of its sinks, stand in the way of their successors this long.
        for (String client : List.of("", "consumer.")) {
            all.put(client + "session.timeout.ms", "6000");
            all.put(client + "heartbeat.interval.ms", "1000");
        }
        all.putAll(properties);
        return all;
    }

    /** A worker refuses an empty plugin path, so the absence of plugins is an empty directory. */
    private String pluginPath(Path emptyDirectory) {
        List<String> paths = plugins.stream().map(Path::toString).toList();
        return paths.isEmpty() ? emptyDirectory.toString() : String.join(",", paths);
    }
}
