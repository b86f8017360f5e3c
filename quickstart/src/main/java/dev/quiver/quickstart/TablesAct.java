/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import dev.quiver.testbed.TestCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The shop's topics as tables of a DuckDB database, and a query on a snapshot of it while the sink has it open. */
final class TablesAct {
    private static final String REVENUE = """
            SELECT coalesce(country, '-') AS country, count(*) AS orders, CAST(sum(total) AS DECIMAL(18, 2)) AS revenue
            FROM "shop.orders" GROUP BY ALL ORDER BY revenue DESC""";

    private final Connectors connectors;
    private final Warehouse warehouse;
    private final Report report;

    TablesAct(TestCluster cluster, Connectors connectors, Report report) {
        this.connectors = connectors;
        this.warehouse = new Warehouse(cluster.work().resolve("files/snapshots/shop.duckdb"));
        this.report = report;
    }

    /** Returns whether the tables have {@code rowCounts} rows each, every one once. */
    boolean run(Map<String, Long> rowCounts, Duration limit) throws SQLException {
        connectors.submit("quickstart-duckdb.json");
        boolean complete = true;
        for (String topic : ShopTraffic.TOPICS) {
            long sent = rowCounts.getOrDefault(topic, 0L);
            String counts = "SELECT count(*), count(DISTINCT id) FROM \"" + topic + "\"";
            warehouse.awaitCount(counts, sent, limit);
            List<String> found = warehouse.rows(counts).get(0);
            complete &= report.counts(
                    "table " + topic,
                    sent,
                    new Lake.Counts(Long.parseLong(found.get(0)), Long.parseLong(found.get(1))));
        }
        report.table(List.of("country", "orders", "revenue"), warehouse.rows(REVENUE));
        return complete;
    }
}
