/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import dev.quiver.testbed.s3.S3Address;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of a Parquet sink for the shop's topics. */
final class ShopSink {
    private final Map<String, String> config = new LinkedHashMap<>();

    private ShopSink() {
        config.put("connector.class", "dev.quiver.sink.parquet.ParquetSinkConnector");
        config.put("tasks.max", "4");
        config.put("topics", String.join(",", ShopRecords.TOPICS));
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "true");
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("flush.rows.max", "5000");
        config.put("flush.age.max.ms", "1500");
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", "dlq");
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.session.timeout.ms", "15000");
        config.put("consumer.override.heartbeat.interval.ms", "1000");
    }

    /** A sink that writes to {@code prefix} in {@code bucket}. */
    static ShopSink toS3(S3Address server, String bucket, String prefix) {
        ShopSink sink = new ShopSink();
        return sink.with("store.uri", "s3://" + bucket + "/" + prefix)
                .with("s3.endpoint", server.endpoint().toString())
                .with("s3.path.style.access", "true")
                .with("s3.access.key.id", server.accessKey())
                .with("s3.secret.access.key", server.secretKey());
    }

    ShopSink with(String key, String value) {
        config.put(key, value);
        return this;
    }

    Map<String, String> config() {
        return Map.copyOf(config);
    }
}
