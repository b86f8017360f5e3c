/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.process.Await;
import dev.quiver.testbed.s3.S3Bucket;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;

/** Watches a sink until it has committed everything. */
final class Progress {
    private static final long SHOW_EVERY_NS = 1_000_000_000;
    /** Looking costs requests to the servers that have better things to do. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Topics topics;
    private final S3Bucket bucket;
    private final String connector;
    private final Report report;
    private int lastObjectCount;
    private long shownAtNs = System.nanoTime();

    Progress(Topics topics, S3Bucket bucket, String connector, Report report) {
        this.topics = topics;
        this.bucket = bucket;
        this.connector = connector;
        this.report = report;
    }

    /** Returns when the first object is there. */
    void awaitFirst(Duration limit) {
        Await.until("the first object", limit, LOOK_EVERY, () -> objectCount() > 0);
        report.step("first objects: " + objectCount());
    }

    /** Returns when {@code sender} has sent everything and every record of the shop is committed. */
    void awaitAll(Thread sender, Duration limit) {
        Await.until("the sink to commit every record", limit, LOOK_EVERY, () -> isDone(sender));
    }

    private boolean isDone(Thread sender) {
        boolean sent = !sender.isAlive();
        long produced =
                ShopTraffic.TOPICS.stream().mapToLong(topics::recordCount).sum();
        long committed = topics.committed("connect-" + connector).entrySet().stream()
                .filter(entry -> isOurs(entry.getKey()))
                .mapToLong(entry -> entry.getValue())
                .sum();
        boolean done = sent && committed >= produced;
        show(objectCount(), committed, produced, done);
        return done;
    }

    private int objectCount() {
        return (int) bucket.keys(ShopTraffic.PREFIX).stream()
                .filter(key -> key.endsWith(".parquet"))
                .count();
    }

    /** A line for the first object and for the last, and one a second between them. */
    private void show(int objectCount, long committed, long produced, boolean done) {
        long nowNs = System.nanoTime();
        boolean first = objectCount > 0 && lastObjectCount == 0;
        if (first || done || nowNs - shownAtNs >= SHOW_EVERY_NS) {
            report.step(objectCount + " objects, " + committed + " of " + produced + " produced records committed");
            shownAtNs = nowNs;
        }
        lastObjectCount = objectCount;
    }

    private static boolean isOurs(TopicPartition partition) {
        return ShopTraffic.TOPICS.contains(partition.topic());
    }
}
