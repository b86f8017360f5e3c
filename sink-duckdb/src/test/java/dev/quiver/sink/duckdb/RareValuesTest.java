/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.TimeStampSecTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that DuckDB would cut, round, refuse or die of: they arrive as they are, or their records are reported. */
final class RareValuesTest {
    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    private SinkFixture open(String... settings) {
        return SinkFixture.of(
                        directory.resolve("shop.duckdb"), FakeContext.withReporter(), new SettableClock(), settings)
                .open(P0);
    }

    private static Field nullable(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    private static List<Long> reported(SinkFixture fixture) {
        return fixture.context().reports().stream()
                .map(report -> report.sinkRecord().kafkaOffset())
                .toList();
    }

    private static SinkRecord text(long offset, String text) {
        Schema schema = SchemaBuilder.struct().field("x", Schema.STRING_SCHEMA).build();
        return Records.of(P0, offset, new Struct(schema).put("x", text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BIGINT        | -17                        | 1.7
            BIGINT        | 9223372036854775807        | 1e3
            DECIMAL(10,2) | 1.5                        | 1.239
            DECIMAL(10,2) | 1.250                      | 123456789012.00
            DATE          | 2026-02-03                 | 2026-02-03 04:05:06
            TIMESTAMP     | 2026-02-03 04:05:06.123456 | 2026-02-03 04:05:06.1234567
            TIMESTAMP_S   | 2026-02-03 04:05:06        | 2026-02-03 04:05:06.5
            TIMESTAMP_MS  | 2026-02-03 04:05:06.5      | 2026-02-03 04:05:06.1239
            TIME          | 04:05:06.5                 | 04:05:06.1234567
            BOOLEAN       | true                       | maybe
            UUID          | 6f0b6a52-1111-4a4a-8b8b-0123456789ab | 6f0b
            DOUBLE        | 0.1                        | a tenth
            """)
    void textsBecomeOtherTypesAsAWholeOrNotAtAll(String type, String whole, String cut) {
        try (SinkFixture fixture = open()) {
            fixture.change("CREATE TABLE logs(x " + type + ")");
            fixture.put(text(0, whole), text(1, cut), text(2, whole));
            fixture.flush();

            assertThat(fixture.query(
                            "SELECT count(*), count(*) FILTER (x = CAST('" + whole + "' AS " + type + ")) FROM logs"))
                    .containsExactly(List.of("2", "2"));
            assertThat(reported(fixture)).containsExactly(1L);
            assertThat(fixture.context().reports().get(0).reason()).hasMessageContaining("column 'x' of type " + type);
        }
    }

    @Test
    void whatIsFinerThanAMicrosecondIsNotCut() throws Exception {
        Field span = nullable("span", new ArrowType.Duration(TimeUnit.NANOSECOND));
        Field months = nullable("months", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO));
        Field list = nullable("list", new ArrowType.List(), nullable("element", months.getType()));
        try (SinkFixture fixture = open()) {
            for (int offset = 0; offset < 4; offset++) {
                int finer = offset;
                fixture.put(BatchRecords.of(
                        allocator,
                        offset,
                        root -> {
                            ((DurationVector) root.getVector("span")).setSafe(0, 3_000 + (finer == 1 ? 1 : 0));
                            ((IntervalMonthDayNanoVector) root.getVector("months"))
                                    .setSafe(0, 1, 2, 5_000 + (finer == 2 ? 1 : 0));
                            ListVector values = (ListVector) root.getVector("list");
                            values.startNewValue(0);
                            ((IntervalMonthDayNanoVector) values.getDataVector())
                                    .setSafe(0, 0, 0, 7_000 + (finer == 3 ? 1 : 0));
                            values.endValue(0, 1);
                            values.getDataVector().setValueCount(1);
                            root.setRowCount(1);
                        },
                        span,
                        months,
                        list));
            }
            fixture.flush();

            assertThat(reported(fixture)).containsExactly(1L, 2L, 3L);
            assertThat(fixture.query("SELECT CAST(span AS VARCHAR), CAST(months AS VARCHAR), CAST(list AS VARCHAR)"
                            + " FROM logs"))
                    .containsExactly(
                            List.of("00:00:00.000003", "1 month 2 days 00:00:00.000005", "['00:00:00.000007']"));
        }
    }

    @Test
    void aTextMayHaveAZeroAndAnyOtherCharacter() {
        String text = "a\0b\uD83D\uDE00\u00ff'\"\\";
        try (SinkFixture fixture = open()) {
            fixture.put(text(0, text), text(1, ""));
            fixture.flush();

            assertThat(fixture.context().reports()).isEmpty();
            assertThat(fixture.query("SELECT x FROM logs ORDER BY strlen(x)"))
                    .containsExactly(List.of(""), List.of(text));
        }
    }

    @Test
    void aTimeThatTheDatabaseCannotHoldIsReported() throws Exception {
        Schema schema = SchemaBuilder.struct().field("t", Timestamp.SCHEMA).build();
        try (SinkFixture fixture = open()) {
            fixture.put(
                    Records.of(P0, 0, new Struct(schema).put("t", new java.util.Date(5))),
                    Records.of(P0, 1, new Struct(schema).put("t", new java.util.Date(Long.MAX_VALUE / 4))),
                    BatchRecords.of(
                            allocator,
                            2,
                            root -> {
                                ((TimeStampSecTZVector) root.getVector("t")).setSafe(0, Long.MAX_VALUE / 16);
                                root.setRowCount(1);
                            },
                            nullable("t", new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"))));
            fixture.flush();

            assertThat(reported(fixture)).containsExactlyInAnyOrder(1L, 2L);
            assertThat(fixture.query("SELECT epoch_ms(t) FROM logs")).containsExactly(List.of("5"));
        }
    }

    @Test
    void structsAndListsMayBeNullOnEveryLevel() {
        Schema empty = SchemaBuilder.struct().optional().build();
        Schema inner = SchemaBuilder.struct()
                .optional()
                .field("a", Schema.OPTIONAL_INT32_SCHEMA)
                .field("empty", empty)
                .build();
        Schema list = SchemaBuilder.array(inner).optional().build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, list).optional().build();
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("inner", inner)
                .field("list", list)
                .field("map", map)
                .build();
        try (SinkFixture fixture = open()) {
            fixture.put(
                    Records.of(P0, 0, new Struct(schema).put("id", 0)),
                    Records.of(
                            P0,
                            1,
                            new Struct(schema)
                                    .put("id", 1)
                                    .put("inner", new Struct(inner))
                                    .put("list", Arrays.asList(null, new Struct(inner), new Struct(inner).put("a", 1)))
                                    .put("map", Map.of("k", Arrays.asList((Object) null)))),
                    Records.of(
                            P0,
                            2,
                            new Struct(schema)
                                    .put("id", 2)
                                    .put("list", List.of())
                                    .put("map", Map.of())));
            fixture.flush();

            assertThat(fixture.context().reports()).isEmpty();
            assertThat(fixture.query("SELECT * FROM logs ORDER BY id"))
                    .containsExactly(
                            List.of("0", "", "", ""),
                            List.of("1", "{'a': NULL}", "[NULL, {'a': NULL}, {'a': 1}]", "{k=[NULL]}"),
                            List.of("2", "", "[]", "{}"));
        }
    }

    @Test
    void aUnionBecomesAStruct() throws Exception {
        ArrowType type = new ArrowType.Union(UnionMode.Dense, new int[] {0, 1});
        Field union = new Field(
                "u",
                FieldType.nullable(type),
                List.of(nullable("n", new ArrowType.Int(64, true)), nullable("s", ArrowType.Utf8.INSTANCE)));
        try (SinkFixture fixture = open()) {
            fixture.put(BatchRecords.of(
                    allocator,
                    0,
                    root -> {
                        DenseUnionVector values = (DenseUnionVector) root.getVector("u");
                        values.setTypeId(0, (byte) 0);
                        values.setOffset(0, 0);
                        ((BigIntVector) values.getVectorByType((byte) 0)).setSafe(0, 7);
                        values.getVectorByType((byte) 0).setValueCount(1);
                        values.setTypeId(1, (byte) 1);
                        values.setOffset(1, 0);
                        ((VarCharVector) values.getVectorByType((byte) 1)).setSafe(0, new byte[] {'x'});
                        values.getVectorByType((byte) 1).setValueCount(1);
                        values.setValueCount(2);
                        root.setRowCount(2);
                    },
                    union));
            fixture.flush();

            assertThat(fixture.context().reports()).isEmpty();
            assertThat(fixture.query("SELECT u.n, u.s FROM logs ORDER BY ALL"))
                    .containsExactlyInAnyOrder(List.of("7", ""), List.of("", "x"));
        }
    }

    @Test
    void listsOfLengthZeroDoNoHarm() throws Exception {
        Field list = nullable("l", new ArrowType.FixedSizeList(0), nullable("element", new ArrowType.Int(32, true)));
        try (SinkFixture fixture = open()) {
            fixture.put(BatchRecords.of(
                    allocator,
                    0,
                    root -> {
                        ((IntVector) root.getVector("id")).setSafe(0, 1);
                        ((FixedSizeListVector) root.getVector("l")).setNotNull(0);
                        root.setRowCount(1);
                    },
                    nullable("id", new ArrowType.Int(32, true)),
                    list));
            fixture.flush();

            assertThat(fixture.query("SELECT id, l FROM logs")).containsExactly(List.of("1", "[]"));
        }
    }
}
