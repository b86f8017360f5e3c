/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are no structs: texts, bytes, JSON without a schema. */
final class OtherValuesTest {
    private static SinkFixture sink(String policy, String... more) {
        List<String> settings = new ArrayList<>(
                List.of("values.without.fields", policy, "delivery.guarantee", "exactly-once", "name", "o"));
        settings.addAll(List.of(more));
        return new SinkFixture(settings.toArray(String[]::new));
    }

    private static SinkRecord value(long offset, @Nullable Schema schema, @Nullable Object value) {
        return Records.of(P0, offset, schema, value);
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            map.put(String.valueOf(pairs[index]), pairs[index + 1]);
        }
        return map;
    }

    private static List<Map<Object, Object>> rows(SinkFixture sink) {
        sink.age();
        List<Map<Object, Object>> rows = new ArrayList<>();
        sink.keys().stream()
                .filter(key -> key.endsWith(".parquet"))
                .forEach(key -> rows.addAll(Published.rows(sink.store, key)));
        return rows;
    }

    /** As the reader of the tests shows fractions: by their bits. */
    private static String number(double value) {
        return "d" + Double.doubleToLongBits(value);
    }

    @Test
    void valuesWithoutFieldsAreBadRecordsByDefault() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(value(0, null, map("a", 1L)), value(1, Schema.STRING_SCHEMA, "x"));
            assertThat(sink.context.reports())
                    .hasSize(2)
                    .allSatisfy(report -> assertThat(report.reason()).hasMessageContaining("values.without.fields"));
        }
    }

    @Test
    void textsAndBytesAreOneColumn() {
        try (SinkFixture sink = sink("column", "value.column", "raw")) {
            sink.put(value(0, Schema.STRING_SCHEMA, "text"), value(1, null, "more"));
            assertThat(rows(sink)).extracting(row -> row.get("raw")).containsExactly("text", "more");
            assertThat(sink.keys().stream().filter(key -> key.endsWith(".parquet")))
                    .hasSize(1);
        }
        try (SinkFixture sink = sink("column")) {
            byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
            sink.put(value(0, Schema.OPTIONAL_BYTES_SCHEMA, bytes), value(1, Schema.INT32_SCHEMA, 7));
            assertThat(rows(sink)).hasSize(2);
        }
    }

    @Test
    void jsonWithoutASchemaIsOneColumnOfJson() {
        try (SinkFixture sink = sink("column")) {
            sink.put(
                    value(0, null, map("a", 1L, "b", List.of("x", true), "c", map("d", null), "e", 0.5)),
                    value(1, null, List.of(1L, 2L)));
            assertThat(rows(sink))
                    .extracting(row ->
                            new String(HexFormat.of().parseHex((String) row.get("value")), StandardCharsets.UTF_8))
                    .containsExactly("{\"a\":1,\"b\":[\"x\",true],\"c\":{\"d\":null},\"e\":0.5}", "[1,2]");
        }
    }

    @Test
    void fieldsOfJsonBecomeColumns() {
        try (SinkFixture sink = sink("infer")) {
            Map<String, @Nullable Object> json =
                    map("id", 1L, "name", "a", "paid", true, "sum", 0.5, "tags", List.of("x", "y"));
            sink.put(value(0, null, json));
            assertThat(rows(sink))
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsAllEntriesOf(map(
                                    "id",
                                    1L,
                                    "name",
                                    "a",
                                    "paid",
                                    true,
                                    "sum",
                                    number(0.5),
                                    "tags",
                                    json.get("tags"))));
        }
    }

    @Test
    void columnsWidenAsValuesOfOtherTypesCome() {
        try (SinkFixture sink = sink("infer")) {
            sink.put(
                    value(0, null, map("id", 0L, "a", 1L)),
                    value(1, null, map("id", 1L, "a", 1.5, "b", map("c", "x"))),
                    value(2, null, map("id", 2L, "a", "text", "b", map("c", 1L, "d", null))),
                    value(3, null, map("id", 3L, "a", 7L)),
                    value(4, null, map("id", 4L, "a", List.of(1L))));
            assertThat(rows(sink))
                    .extracting(row -> row.get("a"))
                    .containsExactlyInAnyOrder(1L, number(1.5), "text", "7", "[1]");
            assertThat(sink.keys().stream()
                            .filter(key -> key.endsWith(".parquet"))
                            .count())
                    .as("one for each step")
                    .isEqualTo(3);
        }
    }

    /** Whatever is inferred before or after, a value names the same directory. */
    @Test
    void directoriesFollowFromTheValueAlone() {
        try (SinkFixture sink = sink("infer", "partition.by", "field:a")) {
            sink.put(
                    value(0, null, map("id", 0L, "a", 5L)),
                    value(1, null, map("id", 1L, "a", 1.5)),
                    value(2, null, map("id", 2L, "a", 5L)),
                    value(3, null, map("id", 3L)));
            sink.age();
            assertThat(sink.keys().stream()
                            .filter(key -> key.endsWith(".parquet"))
                            .map(key -> key.split("/", 2)[0])
                            .distinct())
                    .containsExactlyInAnyOrder("a=5", "a=1.5", "a=__HIVE_DEFAULT_PARTITION__");
        }
    }

    @Test
    void mapsWithoutAnyValueAreBadRecords() {
        try (SinkFixture sink = sink("infer")) {
            sink.put(value(0, null, map()), value(1, null, map("a", null)), value(2, null, map("a", List.of())));
            assertThat(sink.context.reports()).hasSize(3);
        }
    }

    @Test
    void fieldNamesThatAreValuesAreBadRecordsInTheEnd() {
        try (SinkFixture sink = sink("infer")) {
            for (long offset = 0; offset < 30; offset++) {
                Map<String, @Nullable Object> map = map();
                for (int field = 0; field < 100; field++) {
                    map.put("f" + offset + "_" + field, 1L);
                }
                sink.put(value(offset, null, map));
            }
            assertThat(sink.context.reports()).hasSize(10);
            assertThat(sink.context.reports().get(0).reason()).hasMessageContaining("more than 2000 fields");
        }
    }

    /** Every value is found again, in the type that holds it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyRowIsThereWhateverComes(long seed) {
        Random random = new Random(seed);
        try (SinkFixture sink = sink("infer", "batch.rows.max", "7", "flush.rows.max", "13")) {
            for (long offset = 0; offset < 200; offset++) {
                Map<String, @Nullable Object> map = map("id", offset);
                for (int field = 0; field < random.nextInt(5); field++) {
                    map.put("f" + random.nextInt(6), random(random, 0));
                }
                sink.put(value(offset, null, map));
            }
            assertThat(rows(sink))
                    .as("seed %d", seed)
                    .extracting(row -> row.get("id"))
                    .doesNotHaveDuplicates()
                    .hasSize(200);
            assertThat(sink.context.reports()).isEmpty();
        }
    }

    private static @Nullable Object random(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 5 : 7)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> random.nextDouble();
            case 3 -> "t" + random.nextInt(9);
            case 4 -> random.nextBoolean();
            case 5 -> Arrays.asList(random(random, depth + 1), random(random, depth + 1));
            default -> map("g" + random.nextInt(3), random(random, depth + 1));
        };
    }

    private static List<Map<Object, Object>> allRows(SinkFixture sink) {
        List<Map<Object, Object>> rows = new ArrayList<>();
        sink.keys().stream()
                .filter(key -> key.endsWith(".parquet"))
                .forEach(key -> rows.addAll(Published.rows(sink.store, key)));
        return rows;
    }

    @Test
    void largeWholeNumbersKeepTheirDigits() {
        try (SinkFixture sink =
                new SinkFixture("name", "n", "delivery.guarantee", "exactly-once", "values.without.fields", "infer")) {
            sink.put(Records.of(P0, 0, null, Map.of("id", 1.5)));
            sink.put(Records.of(P0, 1, null, Map.of("id", 9_007_199_254_740_993L)));
            sink.age();
            assertThat(allRows(sink).toString()).contains("{id=9007199254740993}");
        }
    }

    @Test
    void anObjectWithoutValuesIsNoRowWheneverItComes() {
        try (SinkFixture sink =
                new SinkFixture("name", "n", "delivery.guarantee", "exactly-once", "values.without.fields", "infer")) {
            sink.put(Records.of(P0, 0, null, Map.of()), Records.of(P0, 1, null, Map.of("id", 1L)));
            sink.put(Records.of(P0, 2, null, Map.of()), Records.of(P0, 3, null, Map.of("id", List.of())));
            assertThat(sink.context.reports()).hasSize(3);
        }
    }

    @Test
    void namesThatAreNoTextsKeepTheirValues() {
        try (SinkFixture sink =
                new SinkFixture("name", "n", "delivery.guarantee", "exactly-once", "values.without.fields", "infer")) {
            sink.put(Records.of(P0, 0, null, Map.of(7, "seven")));
            sink.age();
            assertThat(allRows(sink).toString()).contains("seven");
        }
    }

    @Test
    void aDecimalWithoutASchemaKeepsItsValue() {
        try (SinkFixture sink = new SinkFixture("values.without.fields", "column")) {
            sink.put(Records.of(P0, 0, null, new BigDecimal("1.5")));
            sink.age();
            assertThat(allRows(sink).toString()).contains("1.5");
        }
    }

    @Test
    void theColumnOfValuesIsCalledLikeNoOther() {
        assertThatThrownBy(() -> ParquetSinkConfig.parse(SinkFixture.properties(
                        "values.without.fields", "column", "value.column", "x", "envelope.columns", "x=offset")))
                .hasMessageContaining("two columns would be called 'x'");
    }
}
