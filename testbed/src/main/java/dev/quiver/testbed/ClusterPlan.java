/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import dev.quiver.testbed.connect.PluginArchive;
import dev.quiver.testbed.connect.WorkerSettings;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.process.WorkDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a {@link KafkaEnvironment} shall consist of. Each method changes the plan and returns it. */
public final class ClusterPlan {
    private final String name;
    private final List<Path> archives = new ArrayList<>();
    private final Map<String, String> brokerProperties = new HashMap<>();
    private final List<String> buckets = new ArrayList<>();
    private final Map<String, Integer> topics = new HashMap<>();
    private WorkerSettings settings = WorkerSettings.group("connect");
    private int workerCount;
    private boolean withS3;
    private boolean behindProxy;

    private ClusterPlan(String name) {
        this.name = name;
    }

    /** A broker and nothing else so far; its files go to {@code target/testbed/<name>}. */
    public static ClusterPlan named(String name) {
        return new ClusterPlan(name);
    }

    /** This many workers in the first group. */
    public ClusterPlan workers(int count) {
        workerCount = count;
        return this;
    }

    /** Changes the settings of the workers of the first group. */
    public ClusterPlan worker(UnaryOperator<WorkerSettings> change) {
        settings = change.apply(settings);
        return this;
    }

    /** Installs a plugin archive, as its users do, for the workers of the first group. */
    public ClusterPlan plugin(Path archive) {
        archives.add(archive);
        return this;
    }

    /** With an S3 server. */
    public ClusterPlan s3() {
        withS3 = true;
        return this;
    }

    /** With an empty bucket on the S3 server. */
    public ClusterPlan bucket(String bucketName) {
        buckets.add(bucketName);
        return s3();
    }

    /** With a topic of {@code partitionCount} partitions, made while the workers are starting. */
    public ClusterPlan topic(String topic, int partitionCount) {
        topics.put(topic, partitionCount);
        return this;
    }

    /** With one more setting of the broker. */
    public ClusterPlan broker(String property, String value) {
        brokerProperties.put(property, value);
        return this;
    }

    /** The workers of the first group reach the broker through its proxy only. */
    public ClusterPlan behindProxy() {
        behindProxy = true;
        return this;
    }

    /** Starts it as processes; returns when everything serves. */
    public TestCluster start() {
        return TestCluster.start(this);
    }

    /** Starts broker and S3 server in containers; skips the calling test where there is no Docker. */
    public ContainerKafkaEnvironment startInContainers() {
        return ContainerKafkaEnvironment.start(this);
    }

    String name() {
        return name;
    }

    Map<String, String> brokerProperties() {
        return Map.copyOf(brokerProperties);
    }

    int workerCount() {
        return workerCount;
    }

    List<String> buckets() {
        return List.copyOf(buckets);
    }

    /** Makes the topics of this plan at the broker. */
    void createTopics(String bootstrap) {
        if (topics.isEmpty()) {
            return;
        }
        try (Topics admin = Topics.at(bootstrap)) {
            topics.forEach(admin::create);
        }
    }

    boolean withS3() {
        return withS3;
    }

    boolean isBehindProxy() {
        return behindProxy;
    }

    /** The settings of the first group, with the archives installed below {@code work}. */
    WorkerSettings install(WorkDirectory work) {
        if (archives.isEmpty()) {
            return settings;
        }
        Path plugins = work.resolve("plugins");
        try {
            Files.createDirectories(plugins);
        } catch (IOException e) {
            throw new UncheckedIOException("could not create " + plugins, e);
        }
        archives.forEach(archive -> PluginArchive.install(archive, plugins));
        return settings.plugins(plugins);
    }
}
