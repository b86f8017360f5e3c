/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TypesTest {
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

    private static String type(SinkFixture fixture, String column) {
        return fixture.query("SELECT data_type FROM duckdb_columns() WHERE table_name = 'logs' AND column_name = '"
                        + column + "'")
                .get(0)
                .get(0);
    }

    private static Schema common() {
        Schema uuid = SchemaBuilder.string().name("io.debezium.data.Uuid").build();
        Schema json = SchemaBuilder.string().name("io.debezium.data.Json").build();
        Schema nanos =
                SchemaBuilder.int64().name("io.debezium.time.NanoTimestamp").build();
        return SchemaBuilder.struct()
                .field("small", Schema.INT8_SCHEMA)
                .field("real", Schema.FLOAT32_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field(
                        "amount",
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "10")
                                .build())
                .field("day", Date.SCHEMA)
                .field("clock", Time.SCHEMA)
                .field("moment", Timestamp.SCHEMA)
                .field("nanos", nanos)
                .field("uuid", uuid)
                .field("json", json)
                .field("list", SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.FLOAT64_SCHEMA)
                                .build())
                .build();
    }

    @Test
    void valuesOfConnectArriveAsTheyAre() {
        Schema schema = common();
        try (SinkFixture fixture = open()) {
            fixture.put(Records.of(
                    P0,
                    0,
                    new Struct(schema)
                            .put("small", (byte) -7)
                            .put("real", 0.25f)
                            .put("bytes", "ab".getBytes(StandardCharsets.UTF_8))
                            .put("amount", new BigDecimal("-12.34"))
                            .put("day", new java.util.Date(86_400_000L * 365))
                            .put("clock", new java.util.Date(3_723_004L))
                            .put("moment", new java.util.Date(1_700_000_000_123L))
                            .put("nanos", 1_700_000_000_123_456_789L)
                            .put("uuid", "6f0b6a52-1111-4a4a-8b8b-0123456789ab")
                            .put("json", "{\"a\":1}")
                            .put("list", java.util.Arrays.asList(1, null, 3))
                            .put("map", Map.of("k", 1.5))));
            fixture.flush();

            assertThat(fixture.query("SELECT * EXCLUDE (bytes, moment) REPLACE (CAST(clock AS VARCHAR) AS clock,"
                            + " CAST(nanos AS VARCHAR) AS nanos), CAST(bytes AS VARCHAR), epoch_ms(moment) FROM logs"))
                    .containsExactly(List.of(
                            "-7",
                            "0.25",
                            "-12.34",
                            "1971-01-01",
                            "01:02:03.004",
                            "2023-11-14 22:13:20.123456789",
                            "6f0b6a52-1111-4a4a-8b8b-0123456789ab",
                            "{\"a\":1}",
                            "[1, NULL, 3]",
                            "{k=1.5}",
                            "ab",
                            "1700000000123"));
            assertThat(type(fixture, "amount")).isEqualTo("DECIMAL(10,2)");
            assertThat(type(fixture, "moment")).isEqualTo("TIMESTAMP WITH TIME ZONE");
            assertThat(type(fixture, "nanos")).isEqualTo("TIMESTAMP_NS");
            assertThat(type(fixture, "uuid")).isEqualTo("UUID");
            assertThat(type(fixture, "json")).isEqualTo("JSON");
        }
    }

    @Test
    void decimalsOfManyDigitsBecomeText() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "wide",
                        Decimal.builder(3)
                                .parameter("connect.decimal.precision", "60")
                                .build())
                .build();
        BigDecimal value = new BigDecimal(BigInteger.TEN.pow(50).add(BigInteger.ONE), 3);
        try (SinkFixture fixture = open()) {
            fixture.put(Records.of(P0, 0, new Struct(schema).put("wide", value)));
            fixture.flush();

            assertThat(fixture.query("SELECT wide FROM logs")).containsExactly(List.of(value.toPlainString()));
        }
    }

    @Test
    void decimalsOfNegativeScaleBecomeWholeNumbers() {
        Schema schema =
                SchemaBuilder.struct().field("round", Decimal.schema(-3)).build();
        try (SinkFixture fixture = open()) {
            fixture.put(Records.of(P0, 0, new Struct(schema).put("round", new BigDecimal(BigInteger.valueOf(7), -3))));
            fixture.flush();

            assertThat(fixture.query("SELECT round FROM logs")).containsExactly(List.of("7000"));
        }
    }

    @Test
    void whatIsNotConvertedIsRefused() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "wide",
                        Decimal.builder(3)
                                .parameter("connect.decimal.precision", "60")
                                .build())
                .build();
        try (SinkFixture fixture = open("unsupported.types", "refuse")) {
            fixture.put(Records.of(P0, 0, new Struct(schema).put("wide", BigDecimal.ONE.setScale(3))));

            assertThat(fixture.context().reports()).hasSize(1);
            assertThat(fixture.context().reports().get(0).reason())
                    .hasMessageContaining("column 'wide' is a decimal of 60 digits")
                    .hasMessageContaining("unsupported.types=convert");
        }
    }

    @Test
    void namesThatDifferByCaseOnlyGetNumbers() {
        Schema schema = SchemaBuilder.struct()
                .field("Camel", Schema.INT32_SCHEMA)
                .field("camel", Schema.INT32_SCHEMA)
                .build();
        try (SinkFixture fixture = open()) {
            fixture.put(Records.of(P0, 0, new Struct(schema).put("Camel", 1).put("camel", 2)));
            fixture.flush();

            assertThat(fixture.query("SELECT \"Camel\", camel_1 FROM logs")).containsExactly(List.of("1", "2"));
        }
    }

    @Test
    void structsWithoutFieldsAreLeftOut() {
        Schema empty = SchemaBuilder.struct().build();
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("empty", empty)
                .build();
        try (SinkFixture fixture = open()) {
            fixture.put(Records.of(P0, 0, new Struct(schema).put("id", 1).put("empty", new Struct(empty))));
            fixture.flush();

            assertThat(fixture.query("SELECT * FROM logs")).containsExactly(List.of("1"));
        }
    }

    @Test
    void anArrowBatchGoesInAsItIs() throws IOException {
        try (SinkFixture fixture = open()) {
            fixture.put(BatchRecords.of(
                    allocator,
                    0,
                    root -> {
                        BigIntVector ids = (BigIntVector) root.getVector("id");
                        for (int row = 0; row < 5; row++) {
                            ids.setSafe(row, row * 10L);
                        }
                        root.setRowCount(5);
                    },
                    nullable("id", new ArrowType.Int(64, true))));
            fixture.flush();

            assertThat(fixture.query("SELECT count(*), sum(id) FROM logs")).containsExactly(List.of("5", "100"));
            assertThat(fixture.committed(P0)).isEqualTo(1);
        }
    }

    @Test
    void rowsOfArrowBatchesHaveKeysToo() throws IOException {
        try (SinkFixture fixture = open("insert.mode", "upsert", "pk.mode", "record_value", "pk.fields", "id")) {
            for (int record = 0; record < 2; record++) {
                int offset = record;
                fixture.put(BatchRecords.of(
                        allocator,
                        offset,
                        root -> {
                            BigIntVector ids = (BigIntVector) root.getVector("id");
                            for (int row = 0; row < 4; row++) {
                                ids.setSafe(row, offset + row / 2);
                            }
                            root.setRowCount(4);
                        },
                        nullable("id", new ArrowType.Int(64, true))));
            }
            fixture.flush();

            assertThat(fixture.query("SELECT id FROM logs ORDER BY id"))
                    .containsExactly(List.of("0"), List.of("1"), List.of("2"));
        }
    }

    @Test
    void typesOfArrowThatTheDatabaseLacksBecomeOthers() throws IOException {
        Field entries = new Field(
                "entries",
                new FieldType(false, ArrowType.Struct.INSTANCE, null),
                List.of(
                        new Field("key", new FieldType(false, ArrowType.Utf8.INSTANCE, null), null),
                        nullable("value", new ArrowType.Int(32, true))));
        Field map = new Field("map", new FieldType(true, new ArrowType.Map(false), null), List.of(entries));
        try (SinkFixture fixture = open()) {
            fixture.put(BatchRecords.of(
                    allocator,
                    0,
                    TypesTest::fillRare,
                    nullable("half", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
                    nullable("wide", new ArrowType.Decimal(50, 2, 256)),
                    nullable("span", new ArrowType.Interval(IntervalUnit.DAY_TIME)),
                    map));
            fixture.flush();

            assertThat(fixture.context().reports()).isEmpty();
            assertThat(fixture.query("SELECT half, wide, CAST(span AS VARCHAR), map FROM logs"))
                    .containsExactly(
                            List.of("1.5", "12345678901234567890.12", "3 days 00:00:01", "{b=2, a=3}"),
                            List.of("", "", "", ""));
        }
    }

    private static void fillRare(VectorSchemaRoot root) {
        ((Float2Vector) root.getVector("half")).setSafeWithPossibleTruncate(0, 1.5f);
        ((Decimal256Vector) root.getVector("wide")).setSafe(0, new BigDecimal("12345678901234567890.12"));
        ((IntervalDayVector) root.getVector("span")).setSafe(0, 3, 1000);
        MapVector map = (MapVector) root.getVector("map");
        StructVector entries = (StructVector) map.getDataVector();
        VarCharVector keys = (VarCharVector) entries.getChild("key");
        IntVector values = (IntVector) entries.getChild("value");
        map.startNewValue(0);
        String[] names = {"a", "b", "a"};
        for (int entry = 0; entry < names.length; entry++) {
            entries.setIndexDefined(entry);
            keys.setSafe(entry, names[entry].getBytes(StandardCharsets.UTF_8));
            values.setSafe(entry, entry + 1);
        }
        map.endValue(0, names.length);
        entries.setValueCount(names.length);
        root.setRowCount(2);
    }

    private static Field nullable(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }
}
