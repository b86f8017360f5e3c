/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OracleTest {
    private final ProducedRows produced = new ProducedRows();
    private final List<Map<String, @Nullable Object>> found = new ArrayList<>();

    @BeforeEach
    void produceThree() {
        for (int i = 0; i < 3; i++) {
            Map<String, @Nullable Object> row = row("t-0#" + i, i);
            produced.add("t-0#" + i, "t", 0, 100 + i, row);
            found.add(row);
        }
    }

    @Test
    void equalRowsAreExactlyOnce() {
        OracleReport report = compare().assertExactlyOnce();

        assertThat(report).hasToString("3 rows produced, 3 found");
    }

    @Test
    void aMissingRowIsNamedByItsOffset() {
        found.remove(1);

        OracleReport report = compare();

        assertThat(report.missing().examples()).containsExactly("t-0@101: t-0#1");
        assertThatThrownBy(report::assertAtLeastOnce)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not at least once: 3 rows produced, 2 found\n1 missing:\n  t-0@101: t-0#1");
    }

    @Test
    void aDoubledRowIsAtLeastOnce() {
        found.add(row("t-0#2", 2));

        OracleReport report = compare().assertAtLeastOnce();

        assertThat(report.doubled().examples()).containsExactly("t-0@102: t-0#2 2 times");
        assertThatThrownBy(report::assertExactlyOnce).hasMessageContaining("1 doubled");
    }

    @Test
    void aDifferentRowNamesTheColumn() {
        found.set(0, row("t-0#0", 7));

        OracleReport report = compare();

        assertThat(report.different().examples()).containsExactly("t-0@100: n is 7 instead of 0");
        assertThat(report.missing().isEmpty()).isTrue();
    }

    @Test
    void aRowThatNobodyProducedIsUnknown() {
        found.add(row("t-0#9", 9));
        found.add(Map.of("n", 1));

        assertThat(compare().unknown().count()).isEqualTo(2);
    }

    @Test
    void examplesAreBounded() {
        for (int i = 3; i < 100; i++) {
            produced.add("t-0#" + i, "t", 0, 100 + i, row("t-0#" + i, i));
        }

        OracleReport report = compare();

        assertThat(report.missing().count()).isEqualTo(97);
        assertThat(report.missing().examples()).hasSize(20).startsWith("t-0@103: t-0#3");
        assertThat(report.toString()).endsWith("  ... and 77 more");
    }

    @Test
    void oneIdAtTwoPlacesIsABug() {
        assertThatThrownBy(() -> produced.add("t-0#0", "t", 0, 105, Map.of()))
                .hasMessage("row t-0#0 is both at t-0@105 and at t-0@100");
    }

    @Test
    void parquetRowsAreComparedByValue(@TempDir Path directory) throws IOException, SQLException {
        ProducedRows typed = new ProducedRows();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("row_id", "p-3#0");
        row.put("i", 42);
        row.put("d", 1.5);
        row.put("s", "ü'x");
        row.put("none", null);
        row.put("at", Instant.parse("2024-02-03T04:05:06.789123Z"));
        row.put("zoned", Instant.parse("1969-02-03T04:05:06.000001Z"));
        row.put("day", LocalDate.of(2024, 2, 3));
        row.put("price", new BigDecimal("10.50"));
        row.put("raw", new byte[] {1, (byte) 0xff});
        row.put("tags", List.of("a", "b"));
        typed.add("p-3#0", "p", 3, 9, row);
        write(
                Files.createDirectory(directory.resolve("x=1")).resolve("a.parquet"),
                "SELECT 'p-3#0' AS row_id, 42::BIGINT AS i, 1.5::DOUBLE AS d, 'ü''x' AS s, NULL::INT AS none, "
                        + "TIMESTAMP '2024-02-03 04:05:06.789123' AS at, "
                        + "TIMESTAMPTZ '1969-02-03 04:05:06.000001+00' AS zoned, DATE '2024-02-03' AS day, "
                        + "10.5::DECIMAL(12, 4) AS price, '\\x01\\xFF'::BLOB AS raw, ['a', 'b'] AS tags, 1 AS added");

        OracleReport report = Oracle.compare(typed, FoundRows.inParquet(directory));

        assertThat(report.toString()).isEqualTo("1 rows produced, 1 found");
    }

    @Test
    void anEmptyDirectoryHasNoRows(@TempDir Path directory) {
        OracleReport report = Oracle.compare(produced, FoundRows.inParquet(directory));

        assertThat(report.missing().count()).isEqualTo(3);
        assertThat(report.foundCount()).isZero();
    }

    @Test
    void tablesOfADatabaseCanBeCompared(@TempDir Path directory) throws SQLException {
        Path database = directory.resolve("d.db");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT 't-0#' || n AS row_id, n FROM range(3) r(n)");
        }

        Oracle.compare(produced, FoundRows.inDuckDb(database, "SELECT * FROM t"))
                .assertExactlyOnce();
    }

    private OracleReport compare() {
        return Oracle.compare(produced, FoundRows.of(found));
    }

    private static Map<String, @Nullable Object> row(String id, int n) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("row_id", id);
        row.put("n", n);
        return row;
    }

    private static void write(Path file, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
    }
}
