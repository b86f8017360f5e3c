/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.process.Await;
import dev.quiver.testbed.s3.S3Bucket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Stored OpenTelemetry logs back in a topic, and from there as Parquet objects and a table of DuckDB. */
final class ReplayAct {
    static final String TOPIC = "otel.logs";

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final String SEVERITIES = """
            SELECT coalesce(severity_text, '-') AS severity, count(*) AS logs,
                   sum(cardinality(attributes)) AS attributes
            FROM logs GROUP BY ALL ORDER BY logs DESC""";

    private final TestCluster cluster;
    private final Connectors connectors;
    private final Report report;

    ReplayAct(TestCluster cluster, Connectors connectors, Report report) {
        this.cluster = cluster;
        this.connectors = connectors;
        this.report = report;
    }

    /** Returns whether topic, objects and table have as many logs as the files in {@code directory}. */
    boolean run(Path directory, Topics topics, Duration limit) throws SQLException {
        long stored = storedLogs(directory);
        connectors.submit("quickstart-replay.json");
        Await.until("the logs to be replayed", limit, LOOK_EVERY, () -> topics.recordCount(TOPIC) >= stored);
        long replayed = topics.recordCount(TOPIC);
        report.step("replayed " + replayed + " of " + stored + " stored logs to " + TOPIC);
        String toParquet = connectors.submit("quickstart-replay-parquet.json");
        connectors.submit("quickstart-replay-duckdb.json");
        topics.awaitConsumedBy(toParquet, TOPIC, limit);
        long inParquet = objectRows(cluster.s3().bucket("lake"));
        report.step("DuckDB counts " + inParquet + " logs in the Parquet objects below otel/");
        Warehouse warehouse = new Warehouse(cluster.work().resolve("files/snapshots/logs.duckdb"));
        warehouse.awaitCount("SELECT count(*) FROM logs", stored, limit);
        report.step("DuckDB counts " + stored + " logs in table logs");
        report.table(List.of("severity", "logs", "attributes"), warehouse.rows(SEVERITIES));
        return replayed == stored && inParquet == stored;
    }

    /** What the data set says about itself: a line for each log. */
    private static long storedLogs(Path directory) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(directory.resolve("expected.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            return lines.lines().count();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the data set in " + directory, e);
        }
    }

    private long objectRows(S3Bucket bucket) throws SQLException {
        Path objects = cluster.work().resolve("logs");
        bucket.download("otel/", objects);
        String files = objects.toString().replace("'", "''") + "/**/*.parquet";
        return Long.parseLong(Queries.rows("SELECT count(*) FROM read_parquet('" + files + "')")
                .get(0)
                .get(0));
    }
}
