/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.process.Await;
import dev.quiver.testbed.s3.S3Bucket;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;

/** Watches a sink until it has committed everything. */
final class Progress {
    private final Topics topics;
    private final S3Bucket bucket;
    private final String connector;
    private final Report report;
    private int lastObjectCount = -1;

    Progress(Topics topics, S3Bucket bucket, String connector, Report report) {
        this.topics = topics;
        this.bucket = bucket;
        this.connector = connector;
        this.report = report;
    }

    /** Returns when every record of the shop is committed. */
    void awaitAll(Duration limit) {
        long total = ShopTraffic.TOPICS.stream().mapToLong(topics::recordCount).sum();
        Await.until("the sink to commit " + total + " records", limit, () -> isDone(total));
    }

    private boolean isDone(long total) {
        long committed = topics.committed("connect-" + connector).entrySet().stream()
                .filter(entry -> isOurs(entry.getKey()))
                .mapToLong(entry -> entry.getValue())
                .sum();
        int objectCount = bucket.keys("shop/").size();
        if (objectCount != lastObjectCount) {
            report.step(objectCount + " objects, " + committed + " of " + total + " records committed");
            lastObjectCount = objectCount;
        }
        return committed >= total;
    }

    private static boolean isOurs(TopicPartition partition) {
        return ShopTraffic.TOPICS.contains(partition.topic());
    }
}
