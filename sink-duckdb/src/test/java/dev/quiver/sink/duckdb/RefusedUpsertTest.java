/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.keyed;
import static dev.quiver.sink.duckdb.Records.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that take the place of others although some rows are bad, or keys are of a rare kind: none may vanish. */
final class RefusedUpsertTest {
    private static final String ALL = "SELECT * FROM logs ORDER BY ALL";

    @TempDir
    private Path directory;

    private SinkFixture open(FakeContext context, String... more) {
        List<String> settings = new ArrayList<>(List.of("insert.mode", "upsert"));
        settings.addAll(List.of(more));
        return SinkFixture.of(
                        directory.resolve("shop.duckdb"), context, new SettableClock(), settings.toArray(String[]::new))
                .open(P0);
    }

    private static List<Long> reported(SinkFixture fixture) {
        return fixture.context().reports().stream()
                .map(report -> report.sinkRecord().kafkaOffset())
                .toList();
    }

    @Test
    void aRefusedRowCostsNeitherTheRowsBeforeItNorThoseInTheTable() {
        List<SinkRecord> later =
                List.of(keyed(P0, 2, 1, "good"), keyed(P0, 3, 1, "bad"), keyed(P0, 4, 2, "bad"), keyed(P0, 5, 3, "c"));
        try (SinkFixture fixture = open(FakeContext.withReporter(), "pk.mode", "record_key")) {
            fixture.change("CREATE TABLE logs(id BIGINT, kind VARCHAR CHECK (kind <> 'bad'))");
            fixture.put(keyed(P0, 0, 1, "a"), keyed(P0, 1, 2, "b"));
            fixture.flush();
            fixture.put(later);
            fixture.flush();
            assertThat(fixture.context().offsets()).containsEntry(P0, 2L);
            fixture.put(later);
            fixture.flush();

            assertThat(fixture.query(ALL)).containsExactly(List.of("1", "good"), List.of("2", "b"), List.of("3", "c"));
            assertThat(reported(fixture)).containsExactly(3L, 4L);
            assertThat(fixture.committed(P0)).isEqualTo(6);
        }
    }

    /** Offsets are in the database as soon as rows are: what was reported must be where it goes before. */
    @Test
    void reportsArriveBeforeTheOffsetsBehindThem() {
        List<List<List<String>>> seen = new ArrayList<>();
        List<SinkFixture> fixtures = new ArrayList<>();
        FakeContext context = FakeContext.withReporter(() ->
                fixtures.forEach(fixture -> seen.add(fixture.query("SELECT max(next_offset) FROM _quiver_offsets"))));
        try (SinkFixture fixture = SinkFixture.of(directory.resolve("shop.duckdb"), context, new SettableClock())
                .open(P0)) {
            fixture.change("CREATE TABLE logs(id BIGINT, kind VARCHAR CHECK (kind <> 'bad'))");
            fixture.put(row(P0, 0, "a"));
            fixture.flush();
            fixtures.add(fixture);
            fixture.put(row(P0, 1, "b"), row(P0, 2, "bad"), row(P0, 3, "c"));
            fixture.flush();

            assertThat(seen).containsExactly(List.of(List.of("1")));
            assertThat(fixture.committed(P0)).isEqualTo(4);
        }
    }

    @Test
    void rowsOfABatchThatHaveOneKeyAreRefused() throws Exception {
        Field id = new Field("id", FieldType.nullable(new ArrowType.Int(64, true)), null);
        try (BufferAllocator allocator = new RootAllocator();
                SinkFixture fixture = open(FakeContext.withReporter(), "pk.mode", "record_key")) {
            SinkRecord batch = BatchRecords.of(
                    allocator,
                    0,
                    root -> {
                        ((BigIntVector) root.getVector("id")).setSafe(0, 1);
                        ((BigIntVector) root.getVector("id")).setSafe(1, 2);
                        root.setRowCount(2);
                    },
                    id);
            fixture.put(new SinkRecord(
                    "logs",
                    0,
                    Records.KEY,
                    new Struct(Records.KEY).put("id", 7L),
                    batch.valueSchema(),
                    batch.value(),
                    0));

            assertThat(fixture.context().reports().get(0).reason())
                    .hasMessageContaining("has 2 rows but one key")
                    .hasMessageContaining("pk.mode=record_value");
        }
    }

    @Test
    void keysOfOtherColumnsAreOtherKeys() {
        Schema other =
                SchemaBuilder.struct().field("other", Schema.INT64_SCHEMA).build();
        try (SinkFixture fixture = open(FakeContext.withReporter(), "pk.mode", "record_key")) {
            Struct value = new Struct(Records.SCHEMA).put("id", 5L).put("kind", "b");
            fixture.put(
                    keyed(P0, 0, 7, "a"),
                    new SinkRecord("logs", 0, other, new Struct(other).put("other", 7L), Records.SCHEMA, value, 1));
            fixture.flush();

            assertThat(fixture.query("SELECT kind FROM logs ORDER BY ALL")).containsExactly(List.of("a"), List.of("b"));
        }
    }

    @Test
    void topicsThatATransformationMakesOneStayApart() {
        try (SinkFixture fixture = open(FakeContext.withReporter(), "pk.mode", "kafka")) {
            fixture.open(new org.apache.kafka.common.TopicPartition("more", 0));
            SinkRecord routed = new SinkRecord(
                    "more", 0, null, null, Records.SCHEMA, row(P0, 0, "b").value(), 0);
            fixture.put(row(P0, 0, "a"), routed.newRecord("logs", 0, null, null, Records.SCHEMA, routed.value(), null));
            fixture.flush();

            assertThat(fixture.query("SELECT __connect_topic, kind FROM logs ORDER BY ALL"))
                    .containsExactly(List.of("logs", "a"), List.of("more", "b"));
        }
    }

    @Test
    void keysOfManyDigitsTellRowsApart() {
        Schema key = SchemaBuilder.struct()
                .field(
                        "id",
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "60")
                                .build())
                .build();
        try (SinkFixture fixture =
                open(FakeContext.withReporter(), "pk.mode", "record_key", "delete.enabled", "true")) {
            for (int offset = 0; offset < 4; offset++) {
                BigDecimal id = new BigDecimal(BigInteger.TEN.pow(50).add(BigInteger.valueOf(offset % 3)), 2);
                Struct value = offset == 2
                        ? null
                        : new Struct(Records.SCHEMA).put("id", 1L).put("kind", "k" + offset);
                fixture.put(new SinkRecord(
                        "logs",
                        0,
                        key,
                        new Struct(key).put("id", id),
                        value == null ? null : Records.SCHEMA,
                        value,
                        offset));
                fixture.flush();
            }

            assertThat(fixture.query("SELECT kind FROM logs ORDER BY ALL"))
                    .containsExactly(List.of("k1"), List.of("k3"));
        }
    }

    @Test
    void aKeyThatDiffersFromAnotherColumnByCaseOnlyIsRefused() {
        Schema schema = SchemaBuilder.struct()
                .field("Id", Schema.INT64_SCHEMA)
                .field("id", Schema.INT64_SCHEMA)
                .build();
        try (SinkFixture fixture = open(FakeContext.withReporter(), "pk.mode", "record_value", "pk.fields", "id")) {
            fixture.put(Records.of(P0, 0, new Struct(schema).put("Id", 1L).put("id", 2L)));

            assertThat(fixture.context().reports().get(0).reason())
                    .hasMessageContaining("column 'id' of the key differs from 'Id' by case only");
        }
    }

    @Test
    void keysAreComparedAsTheTableHasThem() {
        Schema key = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
        try (SinkFixture fixture = open(FakeContext.withReporter(), "pk.mode", "record_key")) {
            fixture.change("CREATE TABLE logs(id BIGINT, kind VARCHAR)");
            String[] ids = {"7", "007", "8"};
            for (int offset = 0; offset < ids.length; offset++) {
                Struct value = new Struct(Records.SCHEMA).put("id", 1L).put("kind", "k" + offset);
                fixture.put(new SinkRecord(
                        "logs", 0, key, new Struct(key).put("id", ids[offset]), Records.SCHEMA, value, offset));
                fixture.flush();
            }

            assertThat(fixture.query(ALL)).containsExactly(List.of("7", "k1"), List.of("8", "k2"));
        }
    }

    /** What a table must become is done first: rows that are deleted keep some changes of it from being made. */
    @Test
    void aTableChangesWhileRowsOfItAreReplaced() {
        Schema wider = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("kind", Schema.OPTIONAL_STRING_SCHEMA)
                .field("count", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Schema narrow = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("count", Schema.INT32_SCHEMA)
                .build();
        try (SinkFixture fixture = open(FakeContext.withReporter(), "pk.mode", "record_value", "pk.fields", "id")) {
            fixture.put(Records.of(P0, 0, new Struct(narrow).put("id", 1L).put("count", 1)));
            fixture.put(Records.of(P0, 1, new Struct(narrow).put("id", 2L).put("count", 2)));
            fixture.flush();
            fixture.put(Records.of(P0, 2, new Struct(narrow).put("id", 1L).put("count", 3)));
            fixture.put(Records.of(
                    P0, 3, new Struct(wider).put("id", 2L).put("kind", "w").put("count", 1L << 40)));
            fixture.flush();

            assertThat(fixture.query("SELECT id, \"count\", kind FROM logs ORDER BY ALL"))
                    .containsExactly(List.of("1", "3", ""), List.of("2", "" + (1L << 40), "w"));
        }
    }
}
