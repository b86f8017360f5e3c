/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PartsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INTEGER",
                "DECIMAL(10,2)",
                "TIMESTAMP WITH TIME ZONE",
                "ENUM('a', 'b,)')",
                "INTEGER[3][]",
                "STRUCT(\"a\" INTEGER, \"b \"\"c\" VARCHAR[])[]",
                "MAP(VARCHAR, STRUCT(\"x\" DECIMAL(3,1), \"y\" MAP(INTEGER, DATE)))"
            })
    void typesAreWrittenAsTheyAreRead(String sql) {
        assertThat(DuckType.parse(sql).sql()).isEqualTo(sql);
    }

    @Test
    void namesWithoutQuotesAreRead() {
        assertThat(DuckType.parse("STRUCT(a INTEGER, b STRUCT(c DATE))").sql())
                .isEqualTo("STRUCT(\"a\" INTEGER, \"b\" STRUCT(\"c\" DATE))");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INTEGER               | BIGINT                | BIGINT
            UINTEGER              | INTEGER               | BIGINT
            INTEGER               | DOUBLE                | DOUBLE
            BIGINT                | DOUBLE                |
            DECIMAL(10,2)         | DECIMAL(8,4)          | DECIMAL(12,4)
            DECIMAL(38,2)         | DECIMAL(38,4)         |
            INTEGER               | DECIMAL(5,2)          | DECIMAL(12,2)
            TIMESTAMP_MS          | TIMESTAMP_NS          | TIMESTAMP_NS
            VARCHAR               | INTEGER               |
            STRUCT(a INTEGER)     | STRUCT(A BIGINT, b DATE) | STRUCT("a" BIGINT, "b" DATE)
            STRUCT(a INTEGER)[]   | STRUCT(b DATE)[]      | STRUCT("a" INTEGER, "b" DATE)[]
            """)
    void aTypeForBothHoldsAllTheirValues(String one, String other, String union) {
        DuckType found = TypeChange.union(DuckType.parse(one), DuckType.parse(other));

        assertThat(found == null ? null : found.sql()).isEqualTo(union);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BIGINT               | INTEGER              | true
            VARCHAR              | DATE                 | true
            VARCHAR              | FLOAT                | false
            VARCHAR[]            | DATE[]               | false
            VARCHAR[]            | UUID[]               | true
            JSON                 | VARCHAR              | true
            DECIMAL(10,2)        | DECIMAL(5,2)         | true
            DECIMAL(10,4)        | DECIMAL(10,2)        | false
            DOUBLE               | BIGINT               | false
            TIMESTAMP_NS         | TIMESTAMP            | false
            BLOB                 | VARCHAR              | false
            STRUCT(a INTEGER)    | STRUCT(a INTEGER, b DATE) | true
            STRUCT(a INTEGER, b DATE) | STRUCT(a INTEGER) | false
            "NULL"               | INTEGER              | true
            """)
    void onlyWhatArrivesAsItIsOrIsRefusedIsLetIn(String from, String to, boolean isSafe) {
        assertThat(TypeChange.isSafe(DuckType.parse(from), DuckType.parse(to))).isEqualTo(isSafe);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            IO Error: Could not set lock on file "x": Conflicting lock is held in y (PID 7) | PASSING
            TransactionContext Error: Conflict on update!                                   | PASSING
            Out of Memory Error: failed to allocate                                         | PASSING
            FATAL Error: Failed: database has been invalidated                              | BROKEN
            Conversion Error: Could not convert string 'secret' to INT64                    | DATA
            Constraint Error: NOT NULL constraint failed: t.x                               | DATA
            TransactionContext Error: Failed to commit: duplicate key "x: secret"           | PASSING
            IO Error: Failure while replaying WAL file "x"                                  | LASTING
            Catalog Error: Table with name x does not exist!                                | LASTING
            """)
    void whatCanBeDoneFollowsFromTheMessage(String message, DatabaseException.Kind kind) {
        DatabaseException failure = DatabaseException.of("could not load", new java.sql.SQLException(message));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.getMessage()).doesNotContain("secret");
    }

    @Test
    void librariesOfKilledProcessesAreRemovedWhenTheyAreOld() throws IOException {
        Instant now = Instant.now();
        Path old = Files.writeString(directory.resolve("libduckdb_java1.so"), "x");
        Path young = Files.writeString(directory.resolve("libduckdb_java2.so"), "x");
        Path other = Files.writeString(directory.resolve("libother.so"), "x");
        Path arrow = Files.writeString(directory.resolve("jnilib-1.tmp"), "x");
        Files.setLastModifiedTime(arrow, FileTime.from(now.minus(Duration.ofHours(1))));
        Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(1))));
        Files.setLastModifiedTime(other, FileTime.from(now.minus(Duration.ofHours(1))));

        NativeLeftovers.remove(directory, now);

        assertThat(old).doesNotExist();
        assertThat(arrow).doesNotExist();
        assertThat(young).exists();
        assertThat(other).exists();
    }

    @Test
    void aPathNamesTheFilesOfItsPlace() throws IOException {
        DatabasePath path = new DatabasePath(directory + "/{topic}-{task}-{yyyyMMdd}.duckdb");
        DatabasePath.Place place = new DatabasePath.Place(3, "w", "a/b");
        for (String name : List.of(
                "a_b-3-20260101.duckdb",
                "a_b-3-20260102.duckdb",
                "a_b-4-20260101.duckdb",
                "a_b-3-20260101.duckdb.lock",
                "c-3-20260101.duckdb")) {
            Files.writeString(directory.resolve(name), "");
        }

        assertThat(path.at(place, Instant.parse("2026-01-02T23:00:00Z")))
                .isEqualTo(directory.resolve("a_b-3-20260102.duckdb"));
        assertThat(path.files(place))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("a_b-3-20260102.duckdb", "a_b-3-20260101.duckdb");
        assertThat(path.filesOfAll(place)).hasSize(3);
    }

    @Test
    void theNumbersOfATaskAreAnMBean() throws Exception {
        SettableClock clock = new SettableClock();
        SinkMetrics metrics = new SinkMetrics(clock);
        DuckDbSinkConfig config = DuckDbSinkConfig.parse(SinkFixture.properties(Path.of("x.duckdb")));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.quiver:type=sink-duckdb,connector=\"shop\",task=0");
        try (MetricsRegistration registration =
                MetricsRegistration.of(metrics, config, FakeContext.withoutReporter())) {
            assertThat(registration).isNotNull();
            metrics.refused(3);
            metrics.waiting(clock.millis());
            clock.advance(Duration.ofSeconds(2));

            assertThat(server.getAttribute(name, "refused-total")).isEqualTo(3L);
            assertThat(server.getAttribute(name, "oldest-waiting-ms")).isEqualTo(2000L);
            assertThat(server.getMBeanInfo(name).getAttributes())
                    .hasSize(metrics.all().size());
            assertThatThrownBy(() -> server.getAttribute(name, "other")).isInstanceOf(AttributeNotFoundException.class);
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void publishedOffsetsAreThoseOfTheConnector() {
        String text = "shop logs 0 5\nother logs 0 9\nsh%6Fp x 1 2\n";

        assertThat(OffsetsTable.published(text, "shop")).isEqualTo(Map.of(Records.P0, 5L));
    }
}
