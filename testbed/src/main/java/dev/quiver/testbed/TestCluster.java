/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import dev.quiver.testbed.connect.ConnectGroup;
import dev.quiver.testbed.connect.WorkerSettings;
import dev.quiver.testbed.faults.HttpFaultProxy;
import dev.quiver.testbed.kafka.KafkaBroker;
import dev.quiver.testbed.process.WorkDirectory;
import dev.quiver.testbed.s3.S3Address;
import dev.quiver.testbed.s3.S3Server;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link KafkaEnvironment} of processes on the loopback interface, each of which can be killed, frozen and restarted,
 * with proxies in between.
 *
 * <pre>{@code
 * try (TestCluster cluster = TestCluster.named("sink-it").workers(2).plugin(zip).s3().start()) {
 *     cluster.s3().createBucket("lake");
 *     cluster.rest().submit(file, Map.of("s3.endpoint", cluster.s3Faults().endpoint().toString()));
 *     cluster.workers().worker(0).kill9();
 * }
 * }</pre>
 */
public final class TestCluster implements KafkaEnvironment {
    private final WorkDirectory work;
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final List<ConnectGroup> groups = new ArrayList<>();
    private @Nullable KafkaBroker kafka;
    private @Nullable S3Server s3;
    private @Nullable HttpFaultProxy s3Faults;

    private TestCluster(WorkDirectory work) {
        this.work = work;
    }

    /** A plan for a cluster whose files go to {@code target/testbed/<name>}. */
    public static ClusterPlan named(String name) {
        return ClusterPlan.named(name);
    }

    static TestCluster start(ClusterPlan plan) {
        TestCluster cluster = new TestCluster(WorkDirectory.named(plan.name()));
        try {
            cluster.startAll(plan);
        } catch (RuntimeException e) {
            cluster.work.keep();
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** The broker. */
    public KafkaBroker kafka() {
        return started(kafka, "broker");
    }

    /** The process of the S3 server. */
    public S3Server s3Server() {
        return started(s3, "S3 server");
    }

    /** The proxy in front of the S3 server, healthy until told otherwise. */
    public HttpFaultProxy s3Faults() {
        return started(s3Faults, "S3 server");
    }

    @Override
    public String bootstrap() {
        return kafka().bootstrap();
    }

    @Override
    public ConnectGroup workers() {
        if (groups.isEmpty()) {
            throw new IllegalStateException("this cluster has no workers");
        }
        return groups.get(0);
    }

    @Override
    public ConnectGroup addGroup(WorkerSettings settings, int workerCount) {
        return addGroup(settings, workerCount, bootstrap());
    }

    @Override
    public S3Address s3() {
        return s3Server().address();
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

    /** What takes longest to start is started first, and nothing waits before it has to. */
    private void startAll(ClusterPlan plan) {
        KafkaBroker broker = KafkaBroker.launch(work, plan.brokerProperties());
        closing.push(broker::close);
        kafka = broker;
        ConnectGroup workers = null;
        if (plan.workerCount() > 0) {
            String address = plan.isBehindProxy() ? broker.proxiedBootstrap() : broker.bootstrap();
            workers = launchGroup(plan.install(work), plan.workerCount(), address);
        }
        broker.process().awaitReady();
        S3Server server = plan.withS3() ? launchS3() : null;
        plan.createTopics(broker.bootstrap());
        if (server != null) {
            server.process().awaitReady();
            plan.buckets().forEach(server::createBucket);
        }
        if (workers != null) {
            workers.awaitReady();
        }
    }

    private S3Server launchS3() {
        S3Server server = S3Server.launch(work);
        closing.push(server::kill9);
        s3 = server;
        HttpFaultProxy proxy = HttpFaultProxy.to(server.endpoint());
        closing.push(proxy::close);
        s3Faults = proxy;
        return server;
    }

    private ConnectGroup addGroup(WorkerSettings settings, int workerCount, String bootstrap) {
        ConnectGroup group = launchGroup(settings, workerCount, bootstrap);
        group.awaitReady();
        return group;
    }

    private ConnectGroup launchGroup(WorkerSettings settings, int workerCount, String bootstrap) {
        ConnectGroup group = ConnectGroup.launch(settings, workerCount, bootstrap, work);
        closing.push(group::close);
        groups.add(group);
        return group;
    }

    private static <T> T started(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException("this cluster has no " + name);
        }
        return part;
    }
}
