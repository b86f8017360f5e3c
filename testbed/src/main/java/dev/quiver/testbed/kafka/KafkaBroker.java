/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.kafka;

import dev.quiver.testbed.faults.TcpProxy;
import dev.quiver.testbed.process.Launch;
import dev.quiver.testbed.process.Ports;
import dev.quiver.testbed.process.Server;
import dev.quiver.testbed.process.ServerProcess;
import dev.quiver.testbed.process.WorkDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * One Kafka broker, its own controller, in a process of its own. It has two listeners: clients that connect to
 * {@link #bootstrap} talk to it directly, clients that connect to {@link #proxiedBootstrap} stay behind {@link #proxy}.
 */
public final class KafkaBroker implements Server {
    private static final int HEAP_MB = 384;
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    /** Every broker is a cluster of its own that lives in its own directory, so one id does for all. */
    private static final String CLUSTER_ID = new Uuid(0x5175_6976_6572L, 1).toString();

    private final String bootstrap;
    private final TcpProxy proxy;
    private final ServerProcess process;

    private KafkaBroker(String bootstrap, TcpProxy proxy, ServerProcess process) {
        this.bootstrap = bootstrap;
        this.proxy = proxy;
        this.process = process;
    }

    /** Starts a broker that keeps data, log and settings in {@code work/kafka}; returns when it serves. */
    public static KafkaBroker start(WorkDirectory work) {
        return start(work, Map.of());
    }

    /** Starts a broker with more settings, which win over those of the test bed. */
    public static KafkaBroker start(WorkDirectory work, Map<String, String> properties) {
        KafkaBroker broker = launch(work, properties);
        try {
            broker.process.awaitReady();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** As {@link #start(WorkDirectory, Map)}, but returns at once; {@code process().awaitReady()} waits for it. */
    public static KafkaBroker launch(WorkDirectory work, Map<String, String> properties) {
        Path home = work.resolve("kafka");
        int port = Ports.free();
        int innerPort = Ports.free();
        TcpProxy proxy = TcpProxy.to("127.0.0.1", innerPort);
        Map<String, String> all = settings(home.resolve("data"), port, innerPort, proxy.port());
        all.putAll(properties);
        Path file = JavaProgram.writeProperties(home.resolve("server.properties"), all);
        String bootstrap = "127.0.0.1:" + port;
        Launch launch = new Launch(
                "Kafka broker at " + bootstrap,
                JavaProgram.ofTestBed(KafkaVersion.V4_3, HEAP_MB)
                        .command(home, FormattedBroker.class.getName(), file.toString(), CLUSTER_ID),
                home,
                home.resolve("kafka.log"),
                () -> answers(bootstrap),
                READY_WITHIN);
        ServerProcess process = new ServerProcess(launch);
        try {
            process.launch();
        } catch (RuntimeException e) {
            proxy.close();
            throw e;
        }
        return new KafkaBroker(bootstrap, proxy, process);
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrap() {
        return bootstrap;
    }

    /** Where clients connect that shall stay behind {@link #proxy} for good. */
    public String proxiedBootstrap() {
        return proxy.address();
    }

    /** The network between the broker and the clients of {@link #proxiedBootstrap}. */
    public TcpProxy proxy() {
        return proxy;
    }

    @Override
    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        proxy.close();
        // The data goes with the test: nothing to hand over, so no reason to wait.
        process.kill9();
    }

    private static Map<String, String> settings(Path data, int port, int innerPort, int proxyPort) {
        int controllerPort = Ports.free();
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "DIRECT");
        settings.put("listener.security.protocol.map", "DIRECT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put(
                "listeners",
                "DIRECT://127.0.0.1:" + port + ",PROXIED://127.0.0.1:" + innerPort + ",CONTROLLER://127.0.0.1:"
                        + controllerPort);
        settings.put("advertised.listeners", "DIRECT://127.0.0.1:" + port + ",PROXIED://127.0.0.1:" + proxyPort);
        settings.put("log.dirs", data.toString());
        // Replayed records are as old as they were: by default they would be deleted within minutes.
        settings.put("log.retention.ms", "-1");
        settings.put("num.partitions", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "500");
        // A killed broker may come back this soon; until then its old registration is in the way.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        return settings;
    }

    private static boolean answers(String bootstrap) {
        if (!Ports.isOpen(bootstrap)) {
            return false;
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return !admin.describeCluster().nodes().get(10, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
