/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.row;
import static dev.quiver.sink.duckdb.Records.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BadRecordTest {
    private static final Schema TEXTS = SchemaBuilder.struct()
            .field("id", Schema.STRING_SCHEMA)
            .field("kind", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final String SECRET = "not-a-number-but-a-secret";

    @TempDir
    private Path directory;

    private SinkFixture open(FakeContext context, String... settings) {
        return SinkFixture.of(directory.resolve("shop.duckdb"), context, new SettableClock(), settings)
                .open(P0);
    }

    private static SinkRecord text(long offset, String id) {
        return Records.of(P0, offset, new Struct(TEXTS).put("id", id).put("kind", "t"));
    }

    private static List<Long> reported(SinkFixture fixture) {
        return fixture.context().reports().stream()
                .map(report -> report.sinkRecord().kafkaOffset())
                .toList();
    }

    private static String reason(SinkFixture fixture, int index) {
        return String.valueOf(fixture.context().reports().get(index).reason().getMessage());
    }

    @Test
    void aRecordThatIsNoRowIsReported() {
        try (SinkFixture fixture = open(FakeContext.withReporter())) {
            fixture.put(row(P0, 0), Records.of(P0, 1, Schema.STRING_SCHEMA, "text"), row(P0, 2));
            fixture.flush();

            assertThat(reported(fixture)).containsExactly(1L);
            assertThat(reason(fixture, 0)).contains("logs-0@1", "must be a struct or an Arrow batch");
            assertThat(fixture.committed(P0)).isEqualTo(3);
        }
    }

    @Test
    void rowsThatTheDatabaseRefusesAreFoundAmongMany() {
        try (SinkFixture fixture = open(FakeContext.withReporter())) {
            fixture.put(rows(P0, 0, 1));
            fixture.flush();
            for (int offset = 1; offset < 200; offset++) {
                fixture.put(text(offset, offset % 66 == 0 ? SECRET : Integer.toString(offset)));
            }
            fixture.flush();

            assertThat(reported(fixture)).containsExactly(66L, 132L, 198L);
            assertThat(fixture.query("SELECT count(*), max(id) FROM logs")).containsExactly(List.of("197", "199"));
            assertThat(fixture.committed(P0)).isEqualTo(200);
        }
    }

    @Test
    void aReportNamesTableColumnAndTypesButNoValue() {
        try (SinkFixture fixture = open(FakeContext.withReporter())) {
            fixture.put(rows(P0, 0, 1));
            fixture.flush();
            fixture.put(text(1, SECRET));
            fixture.flush();

            assertThat(reason(fixture, 0))
                    .contains("table logs refused the row: column 'id' of type BIGINT, given VARCHAR")
                    .doesNotContain(SECRET);
            Throwable cause = fixture.context().reports().get(0).reason();
            while (cause.getCause() != null) {
                cause = Objects.requireNonNull(cause.getCause());
                assertThat(String.valueOf(cause.getMessage())).doesNotContain(SECRET);
            }
        }
    }

    @Test
    void withoutAReporterTheTaskFailsAndNamesTheRecord() {
        try (SinkFixture fixture = open(FakeContext.withoutReporter())) {
            fixture.put(rows(P0, 0, 1));
            fixture.flush();
            fixture.put(text(1, "1"), text(2, SECRET));

            assertThatThrownBy(fixture::flush)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("could not write record logs-0@2: table logs refused the row")
                    .hasMessageContaining("errors.tolerance=all")
                    .hasMessageNotContaining(SECRET);
            assertThat(fixture.committed(P0)).isEqualTo(1);
        }
    }

    /** Each of them would make the table. */
    @Test
    void rowsThatFitAloneButNotBesideThoseOfAnotherSchemaAreReported() {
        Schema struct = SchemaBuilder.struct()
                .field(
                        "id",
                        SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build())
                .build();
        Struct value =
                new Struct(struct).put("id", new Struct(struct.field("id").schema()).put("x", 1));
        try (SinkFixture fixture = open(FakeContext.withReporter())) {
            fixture.put(row(P0, 0), Records.of(P0, 1, value), row(P0, 2), Records.of(P0, 3, value));
            fixture.flush();

            assertThat(reported(fixture)).containsExactly(1L, 3L);
            assertThat(reason(fixture, 0)).contains("column 'id'");
            assertThat(fixture.query("SELECT count(*) FROM logs")).containsExactly(List.of("2"));
        }
    }

    @Test
    void manyRowsOfSeveralTablesMayBeRefused() {
        TopicPartition more = new TopicPartition("more", 0);
        try (SinkFixture fixture = open(FakeContext.withReporter())) {
            fixture.open(more);
            fixture.change("CREATE TABLE logs(id BIGINT, kind BIGINT)");
            fixture.change("CREATE TABLE more(id DATE, kind VARCHAR)");
            for (int offset = 0; offset < 1100; offset++) {
                fixture.put(text(offset, "1"));
                fixture.put(new SinkRecord(
                        "more", 0, null, null, TEXTS, text(0, "1").value(), offset));
            }
            fixture.put(row(P0, 1100, "7"));
            fixture.flush();

            assertThat(fixture.context().reports()).hasSize(2200);
            assertThat(fixture.query("SELECT count(*) FROM logs")).containsExactly(List.of("1"));
            assertThat(fixture.committed(more)).isEqualTo(1100);
        }
    }

    @Test
    void constraintsOfTheTableCount() {
        try (SinkFixture fixture = open(FakeContext.withReporter(), "auto.evolve", "false")) {
            fixture.put(rows(P0, 0, 1));
            fixture.flush();
            fixture.change("ALTER TABLE logs ALTER COLUMN kind SET NOT NULL");
            fixture.put(row(P0, 1, "a"), row(P0, 2, null), row(P0, 3, "b"));
            fixture.flush();

            assertThat(reported(fixture)).containsExactly(2L);
            assertThat(reason(fixture, 0)).contains("column 'kind' of type VARCHAR");
            assertThat(fixture.query("SELECT count(*) FROM logs")).containsExactly(List.of("3"));
        }
    }

    @Test
    void rowsThatFitAloneButNotTogetherAreRefusedFromTheEnd() {
        try (SinkFixture fixture = open(FakeContext.withReporter())) {
            fixture.change("CREATE TABLE logs(id BIGINT UNIQUE, kind VARCHAR)");
            fixture.put(Records.keyed(P0, 0, 7, "a"), Records.keyed(P0, 1, 8, "b"), Records.keyed(P0, 2, 7, "c"));
            fixture.flush();

            assertThat(reported(fixture)).containsExactly(2L);
            assertThat(fixture.query("SELECT kind FROM logs ORDER BY ALL")).containsExactly(List.of("a"), List.of("b"));
        }
    }

    @Test
    void recordsWithoutAValueArePassedOver() {
        try (SinkFixture fixture = open(FakeContext.withoutReporter())) {
            fixture.put(Records.of(P0, 0, null, null), row(P0, 1));
            fixture.flush();

            assertThat(fixture.committed(P0)).isEqualTo(2);
        }
    }

    @Test
    void recordsWithoutAValueAreReportedWhereThatIsWanted() {
        try (SinkFixture fixture = open(FakeContext.withReporter(), "behavior.on.null.values", "report")) {
            fixture.put(Records.of(P0, 0, null, null), row(P0, 1));

            assertThat(reported(fixture)).containsExactly(0L);
        }
    }
}
