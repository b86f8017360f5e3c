/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.P1;
import static dev.quiver.sink.duckdb.Records.row;
import static dev.quiver.sink.duckdb.Records.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvolutionTest {
    private static final String COLUMNS = "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE"
            + " table_name = 'logs' ORDER BY column_index";

    private static final Schema BEFORE = SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("s", struct("f", Schema.INT8_SCHEMA))
            .field("l", SchemaBuilder.array(struct("f", Schema.FLOAT32_SCHEMA)).build())
            .build();
    private static final Schema AFTER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("s", struct("f", Schema.INT16_SCHEMA, Schema.STRING_SCHEMA))
            .field(
                    "l",
                    SchemaBuilder.array(struct("f", Schema.FLOAT64_SCHEMA, Schema.INT32_SCHEMA))
                            .build())
            .build();

    @TempDir
    private Path directory;

    private SinkFixture open(String... settings) {
        return SinkFixture.of(directory.resolve("shop.duckdb"), settings).open(P0);
    }

    private static Schema struct(String name, Schema... types) {
        SchemaBuilder schema = SchemaBuilder.struct().optional();
        for (int index = 0; index < types.length; index++) {
            schema.field(name + index, types[index]);
        }
        return schema.build();
    }

    @Test
    void aTableIsMadeAsTheRowsAre() {
        try (SinkFixture fixture = open()) {
            fixture.put(rows(P0, 0, 1));
            fixture.flush();

            assertThat(fixture.query(COLUMNS))
                    .containsExactly(List.of("id", "BIGINT", "false"), List.of("kind", "VARCHAR", "true"));
        }
    }

    @Test
    void newColumnsAreAdded() {
        Schema wider = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("added", Schema.FLOAT64_SCHEMA)
                .build();
        try (SinkFixture fixture = open()) {
            fixture.put(rows(P0, 0, 1));
            fixture.put(Records.of(P0, 1, new Struct(wider).put("id", 1L).put("added", 1.5)));
            fixture.flush();

            assertThat(fixture.query("SELECT id, kind, added FROM logs ORDER BY id"))
                    .containsExactly(List.of("0", "k", ""), List.of("1", "", "1.5"));
        }
    }

    @Test
    void fieldsOfStructsAreAddedAndTypesWidened() {
        try (SinkFixture fixture = open()) {
            fixture.put(Records.of(
                    P0,
                    0,
                    new Struct(BEFORE)
                            .put("id", 1)
                            .put("s", new Struct(BEFORE.field("s").schema()).put("f0", (byte) 1))
                            .put(
                                    "l",
                                    List.of(new Struct(
                                                    BEFORE.field("l").schema().valueSchema())
                                            .put("f0", 0.5f)))));
            fixture.flush();
            fixture.put(Records.of(
                    P0,
                    1,
                    new Struct(AFTER)
                            .put("id", 2L)
                            .put(
                                    "s",
                                    new Struct(AFTER.field("s").schema())
                                            .put("f0", (short) 300)
                                            .put("f1", "x"))
                            .put(
                                    "l",
                                    List.of(new Struct(AFTER.field("l").schema().valueSchema())
                                            .put("f0", 0.1)
                                            .put("f1", 7)))));
            fixture.flush();

            assertThat(fixture.query("SELECT * FROM logs ORDER BY id"))
                    .containsExactly(
                            List.of("1", "{'f0': 1, 'f1': NULL}", "[{'f0': 0.5, 'f1': NULL}]"),
                            List.of("2", "{'f0': 300, 'f1': x}", "[{'f0': 0.1, 'f1': 7}]"));
        }
    }

    @Test
    void rowsOfOlderSchemasStillGoIn() {
        Schema optional =
                SchemaBuilder.struct().field("kind", Schema.STRING_SCHEMA).build();
        try (SinkFixture fixture = open()) {
            fixture.put(rows(P0, 0, 1));
            fixture.flush();
            fixture.put(Records.of(P0, 1, new Struct(optional).put("kind", "no id")));
            fixture.flush();

            assertThat(fixture.query(COLUMNS))
                    .containsExactly(List.of("id", "BIGINT", "true"), List.of("kind", "VARCHAR", "true"));
            assertThat(fixture.query("SELECT * FROM logs WHERE id IS NULL")).containsExactly(List.of("", "no id"));
        }
    }

    @Test
    void theRowsOfOtherTasksSurviveIt() {
        Schema wider = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("added", Schema.FLOAT64_SCHEMA)
                .build();
        try (SinkFixture one = open();
                SinkFixture other =
                        SinkFixture.of(directory.resolve("shop.duckdb")).open(P1)) {
            one.put(rows(P0, 0, 1000));
            one.flush();
            for (int round = 0; round < 5; round++) {
                one.put(rows(P0, 1000L + round * 1000L, 2000L + round * 1000L));
                other.put(Records.of(P1, round, new Struct(wider).put("id", -1L).put("added", 1.5)));
                one.clock().advance(java.time.Duration.ofMinutes(1));
                one.put(List.of());
                other.flush();
                one.await();
            }

            assertThat(one.query("SELECT count(*), count(added) FROM logs")).containsExactly(List.of("6005", "5"));
        }
    }

    /** Of letters, DuckDB takes only those of ASCII for the same in both cases. */
    @Test
    void namesAreComparedAsTheDatabaseDoes() {
        Schema small = SchemaBuilder.struct()
                .field("\u00e4", Schema.INT32_SCHEMA)
                .field("ID", Schema.INT32_SCHEMA)
                .build();
        Schema large = SchemaBuilder.struct()
                .field("\u00c4", Schema.INT32_SCHEMA)
                .field("id", Schema.INT32_SCHEMA)
                .build();
        try (SinkFixture fixture = open()) {
            fixture.put(Records.of(P0, 0, new Struct(small).put("\u00e4", 1).put("ID", 1)));
            fixture.flush();
            fixture.put(Records.of(P0, 1, new Struct(large).put("\u00c4", 2).put("id", 2)));
            fixture.flush();

            assertThat(fixture.query("SELECT \"\u00e4\", \"\u00c4\", id FROM logs ORDER BY id"))
                    .containsExactly(List.of("1", "", "1"), List.of("", "2", "2"));
        }
    }

    @Test
    void tablesWhoseNamesDifferByCaseAreOne() {
        Schema wider = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("added", Schema.INT64_SCHEMA)
                .build();
        Struct value = new Struct(wider).put("id", 7L).put("added", 1L);
        try (SinkFixture fixture = open("topics.to.tables.mapping", "logs:Logs,more:logs")) {
            fixture.open(new TopicPartition("more", 0));
            fixture.put(
                    row(P0, 0),
                    new SinkRecord(
                            "more", 0, null, null, Records.SCHEMA, row(P0, 1).value(), 0));
            fixture.flush();
            fixture.put(Records.of(P0, 1, value), new SinkRecord("more", 0, null, null, wider, value, 1));
            fixture.flush();
            fixture.put(Records.of(P0, 2, value), new SinkRecord("more", 0, null, null, wider, value, 2));
            fixture.flush();

            assertThat(fixture.query("SELECT count(*), count(added) FROM logs")).containsExactly(List.of("6", "4"));
        }
    }

    /** A task may look at a table while another one changes it. */
    @Test
    void tasksThatChangeATableAtOnceDoNotMeet() throws Exception {
        int rounds = 12;
        try (SinkFixture one = open();
                SinkFixture other =
                        SinkFixture.of(directory.resolve("shop.duckdb")).open(P1)) {
            one.put(row(P0, 0));
            other.put(row(P1, 0));
            one.flush();
            other.flush();
            ExecutorService tasks = Executors.newFixedThreadPool(2);
            try {
                List<Future<?>> done = List.of(
                        tasks.submit(() -> widen(one, P0, rounds)), tasks.submit(() -> widen(other, P1, rounds)));
                for (Future<?> task : done) {
                    task.get(2, TimeUnit.MINUTES);
                }
            } finally {
                tasks.shutdownNow();
            }

            assertThat(one.query("SELECT count(*), count(c" + rounds + ") FROM logs"))
                    .containsExactly(List.of("" + (2 + 2 * rounds), "2"));
        }
    }

    private static void widen(SinkFixture fixture, TopicPartition partition, int rounds) {
        for (int round = 1; round <= rounds; round++) {
            SchemaBuilder schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
            for (int column = 1; column <= round; column++) {
                schema.field("c" + column, Schema.OPTIONAL_INT64_SCHEMA);
            }
            Struct value = new Struct(schema.build()).put("id", (long) round).put("c" + round, 1L);
            fixture.put(Records.of(partition, round, value));
            fixture.flush();
        }
    }

    @Test
    void aTableThatMayNotBeMadeIsMissing() {
        try (SinkFixture fixture = open("auto.create", "false")) {
            fixture.put(rows(P0, 0, 1));

            assertThatThrownBy(fixture::flush)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("is missing and auto.create is false");
        }
    }

    @Test
    void aTableThatMayNotBeChangedStays() {
        Schema wider =
                SchemaBuilder.struct().field("added", Schema.FLOAT64_SCHEMA).build();
        try (SinkFixture fixture = open("auto.evolve", "false")) {
            fixture.put(rows(P0, 0, 1));
            fixture.flush();
            fixture.put(Records.of(P0, 1, new Struct(wider).put("added", 1.5)));

            assertThatThrownBy(fixture::flush)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("has no column 'added' of type DOUBLE and auto.evolve is false");
        }
    }

    @Test
    void whatWouldBeRoundedIsRefused() {
        Schema other = SchemaBuilder.struct().field("id", Schema.FLOAT64_SCHEMA).build();
        try (SinkFixture fixture = open()) {
            fixture.put(rows(P0, 0, 1));
            fixture.flush();
            fixture.put(Records.of(P0, 1, new Struct(other).put("id", 1.5)));

            assertThatThrownBy(fixture::flush)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("logs-0@1")
                    .hasMessageContaining("column 'id': DOUBLE does not fit BIGINT");
        }
    }
}
