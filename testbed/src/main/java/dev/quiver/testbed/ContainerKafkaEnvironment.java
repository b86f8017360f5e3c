/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import dev.quiver.testbed.connect.ConnectGroup;
import dev.quiver.testbed.connect.WorkerSettings;
import dev.quiver.testbed.process.WorkDirectory;
import dev.quiver.testbed.s3.S3Address;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A {@link KafkaEnvironment} with the broker and the S3 server in containers; the workers are processes as ever. Needs
 * Testcontainers on the class path and Docker on the machine.
 */
public final class ContainerKafkaEnvironment implements KafkaEnvironment {
    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka-native:4.3.1");
    private static final DockerImageName MINIO = DockerImageName.parse("minio/minio:RELEASE.2025-09-07T16-13-09Z");
    private static final int MINIO_PORT = 9000;
    private static final String ACCESS_KEY = "quiver";
    private static final String SECRET_KEY = "quiver-secret";

    private final WorkDirectory work;
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final List<ConnectGroup> groups = new ArrayList<>();
    private String bootstrap = "";
    private @Nullable S3Address s3;

    private ContainerKafkaEnvironment(WorkDirectory work) {
        this.work = work;
    }

    static ContainerKafkaEnvironment start(ClusterPlan plan) {
        Docker.orSkip();
        if (plan.isBehindProxy()) {
            throw new IllegalArgumentException("a broker in a container has no proxy");
        }
        ContainerKafkaEnvironment environment = new ContainerKafkaEnvironment(WorkDirectory.named(plan.name()));
        try {
            environment.startAll(plan);
        } catch (RuntimeException e) {
            environment.work.keep();
            environment.close();
            throw e;
        }
        return environment;
    }

    @Override
    public String bootstrap() {
        return bootstrap;
    }

    @Override
    public ConnectGroup workers() {
        if (groups.isEmpty()) {
            throw new IllegalStateException("this environment has no workers");
        }
        return groups.get(0);
    }

    @Override
    public ConnectGroup addGroup(WorkerSettings settings, int workerCount) {
        ConnectGroup group = ConnectGroup.launch(settings, workerCount, bootstrap, work);
        closing.push(group::close);
        groups.add(group);
        group.awaitReady();
        return group;
    }

    @Override
    public S3Address s3() {
        if (s3 == null) {
            throw new IllegalStateException("this environment has no S3 server");
        }
        return s3;
    }

    @Override
    public WorkDirectory work() {
        return work;
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
        work.close();
    }

    private void startAll(ClusterPlan plan) {
        bootstrap = startKafka(plan.brokerProperties());
        if (plan.withS3()) {
            s3 = startMinio();
        }
        if (plan.workerCount() > 0) {
            addGroup(plan.install(work), plan.workerCount());
        }
    }

    /** Closed by {@link #close}, like everything that is pushed there. */
    @SuppressWarnings("resource")
    private String startKafka(Map<String, String> properties) {
        KafkaContainer kafka = new KafkaContainer(KAFKA);
        closing.push(kafka::stop);
        kafka.withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1");
        kafka.withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
        properties.forEach((name, value) -> kafka.withEnv(variable(name), value));
        kafka.start();
        return kafka.getBootstrapServers();
    }

    @SuppressWarnings("resource")
    private S3Address startMinio() {
        GenericContainer<?> minio = new GenericContainer<>(MINIO);
        closing.push(minio::stop);
        minio.withEnv("MINIO_ROOT_USER", ACCESS_KEY);
        minio.withEnv("MINIO_ROOT_PASSWORD", SECRET_KEY);
        minio.withExposedPorts(MINIO_PORT);
        minio.withCommand("server", "/data");
        minio.setWaitStrategy(Wait.forHttp("/minio/health/ready").forPort(MINIO_PORT));
        minio.start();
        URI endpoint = URI.create("http://" + minio.getHost() + ":" + minio.getMappedPort(MINIO_PORT));
        return new S3Address(endpoint, ACCESS_KEY, SECRET_KEY);
    }

    /** The environment variable by which the image takes a broker setting. */
    private static String variable(String property) {
        return "KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
