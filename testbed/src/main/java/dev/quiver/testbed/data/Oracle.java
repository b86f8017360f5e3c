/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import dev.quiver.testbed.data.OracleReport.Findings;
import dev.quiver.testbed.data.OracleReport.Position;
import dev.quiver.testbed.data.ProducedRows.Produced;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of each produced row.
 *
 * <pre>{@code
 * s3.bucket("lake").download("orders/", directory);
 * Oracle.compare(produced, FoundRows.inParquet(directory)).assertExactlyOnce();
 * }</pre>
 */
public final class Oracle {
    private final Map<String, Produced> produced;
    private final Map<String, Integer> timesFound = new HashMap<>();
    private final List<Finding> different = new ArrayList<>();
    private final List<Finding> unknown = new ArrayList<>();
    private long foundCount;

    private Oracle(Map<String, Produced> produced) {
        this.produced = produced;
    }

    /**
     * Compares row by row, matched by the column {@value ProducedRows#ID_COLUMN}. Only columns of the produced row are
     * compared: what a connector adds is its own affair.
     */
    public static OracleReport compare(ProducedRows produced, FoundRows found) {
        Oracle oracle = new Oracle(produced.snapshot());
        found.forEach(oracle::accept);
        return oracle.report();
    }

    private void accept(Map<String, @Nullable Object> row) {
        foundCount++;
        Object id = row.get(ProducedRows.ID_COLUMN);
        Produced expected = id == null ? null : produced.get(id.toString());
        if (id == null || expected == null) {
            unknown.add(new Finding("", 0, 0, "row " + row));
            return;
        }
        timesFound.merge(id.toString(), 1, Integer::sum);
        List<String> differences = expected.row().differences(CanonicalRow.of(row));
        if (!differences.isEmpty()) {
            different.add(Finding.at(expected, String.join(", ", differences)));
        }
    }

    private OracleReport report() {
        List<Finding> missing = new ArrayList<>();
        List<Finding> doubled = new ArrayList<>();
        produced.forEach((id, row) -> {
            int times = timesFound.getOrDefault(id, 0);
            if (times == 0) {
                missing.add(Finding.at(row, id));
            }
            if (times > 1) {
                doubled.add(Finding.at(row, id + " " + times + " times"));
            }
        });
        return new OracleReport(
                produced.size(),
                foundCount,
                findings(missing),
                findings(doubled),
                findings(different),
                findings(unknown));
    }

    private static Findings findings(List<Finding> all) {
        List<Finding> sorted = all.stream()
                .sorted(Comparator.comparing(Finding::topic)
                        .thenComparingInt(Finding::partition)
                        .thenComparingLong(Finding::offset))
                .toList();
        List<String> examples =
                sorted.stream().limit(Findings.EXAMPLES_MAX).map(Finding::text).toList();
        List<Position> positions = sorted.stream()
                .filter(finding -> !finding.topic().isEmpty())
                .map(Finding::position)
                .toList();
        return new Findings(all.size(), examples, positions);
    }

    /** One row that is not as it should be. */
    private record Finding(String topic, int partition, long offset, String text) {
        Position position() {
            return new Position(new TopicPartition(topic, partition), offset);
        }

        static Finding at(Produced row, String text) {
            return new Finding(row.topic(), row.partition(), row.offset(), row.position() + ": " + text);
        }
    }
}
