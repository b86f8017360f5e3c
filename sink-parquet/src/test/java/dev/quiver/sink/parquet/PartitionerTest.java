/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.NullHandling;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PartitionerTest {
    private static String directory(PartitionStyle style, SinkRecord sinkRecord, String... terms) {
        List<PartitionTerm> parsed = new ArrayList<>();
        for (String term : terms) {
            parsed.add(PartitionTerm.parse(term, context(style)));
        }
        Struct value = (Struct) sinkRecord.value();
        return new Partitioner(parsed)
                .bind(value.schema(), row(NullHandling.REPLACE_WITH_DEFAULT))
                .directory(sinkRecord, value);
    }

    private static PartitionContext context(PartitionStyle style) {
        return new PartitionContext(style, new RowTime.OfRecord(), ZoneOffset.UTC, Locale.ROOT, Map.of());
    }

    private static RowContext row(NullHandling nullHandling) {
        return new RowContext(nullHandling, new SettableClock());
    }

    private static SinkRecord with(Schema schema, @Nullable Object value) {
        Schema row = SchemaBuilder.struct().field("f", schema).build();
        return Records.of(P1, 0, new Struct(row).put("f", value));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(Schema.STRING_SCHEMA, "cz", "cz"),
                Arguments.of(Schema.STRING_SCHEMA, "", "__HIVE_DEFAULT_PARTITION__"),
                Arguments.of(Schema.OPTIONAL_STRING_SCHEMA, null, "__HIVE_DEFAULT_PARTITION__"),
                Arguments.of(Schema.INT8_SCHEMA, (byte) -1, "-1"),
                Arguments.of(Schema.INT16_SCHEMA, (short) 300, "300"),
                Arguments.of(Schema.INT32_SCHEMA, 7, "7"),
                Arguments.of(Schema.INT64_SCHEMA, Long.MIN_VALUE, "-9223372036854775808"),
                Arguments.of(Schema.FLOAT32_SCHEMA, 1.5f, "1.5"),
                Arguments.of(Schema.FLOAT64_SCHEMA, Double.NaN, "NaN"),
                Arguments.of(Schema.BOOLEAN_SCHEMA, true, "true"),
                Arguments.of(Decimal.schema(2), new BigDecimal("1E+3").setScale(2), "1000.00"),
                Arguments.of(Date.SCHEMA, new java.util.Date(86_400_000L * 19_000), "2022-01-08"),
                Arguments.of(Date.SCHEMA, new java.util.Date(-86_400_000L), "1969-12-31"),
                Arguments.of(Time.SCHEMA, new java.util.Date(3_723_004), "01%3A02%3A03.004"),
                Arguments.of(Timestamp.SCHEMA, new java.util.Date(0), "1970-01-01T00%3A00%3A00Z"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreWrittenAsEnginesParseThem(Schema schema, @Nullable Object value, String segment) {
        assertThat(directory(PartitionStyle.PLAIN, with(schema, value), "field:f"))
                .isEqualTo(segment);
        assertThat(directory(PartitionStyle.HIVE, with(schema, value), "field:f"))
                .isEqualTo("f=" + segment);
    }

    @Test
    void aTimeBeyondTheDayIsRefusedLikeAnyOtherBadValue() {
        SinkRecord record = with(Time.SCHEMA, new java.util.Date(86_400_000));

        assertThatThrownBy(() -> directory(PartitionStyle.HIVE, record, "field:f"))
                .isInstanceOf(DataException.class)
                .hasMessage("field 'f' is no time of day and cannot be partitioned by");
    }

    @Test
    void topicAndPartitionNameDirectories() {
        SinkRecord record = Records.row(P1, 0, "cz");

        assertThat(directory(PartitionStyle.HIVE, record)).isEmpty();
        assertThat(directory(PartitionStyle.HIVE, record, "topic")).isEqualTo("logs");
        assertThat(directory(PartitionStyle.HIVE, record, "topic", "partition", "field:kind"))
                .isEqualTo("logs/partition=1/kind=cz");
        assertThat(directory(PartitionStyle.PLAIN, record, "topic", "partition", "field:kind"))
                .isEqualTo("logs/1/cz");
    }

    @Test
    void theTopicIsTheTransformedOneButThePartitionIsNot() {
        SinkRecord record = Records.renamed(P1, 5, "a/b");

        assertThat(directory(PartitionStyle.HIVE, record, "topic", "partition")).isEqualTo("a%2Fb/partition=1");
    }

    @Test
    void nestedFieldsAreFollowed() {
        Schema customer = SchemaBuilder.struct()
                .field("country", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();
        Schema row = SchemaBuilder.struct().field("customer", customer).build();
        SinkRecord full = Records.of(P1, 0, new Struct(row).put("customer", new Struct(customer).put("country", "cz")));
        SinkRecord empty = Records.of(P1, 1, new Struct(row));

        assertThat(directory(PartitionStyle.HIVE, full, "field:customer.country"))
                .isEqualTo("country=cz");
        assertThat(directory(PartitionStyle.HIVE, empty, "field:customer.country"))
                .isEqualTo("country=__HIVE_DEFAULT_PARTITION__");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "kind.deeper", "id.x"})
    void aFieldThatIsNotThereIsNamed(String path) {
        assertThatThrownBy(() -> directory(PartitionStyle.HIVE, Records.row(P1, 0), "field:" + path))
                .isInstanceOf(DataException.class)
                .hasMessage("there is no field '" + path + "' to partition by");
    }

    static Stream<Schema> unfit() {
        return Stream.of(
                Schema.BYTES_SCHEMA,
                SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build(),
                Records.SCHEMA);
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void typesThatCannotNameADirectoryAreRefused(Schema schema) {
        Schema row = SchemaBuilder.struct().field("f", schema).build();

        assertThatThrownBy(() -> directory(PartitionStyle.HIVE, Records.of(P1, 0, new Struct(row)), "field:f"))
                .isInstanceOf(DataException.class)
                .hasMessage("field 'f' of type " + schema.type() + " cannot be partitioned by");
    }

    @Test
    void aNameThatIsTooLongIsRefusedWithoutItsValue() {
        assertThatThrownBy(() -> directory(PartitionStyle.HIVE, Records.row(P1, 0, "secret".repeat(50)), "field:kind"))
                .isInstanceOf(DataException.class)
                .hasMessage("the value of 'kind' makes a directory name of more than 255 bytes");
    }

    @Test
    void aPathThatIsTooLongIsRefused() {
        String[] terms = {"field:kind", "field:kind", "field:kind"};

        assertThatThrownBy(() -> directory(PartitionStyle.HIVE, Records.row(P1, 0, "x".repeat(240)), terms))
                .isInstanceOf(DataException.class)
                .hasMessage("the partition values make a path of 737 bytes, more than 600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Topic",
                "field:",
                "field",
                "field:a..b",
                "field:.a",
                "header:",
                "time:",
                "time:bogus",
                "text:",
                "class:no.Such",
                "class:java.lang.String",
                "hours",
                "x=",
                "key:.a"
            })
    void termsThatAreNoneAreRefused(String term) {
        assertThatThrownBy(() -> PartitionTerm.parse(term, context(PartitionStyle.HIVE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + term + "'");
    }

    @Test
    void aNullIsNamedLikeItsColumn() {
        Schema country = SchemaBuilder.string().optional().defaultValue("CZ").build();
        Schema schema = SchemaBuilder.struct().field("country", country).build();
        Partitioner partitioner =
                new Partitioner(List.of(PartitionTerm.parse("field:country", context(PartitionStyle.HIVE))));
        Struct row = new Struct(schema);
        SinkRecord sinkRecord = new SinkRecord("t", 0, null, null, schema, row, 0);

        assertThat(partitioner.bind(schema, row(NullHandling.KEEP)).directory(sinkRecord, row))
                .isEqualTo("country=__HIVE_DEFAULT_PARTITION__");
        assertThat(partitioner
                        .bind(schema, row(NullHandling.REPLACE_WITH_DEFAULT))
                        .directory(sinkRecord, row))
                .isEqualTo("country=CZ");
    }

    private static SinkRecord keyed(@Nullable Schema schema, @Nullable Object key) {
        SinkRecord plain = Records.row(P1, 0, "cz");
        return new SinkRecord("logs", 1, schema, key, plain.valueSchema(), plain.value(), 0);
    }

    @Test
    void keysNameDirectories() {
        assertThat(directory(PartitionStyle.HIVE, keyed(Schema.STRING_SCHEMA, "a/b"), "key"))
                .isEqualTo("key=a%2Fb");
        assertThat(directory(PartitionStyle.PLAIN, keyed(null, 7L), "key")).isEqualTo("7");
        assertThat(directory(PartitionStyle.HIVE, keyed(null, null), "key", "key:id.x"))
                .isEqualTo("key=__HIVE_DEFAULT_PARTITION__/x=__HIVE_DEFAULT_PARTITION__");
        Struct struct = new Struct(Records.SCHEMA).put("id", 5L);
        assertThat(directory(PartitionStyle.HIVE, keyed(Records.SCHEMA, struct), "key:id"))
                .isEqualTo("id=5");
        assertThat(directory(PartitionStyle.HIVE, keyed(null, Map.of("id", Map.of("x", true))), "key:id.x"))
                .isEqualTo("x=true");
    }

    @Test
    void aKeyThatNamesNoDirectoryIsRefused() {
        assertThatThrownBy(() -> directory(PartitionStyle.HIVE, keyed(null, new byte[1]), "key"))
                .isInstanceOf(DataException.class)
                .hasMessage("the key is a [B and cannot be partitioned by");
        assertThatThrownBy(() -> directory(PartitionStyle.HIVE, keyed(null, "text"), "key:id"))
                .isInstanceOf(DataException.class)
                .hasMessage("there is no key field 'id' to partition by");
    }

    @Test
    void theLastHeaderOfANameNamesADirectory() {
        SinkRecord record = Records.row(P1, 0, "cz");
        assertThat(directory(PartitionStyle.HIVE, record, "header:tenant"))
                .isEqualTo("tenant=__HIVE_DEFAULT_PARTITION__");
        record.headers().addString("tenant", "a").addInt("tenant", 7);
        assertThat(directory(PartitionStyle.HIVE, record, "header:tenant")).isEqualTo("tenant=7");
    }

    @Test
    void levelsCanBeGivenOtherNames() {
        SinkRecord record = Records.row(P1, 0, "cz");
        assertThat(directory(PartitionStyle.HIVE, record, "text:raw", "t=topic", "land=field:kind"))
                .isEqualTo("raw/t=logs/land=cz");
        assertThat(directory(PartitionStyle.PLAIN, record, "text:raw", "t=topic", "land=field:kind"))
                .isEqualTo("raw/logs/cz");
    }

    @Test
    void aClassOfTheOperatorsNamesADirectory() {
        String term = "class:" + ByLength.class.getName();
        assertThat(directory(PartitionStyle.HIVE, Records.row(P1, 0, "cz"), term))
                .isEqualTo("bylength=short");
        assertThat(directory(PartitionStyle.PLAIN, Records.row(P1, 0, null), "size=" + term))
                .isEqualTo("__HIVE_DEFAULT_PARTITION__");
        PartitionContext configured = new PartitionContext(
                PartitionStyle.HIVE,
                new RowTime.OfRecord(),
                ZoneOffset.UTC,
                Locale.ROOT,
                Map.of("partition.long.from", "2"));
        SinkRecord record = Records.row(P1, 0, "cz");
        assertThat(new Partitioner(List.of(PartitionTerm.parse(term, configured)))
                        .bind(Records.SCHEMA, row(NullHandling.KEEP))
                        .directory(record, (Struct) record.value()))
                .isEqualTo("bylength=long");
    }

    /** Throws. */
    public static final class Throwing implements java.util.function.Function<SinkRecord, String> {
        @Override
        public String apply(SinkRecord sinkRecord) {
            throw new IllegalArgumentException("no");
        }
    }

    @Test
    void aClassThatFailsMakesABadRecord() {
        try (SinkFixture sink = new SinkFixture("partition.by", "class:" + Throwing.class.getName())) {
            sink.put(Records.row(Records.P0, 7));
            assertThat(sink.context.reports()).hasSize(1);
        }
    }

    /** Engines pass over directories that begin with an underscore or a dot. */
    @Test
    void noDirectoryIsHidden() {
        try (SinkFixture sink = new SinkFixture("partition.style", "plain", "partition.by", "field:kind")) {
            sink.put(Records.row(Records.P0, 0, "_hidden"), Records.row(Records.P0, 1, ".hidden"));
            sink.age();
            assertThat(sink.keys()).noneMatch(key -> key.startsWith("_") || key.startsWith("."));
        }
    }
}
