/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the type table, both ways. */
final class TypeTableTest {
    private static final TypeOptions TYPED = new TypeOptions(
            true,
            new TypeOptions.Decimals(38, TypeOptions.VariableScale.DECIMAL, 10),
            new TypeOptions.Times(
                    TypeOptions.TimestampPrecision.CONNECT,
                    TypeOptions.ZonedTimestamps.TIMESTAMP,
                    TypeOptions.TimesOfDay.DURATION),
            new TypeOptions.Texts(TypeOptions.Uuids.UUID, TypeOptions.Enums.DICTIONARY, TypeOptions.Jsons.STRING));

    private static SchemaBuilder debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium." + name).version(1);
    }

    static Stream<Arguments> connectTypes() {
        return Stream.of(
                arguments(Schema.INT8_SCHEMA, "Int(8, true)"),
                arguments(Schema.INT16_SCHEMA, "Int(16, true)"),
                arguments(Schema.INT32_SCHEMA, "Int(32, true)"),
                arguments(Schema.INT64_SCHEMA, "Int(64, true)"),
                arguments(Schema.FLOAT32_SCHEMA, "FloatingPoint(SINGLE)"),
                arguments(Schema.FLOAT64_SCHEMA, "FloatingPoint(DOUBLE)"),
                arguments(Schema.BOOLEAN_SCHEMA, "Bool"),
                arguments(Schema.STRING_SCHEMA, "Utf8"),
                arguments(Schema.BYTES_SCHEMA, "Binary"),
                arguments(
                        SchemaBuilder.bytes()
                                .parameter("connect.fixed.size", "5")
                                .build(),
                        "FixedSizeBinary(5)"),
                arguments(SchemaBuilder.array(Schema.INT8_SCHEMA).build(), "List"),
                arguments(
                        SchemaBuilder.array(Schema.INT8_SCHEMA)
                                .parameter("arrow.fixed.size", "3")
                                .build(),
                        "FixedSizeList(3)"),
                arguments(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT8_SCHEMA)
                                .build(),
                        "Map(false)"),
                arguments(SchemaBuilder.struct().field("a", Schema.INT8_SCHEMA).build(), "Struct"),
                arguments(Decimal.schema(2), "Decimal(38, 2, 128)"),
                arguments(
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "50")
                                .build(),
                        "Decimal(50, 2, 256)"),
                arguments(Date.SCHEMA, "Date(DAY)"),
                arguments(Time.SCHEMA, "Time(MILLISECOND, 32)"),
                arguments(Timestamp.SCHEMA, "Timestamp(MILLISECOND, UTC)"),
                arguments(
                        SchemaBuilder.string()
                                .parameter("io.confluent.connect.avro.Enum", "E")
                                .build(),
                        "Utf8"),
                arguments(
                        SchemaBuilder.struct()
                                .name("io.confluent.connect.avro.Union")
                                .build(),
                        "Struct"));
    }

    @ParameterizedTest
    @MethodSource("connectTypes")
    void connectsTypesBecomeArrows(Schema schema, String type) {
        assertThat(new TypeTable(TypeOptions.DEFAULTS).arrowType("c", schema)).hasToString(type);
    }

    /** The Arrow type by default, and the one where the options ask for types. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "INT32; time.Date; Date(DAY); Date(DAY)",
                "INT32; time.Time; Time(MILLISECOND, 32); Duration(MILLISECOND)",
                "INT64; time.MicroTime; Time(MICROSECOND, 64); Duration(MICROSECOND)",
                "INT64; time.NanoTime; Time(NANOSECOND, 64); Duration(NANOSECOND)",
                "INT64; time.Timestamp; Timestamp(MILLISECOND, null); Timestamp(MILLISECOND, null)",
                "INT64; time.MicroTimestamp; Timestamp(MICROSECOND, null); Timestamp(MICROSECOND, null)",
                "INT64; time.NanoTimestamp; Timestamp(NANOSECOND, null); Timestamp(NANOSECOND, null)",
                "STRING; time.ZonedTimestamp; Utf8; Timestamp(MICROSECOND, UTC)",
                "STRING; time.ZonedTime; Utf8; Utf8",
                "STRING; time.IsoDate; Utf8; Utf8",
                "STRING; time.Interval; Utf8; Utf8",
                "INT32; time.Year; Int(32, true); Int(32, true)",
                "INT64; time.MicroDuration; Duration(MICROSECOND); Duration(MICROSECOND)",
                "INT64; time.NanoDuration; Duration(NANOSECOND); Duration(NANOSECOND)",
                "STRUCT; time.StructuredTimestamp; Struct; Struct",
                "STRING; data.Uuid; Utf8; FixedSizeBinary(16)",
                "STRING; data.Json; Utf8; Utf8",
                "STRING; data.Enum; Utf8; Utf8",
                "STRING; data.EnumSet; Utf8; Utf8",
                "BYTES; data.Bits; Binary; Binary",
                "STRING; data.Xml; Utf8; Utf8",
                "STRING; data.Ltree; Utf8; Utf8",
                "STRUCT; data.VariableScaleDecimal; Struct; Decimal(38, 10, 128)",
                "STRUCT; data.geometry.Geometry; Struct; Struct",
                "STRUCT; data.SparseDoubleVector; Struct; Struct"
            })
    void debeziumsTypesBecomeArrows(Schema.Type type, String name, String byDefault, String typed) {
        Schema schema = debezium(SchemaBuilder.type(type), name).build();

        assertThat(new TypeTable(TypeOptions.DEFAULTS).arrowType("c", schema)).hasToString(byDefault);
        assertThat(new TypeTable(TYPED).arrowType("c", schema)).hasToString(typed);
    }

    @Test
    void bitsOfOneLengthTakeThatManyBytes() {
        Schema bits = debezium(SchemaBuilder.bytes(), "data.Bits")
                .parameter("length", "12")
                .build();

        assertThat(new TypeTable(TypeOptions.DEFAULTS).arrowType("c", bits)).hasToString("FixedSizeBinary(2)");
    }

    /** What an Arrow type is in Connect: type, name, parameters that find the way back. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "uint8; INT16; -; {arrow.type=uint8}",
                "uint16; INT32; -; {arrow.type=uint16}",
                "uint32; INT64; -; {arrow.type=uint32}",
                "float16; FLOAT32; -; {arrow.type=float16}",
                "large_utf8; STRING; -; {arrow.type=large_utf8}",
                "utf8_view; STRING; -; {arrow.type=utf8_view}",
                "large_binary; BYTES; -; {arrow.type=large_binary}",
                "binary_view; BYTES; -; {arrow.type=binary_view}",
                "date64; INT32; org.apache.kafka.connect.data.Date; {arrow.type=date64}",
                "time(s); INT32; org.apache.kafka.connect.data.Time; {arrow.type=time(s)}",
                "time(us); INT64; io.debezium.time.MicroTime; {}",
                "time(ns); INT64; io.debezium.time.NanoTime; {}",
                "timestamp(s); INT64; io.debezium.time.Timestamp; {arrow.type=timestamp(s)}",
                "timestamp(ms); INT64; io.debezium.time.Timestamp; {}",
                "timestamp(us); INT64; io.debezium.time.MicroTimestamp; {}",
                "timestamp(ns); INT64; io.debezium.time.NanoTimestamp; {}",
                "duration(s); INT64; -; {arrow.type=duration(s)}",
                "duration(us); INT64; io.debezium.time.MicroDuration; {}",
                "duration(ns); INT64; io.debezium.time.NanoDuration; {}",
                "interval(year_month); INT32; -; {arrow.type=interval(year_month)}",
                "interval(day_time); STRUCT; -; {arrow.type=interval(day_time)}",
                "interval(month_day_nano); STRUCT; -; {arrow.type=interval(month_day_nano)}",
                "large_list; ARRAY; -; {arrow.type=large_list}",
                "list_view; ARRAY; -; {arrow.type=list_view}",
                "large_list_view; ARRAY; -; {arrow.type=large_list_view}",
                "map(sorted); MAP; -; {arrow.type=map(sorted)}",
                "null; STRING; -; {arrow.type=null}",
                "sparse_union(0,1); STRUCT; io.confluent.connect.avro.Union; {arrow.type=sparse_union(0,1)}",
                "dense_union(0,1); STRUCT; io.confluent.connect.avro.Union; {arrow.type=dense_union(0,1)}"
            })
    void arrowsTypesBecomeConnects(String arrow, Schema.Type type, String name, String parameters) {
        DerivedType derived = DerivedType.of(ArrowTypeNames.parse("", arrow));

        assertThat(derived.type()).isEqualTo(type);
        assertThat(derived.name()).isEqualTo(name);
        assertThat(derived.parameters()).hasToString(parameters);
    }

    static Stream<Arguments> decimals() {
        return Stream.of(
                arguments("uint64", Map.of("scale", "0", "connect.decimal.precision", "20", "arrow.type", "uint64")),
                arguments("decimal128(38,3)", Map.of("scale", "3")),
                arguments("decimal128(10,3)", Map.of("scale", "3", "connect.decimal.precision", "10")),
                arguments("decimal256(60,3)", Map.of("scale", "3", "connect.decimal.precision", "60")),
                arguments(
                        "decimal32(9,3)",
                        Map.of("scale", "3", "connect.decimal.precision", "9", "arrow.type", "decimal32(9,3)")),
                arguments(
                        "decimal64(18,3)",
                        Map.of("scale", "3", "connect.decimal.precision", "18", "arrow.type", "decimal64(18,3)")));
    }

    @ParameterizedTest
    @MethodSource("decimals")
    void decimalsKeepTheirDigitsAndWidth(String arrow, Map<String, String> parameters) {
        DerivedType derived = DerivedType.of(ArrowTypeNames.parse("", arrow));

        assertThat(derived.name()).isEqualTo(Decimal.LOGICAL_NAME);
        assertThat(derived.parameters()).isEqualTo(parameters);
    }

    private static Schema connect(Field field) {
        return new ConnectSchemas(TypeOptions.DEFAULTS)
                .rows(new org.apache.arrow.vector.types.pojo.Schema(List.of(field)))
                .fields()
                .get(0)
                .schema();
    }

    private static Field field(ArrowType type, Field... children) {
        return new Field("f", FieldType.nullable(type), List.of(children));
    }

    @Test
    void timeZonesAreKept() {
        ArrowType prague = new ArrowType.Timestamp(org.apache.arrow.vector.types.TimeUnit.MILLISECOND, "Europe/Prague");

        assertThat(connect(field(prague)).name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(connect(field(prague)).parameters()).isEqualTo(Map.of("arrow.timezone", "Europe/Prague"));
    }

    @Test
    void fixedSizesAreKept() {
        Field element = new Field("element", FieldType.nullable(ArrowType.Utf8.INSTANCE), List.of());

        assertThat(connect(field(new ArrowType.FixedSizeBinary(7))).parameters())
                .isEqualTo(Map.of("connect.fixed.size", "7"));
        assertThat(connect(field(new ArrowType.FixedSizeList(7), element)).parameters())
                .isEqualTo(Map.of("arrow.fixed.size", "7"));
    }

    @Test
    void dictionariesAndRunsBecomeTheirValues() {
        DictionaryEncoding encoding = new DictionaryEncoding(4, true, new ArrowType.Int(8, true));
        Field dictionary = new Field("f", new FieldType(true, ArrowType.Utf8.INSTANCE, encoding), List.of());
        Field ends = new Field("run_ends", FieldType.notNullable(new ArrowType.Int(16, true)), List.of());
        Field values = new Field("values", FieldType.nullable(ArrowType.Utf8.INSTANCE), List.of());

        assertThat(connect(dictionary).type()).isEqualTo(Schema.Type.STRING);
        assertThat(connect(dictionary).parameters()).isEqualTo(Map.of("arrow.dictionary", "4,int8,ordered"));
        assertThat(connect(field(ArrowType.RunEndEncoded.INSTANCE, ends, values))
                        .parameters())
                .isEqualTo(Map.of("arrow.run.ends", "int16"));
    }

    @Test
    void aUnionIsAStructOfItsTypes() {
        Field number = new Field("number", FieldType.notNullable(new ArrowType.Int(32, true)), List.of());
        Schema union = connect(field(new ArrowType.Union(UnionMode.Dense, new int[] {3}), number));

        assertThat(union.name()).isEqualTo("io.confluent.connect.avro.Union");
        assertThat(union.field("number").schema().isOptional()).isTrue();
    }

    static Stream<Arguments> extensions() {
        return Stream.of(
                arguments("arrow.uuid", new ArrowType.FixedSizeBinary(16), Schema.Type.STRING, LogicalNames.UUID),
                arguments("arrow.json", ArrowType.Utf8.INSTANCE, Schema.Type.STRING, LogicalNames.JSON),
                arguments("arrow.bool8", new ArrowType.Int(8, true), Schema.Type.BOOLEAN, null),
                arguments("arrow.opaque", ArrowType.Binary.INSTANCE, Schema.Type.BYTES, null),
                arguments("arrow.fixed_shape_tensor", ArrowType.Utf8.INSTANCE, Schema.Type.STRING, null));
    }

    @ParameterizedTest
    @MethodSource("extensions")
    void extensionsAreKept(String extension, ArrowType storage, Schema.Type type, String name) {
        Schema schema = connect(RandomFields.extension("f", true, storage, extension));

        assertThat(schema.type()).isEqualTo(type);
        assertThat(schema.name()).isEqualTo(name);
        assertThat(schema.parameters()).containsEntry("arrow.extension.name", extension);
    }

    @Test
    void fineTimestampsBecomeConnectsWhereThatIsAsked() {
        Field micros = field(ArrowTypeNames.parse("", "timestamp(us)"));
        Schema schema = new ConnectSchemas(TYPED)
                .rows(new org.apache.arrow.vector.types.pojo.Schema(List.of(micros)))
                .field("f")
                .schema();

        assertThat(schema.name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(schema.parameters()).containsEntry("arrow.type", "timestamp(us)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "STRING; x; int9; column 'c': schema parameter arrow.type is not a type: int9",
                "STRING; x; int8; column 'c': Arrow type int8 cannot hold STRING",
                "INT64; io.debezium.time.MicroTimestamp; timestamp(ns); column 'c': Arrow type timestamp(ns) does not"
                        + " hold io.debezium.time.MicroTimestamp",
                "INT64; x; timestamp(s); column 'c': Arrow type timestamp(s) does not hold x"
            })
    void anArrowTypeThatDoesNotFitIsRefused(Schema.Type type, String name, String arrow, String message) {
        Schema schema = SchemaBuilder.type(type)
                .name(name)
                .parameter("arrow.type", arrow)
                .build();

        assertThatThrownBy(() -> new TypeTable(TypeOptions.DEFAULTS).arrowType("c", schema))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }
}
