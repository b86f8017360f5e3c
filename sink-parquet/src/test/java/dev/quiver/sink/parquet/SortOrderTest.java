/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are sorted within their row group. */
final class SortOrderTest {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("i8", Schema.INT8_SCHEMA)
            .field("i32", Schema.OPTIONAL_INT32_SCHEMA)
            .field("f64", Schema.FLOAT64_SCHEMA)
            .field("f32", Schema.FLOAT32_SCHEMA)
            .field("text", Schema.OPTIONAL_STRING_SCHEMA)
            .field("flag", Schema.BOOLEAN_SCHEMA)
            .field("number", Decimal.schema(2))
            .build();

    private static Struct row(long id, Random random) {
        return new Struct(SCHEMA)
                .put("id", id)
                .put("i8", (byte) random.nextInt())
                .put("i32", random.nextInt(4) == 0 ? null : random.nextInt(20) - 10)
                .put("f64", random.nextGaussian())
                .put("f32", (float) random.nextGaussian())
                .put("text", random.nextInt(5) == 0 ? null : Integer.toString(random.nextInt(50)))
                .put("flag", random.nextBoolean())
                .put("number", BigDecimal.valueOf(random.nextInt(2_000) - 1_000, 2));
    }

    private static List<Map<Object, Object>> sorted(String by, String... more) {
        List<String> settings = new ArrayList<>(List.of("parquet.sort.by", by));
        settings.addAll(List.of(more));
        try (SinkFixture sink = new SinkFixture(settings.toArray(String[]::new))) {
            Random random = new Random(5);
            for (long id = 0; id < 2_000; id++) {
                sink.put(Records.of(P0, id, row(id, random)));
            }
            sink.age();
            assertThat(sink.keys()).hasSize(1);
            return Published.rows(sink.store, sink.keys().get(0));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Comparator<Map<Object, Object>> by(String name) {
        return Comparator.comparing(
                row -> (Comparable) value(row.get(name)), Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    /** The reader of the tests shows fractions by their bits. */
    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof String text && text.matches("d-?[0-9]{15,}")) {
            return Double.longBitsToDouble(Long.parseLong(text.substring(1)));
        }
        return value instanceof String text && text.matches("f-?[0-9]{6,}")
                ? (Object) Float.intBitsToFloat(Integer.parseInt(text.substring(1)))
                : value;
    }

    @ParameterizedTest
    @ValueSource(strings = {"i8", "i32", "f64", "f32", "text", "flag"})
    void rowsAreSortedByAnyType(String name) {
        assertThat(sorted(name)).hasSize(2_000).isSortedAccordingTo(by(name));
        assertThat(sorted(name + ":desc")).hasSize(2_000).isSortedAccordingTo(by(name).reversed());
    }

    @Test
    void decimalsAreSortedByTheirSize() {
        assertThat(sorted("number"))
                .hasSize(2_000)
                .extracting(row ->
                        new BigDecimal(Objects.requireNonNull(row.get("number")).toString()))
                .isSorted();
    }

    @Test
    void equalRowsAreSortedByTheNextColumnThenStayInTheirOrder() {
        assertThat(sorted("flag,i32:desc"))
                .isSortedAccordingTo(
                        by("flag").thenComparing(by("i32").reversed()).thenComparing(by("id")));
    }

    @Test
    void eachRowGroupIsSortedOnItsOwn() {
        List<Map<Object, Object>> rows = sorted("f64", "parquet.row.group.rows.max", "500", "batch.rows.max", "70");
        for (int group = 0; group < 4; group++) {
            assertThat(rows.subList(group * 500, (group + 1) * 500)).isSortedAccordingTo(by("f64"));
            long from = group * 500L;
            assertThat(rows.subList(group * 500, (group + 1) * 500))
                    .extracting(row -> (Long) row.get("id"))
                    .allMatch(id -> id >= from && id < from + 500);
        }
    }

    @Test
    void aColumnThatRowsLackMakesThemBadRecords() {
        try (SinkFixture sink = new SinkFixture("parquet.sort.by", "nothing")) {
            sink.put(Records.row(P0, 0));
            assertThat(sink.context.reports().get(0).reason())
                    .hasMessageContaining("there is no column 'nothing' to sort by");
        }
    }
}
