/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import dev.quiver.registry.RegistryStub;
import dev.quiver.testbed.ClusterPlan;
import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.connect.WorkerSettings;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.s3.S3Bucket;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the main jobs on this machine: records from topics to Parquet objects in S3 and to tables of DuckDB, and proof
 * that all arrived.
 */
final class Quickstart {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int FIRST_ROWS = 300;

    private final Options options;
    private final PrintStream out;
    private final Installation installation;
    private final Report report;

    private Quickstart(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.installation = Installation.find();
        this.report = new Report(out);
    }

    /** Exit status 0 when every row arrived once, 1 when not, 2 when something could not be run. */
    public static void main(String[] words) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int status = 2;
        try {
            Options options = Options.parse(List.of(words));
            status = new Quickstart(options, out).run() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println(Options.USAGE);
        } catch (RuntimeException | SQLException | IOException e) {
            out.println("The quickstart failed: " + e);
        }
        System.exit(status);
    }

    private boolean run() throws SQLException, IOException {
        report.step("starting a Kafka broker, a Connect worker and an S3 server on free ports of 127.0.0.1");
        ClusterPlan plan = TestCluster.named("quickstart")
                .workers(1)
                .worker(WorkerSettings::startFast)
                .plugin(installation.archive())
                .bucket("lake");
        plan.topic(ReplayAct.TOPIC, ShopTraffic.PARTITIONS);
        ShopTraffic.TOPICS.forEach(topic -> plan.topic(topic, ShopTraffic.PARTITIONS));
        try (TestCluster cluster = plan.start();
                Topics topics = Topics.at(cluster.bootstrap());
                RegistryStub registry = RegistryStub.start();
                ShopTraffic traffic = new ShopTraffic(cluster.bootstrap())) {
            // Ctrl-C leaves no files behind either.
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "quickstart-clean-up"));
            S3Bucket bucket = cluster.s3().bucket("lake");
            announce();
            traffic.send(FIRST_ROWS);
            Connectors connectors = new Connectors(cluster, installation, report, URI.create(registry.url()));
            String connector = connectors.submit("quickstart-shop.json");
            Progress progress = new Progress(topics, bucket, connector, report);
            progress.awaitFirst(LIMIT);
            Thread sender = sendRest(traffic);
            progress.awaitAll(sender, LIMIT);
            traffic.flush();
            boolean complete = verify(cluster, bucket, traffic, topics);
            complete &= new TablesAct(cluster, connectors, report).run(traffic.rowCounts(), LIMIT);
            complete &= new ReplayAct(cluster, connectors, report).run(installation.logs(), topics, LIMIT);
            goOn(cluster);
            return complete;
        }
    }

    private void announce() {
        report.step("producing " + options.rowCount() + " rows to " + String.join(", ", ShopTraffic.TOPICS)
                + ", with tombstones and a broken record between them");
    }

    /** The many rows come when all is up, which leaves the processors of a small machine to its start. */
    private Thread sendRest(ShopTraffic traffic) {
        int rest = options.rowCount() - FIRST_ROWS;
        Runnable job = () -> {
            traffic.send(rest / 2);
            traffic.sendBroken();
            traffic.send(rest - rest / 2);
        };
        Thread sender = new Thread(job, "quickstart-traffic");
        sender.setDaemon(true);
        sender.start();
        return sender;
    }

    private boolean verify(TestCluster cluster, S3Bucket bucket, ShopTraffic traffic, Topics topics)
            throws SQLException {
        Path directory = cluster.work().resolve("objects");
        bucket.download(ShopTraffic.PREFIX, directory);
        Lake lake = new Lake(directory);
        report.prefixes(lake.prefixes(), traffic.valueBytes());
        boolean complete = true;
        for (String topic : ShopTraffic.TOPICS) {
            long sent = traffic.rowCounts().getOrDefault(topic, 0L);
            Lake.Counts counts = lake.counts(topic);
            complete &= report.counts(topic, sent, counts);
        }
        // A record that a rebalance made the worker read again is there again.
        long letters = topics.awaitRecords("shop.dlq", 1, LIMIT).stream()
                .map(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                .distinct()
                .count();
        report.step("records in the dead letter queue shop.dlq: " + letters + " of 1 broken one");
        return complete && letters == 1;
    }

    private void goOn(TestCluster cluster) {
        if (!options.keep()) {
            report.step("everything is stopped and removed now; ./quickstart.sh --keep leaves it running");
            return;
        }
        out.println();
        out.println("Connect REST     " + cluster.workers().worker(0).endpoint());
        out.println("Kafka bootstrap  " + cluster.bootstrap());
        out.println("S3 endpoint      " + cluster.s3().endpoint() + "  bucket lake, access key "
                + cluster.s3().accessKey() + ", secret key " + cluster.s3().secretKey());
        out.println("Try              curl " + cluster.workers().worker(0).endpoint()
                + "/connectors/shop-to-parquet/status");
        out.println("Ctrl-C stops and removes everything.");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
