/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Log records in the shape of OpenTelemetry's, 22 fields, always the same for one seed. Every object of a row is new,
 * as if a converter had just decoded it.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>Connect type</th><th>values</th></tr>
 * <tr><td>id</td><td>INT64</td><td>0, 1, 2, …</td></tr>
 * <tr><td>time_unix_nano</td><td>INT64</td><td>rises by 0 to 2 ms</td></tr>
 * <tr><td>observed_time_unix_nano</td><td>INT64</td><td>up to 50 ms later</td></tr>
 * <tr><td>ingested_at</td><td>Timestamp</td><td>ms, up to 1 s later</td></tr>
 * <tr><td>trace_id</td><td>BYTES</td><td>16 random bytes</td></tr>
 * <tr><td>span_id</td><td>BYTES</td><td>8 random bytes</td></tr>
 * <tr><td>severity_number</td><td>INT32</td><td>5, 9, 13, 17; mostly 9</td></tr>
 * <tr><td>severity_text</td><td>STRING</td><td>one for each number</td></tr>
 * <tr><td>body</td><td>STRING</td><td>5 000 distinct, 80 to 120 characters</td></tr>
 * <tr><td>service_name</td><td>STRING</td><td>20 distinct</td></tr>
 * <tr><td>host_name</td><td>STRING</td><td>50 distinct</td></tr>
 * <tr><td>namespace</td><td>STRING</td><td>6 distinct</td></tr>
 * <tr><td>pod_name</td><td>STRING</td><td>200 distinct</td></tr>
 * <tr><td>url</td><td>STRING, optional</td><td>about 55 characters, nearly all distinct, 20 % null</td></tr>
 * <tr><td>http_status</td><td>INT32, optional</td><td>7 distinct, null where url is</td></tr>
 * <tr><td>response_bytes</td><td>INT64, optional</td><td>up to 64 Ki, 10 % null</td></tr>
 * <tr><td>latency_ms</td><td>FLOAT64</td><td>exponential, mean 20</td></tr>
 * <tr><td>cpu_utilization</td><td>FLOAT64, optional</td><td>0 to 1 in steps of 0.001, 5 % null</td></tr>
 * <tr><td>sampled</td><td>BOOLEAN</td><td>10 % true</td></tr>
 * <tr><td>error</td><td>BOOLEAN</td><td>true with severity 17</td></tr>
 * <tr><td>attributes</td><td>MAP of STRING to STRING</td><td>2 to 4 entries of 12 keys, 300 values</td></tr>
 * <tr><td>bucket_counts</td><td>ARRAY of INT64</td><td>0 to 5 numbers below 1 000</td></tr>
 * </table>
 */
final class OtelRecords {
    /** As many records as a worker hands over at once by default ({@code max.poll.records}). */
    static final int BATCH_ROWS = 500;

    static final Schema SCHEMA = schema();

    private static final long START_NANOS = 1_790_000_000_000_000_000L;
    private static final int[] SEVERITIES = {5, 5, 5, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 13, 13, 17};
    private static final int[] STATUSES = {200, 200, 200, 200, 201, 204, 304, 400, 404, 500};

    private final OtelWords words;
    private final SplittableRandom random;
    private long id;
    private long timeNanos = START_NANOS;

    OtelRecords(long seed) {
        this.random = new SplittableRandom(seed);
        this.words = new OtelWords(random.split());
    }

    /** The next {@code rowCount} rows. */
    List<Struct> next(int rowCount) {
        List<Struct> rows = new ArrayList<>(rowCount);
        for (int row = 0; row < rowCount; row++) {
            rows.add(row());
        }
        return rows;
    }

    private Struct row() {
        Struct row = new Struct(SCHEMA);
        putTimes(row);
        putOrigin(row);
        putSeverity(row);
        putRequest(row);
        return row.put("attributes", attributes()).put("bucket_counts", bucketCounts());
    }

    private void putTimes(Struct row) {
        timeNanos += random.nextLong(2_000_000);
        long observedNanos = timeNanos + random.nextLong(50_000_000);
        row.put("id", id++)
                .put("time_unix_nano", timeNanos)
                .put("observed_time_unix_nano", observedNanos)
                .put(
                        "ingested_at",
                        Timestamp.toLogical(Timestamp.SCHEMA, observedNanos / 1_000_000 + random.nextInt(1_000)));
    }

    private void putOrigin(Struct row) {
        row.put("trace_id", bytes(16))
                .put("span_id", bytes(8))
                .put("service_name", words.service(random))
                .put("host_name", words.host(random))
                .put("namespace", words.namespace(random))
                .put("pod_name", words.pod(random));
    }

    private void putSeverity(Struct row) {
        int severity = SEVERITIES[random.nextInt(SEVERITIES.length)];
        row.put("severity_number", severity)
                .put("severity_text", words.severity(severity))
                .put("error", severity == 17)
                .put("body", words.body(random));
    }

    private void putRequest(Struct row) {
        if (random.nextInt(100) >= 20) {
            row.put("url", words.url(random)).put("http_status", STATUSES[random.nextInt(STATUSES.length)]);
        }
        row.put("response_bytes", responseBytes())
                .put("latency_ms", -20 * Math.log(1 - random.nextDouble()))
                .put("cpu_utilization", cpuUtilization())
                .put("sampled", random.nextInt(100) < 10);
    }

    private @Nullable Long responseBytes() {
        return random.nextInt(100) < 10 ? null : (Long) random.nextLong(1 << 16);
    }

    private @Nullable Double cpuUtilization() {
        return random.nextInt(100) < 5 ? null : (Double) (random.nextInt(1_001) / 1_000.0);
    }

    private Map<String, String> attributes() {
        int entryCount = 2 + random.nextInt(3);
        Map<String, String> attributes = new HashMap<>();
        while (attributes.size() < entryCount) {
            attributes.put(words.attributeKey(random), words.attributeValue(random));
        }
        return attributes;
    }

    private List<Long> bucketCounts() {
        int count = random.nextInt(6);
        List<Long> counts = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            counts.add(random.nextLong(1_000));
        }
        return counts;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Schema schema() {
        return SchemaBuilder.struct()
                .name("dev.quiver.benchmarks.LogRecord")
                .field("id", Schema.INT64_SCHEMA)
                .field("time_unix_nano", Schema.INT64_SCHEMA)
                .field("observed_time_unix_nano", Schema.INT64_SCHEMA)
                .field("ingested_at", Timestamp.SCHEMA)
                .field("trace_id", Schema.BYTES_SCHEMA)
                .field("span_id", Schema.BYTES_SCHEMA)
                .field("severity_number", Schema.INT32_SCHEMA)
                .field("severity_text", Schema.STRING_SCHEMA)
                .field("body", Schema.STRING_SCHEMA)
                .field("service_name", Schema.STRING_SCHEMA)
                .field("host_name", Schema.STRING_SCHEMA)
                .field("namespace", Schema.STRING_SCHEMA)
                .field("pod_name", Schema.STRING_SCHEMA)
                .field("url", Schema.OPTIONAL_STRING_SCHEMA)
                .field("http_status", Schema.OPTIONAL_INT32_SCHEMA)
                .field("response_bytes", Schema.OPTIONAL_INT64_SCHEMA)
                .field("latency_ms", Schema.FLOAT64_SCHEMA)
                .field("cpu_utilization", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("sampled", Schema.BOOLEAN_SCHEMA)
                .field("error", Schema.BOOLEAN_SCHEMA)
                .field("attributes", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA))
                .field("bucket_counts", SchemaBuilder.array(Schema.INT64_SCHEMA))
                .build();
    }
}
