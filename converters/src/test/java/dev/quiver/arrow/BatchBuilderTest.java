/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchBuilderTest {
    private static final Schema NAMED = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .field("last", Schema.INT32_SCHEMA)
            .build();

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    static List<Long> seeds() {
        return new Random(1).longs(200).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void batchesConcatenateToTheRowsWhereverTheSealsFall(long seed) {
        RandomRecords records = new RandomRecords(seed);
        Schema schema = records.schema(3);
        List<Struct> rows = records.rows(schema, 100);
        Random random = new Random(seed);
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP);
        List<Map<Object, Object>> sealed = new ArrayList<>();
        for (Struct row : rows) {
            builder.append(row);
            if (random.nextInt(30) == 0) {
                sealInto(sealed, builder, null);
            }
        }
        sealInto(sealed, builder, null);
        assertThat(sealed).isEqualTo(rows.stream().map(Canonical::row).toList());
        assertThat(builder.rowCount()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anOrderPicksAndArrangesRows(long seed) {
        RandomRecords records = new RandomRecords(seed);
        Schema schema = records.schema(3);
        List<Struct> rows = records.rows(schema, 60);
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP);
        rows.forEach(builder::append);
        List<Integer> order = new ArrayList<>();
        for (int row = 0; row < rows.size(); row += 1 + (int) (seed & 1)) {
            order.add(row);
        }
        Collections.shuffle(order, new Random(seed));
        List<Map<Object, Object>> sealed = new ArrayList<>();
        sealInto(sealed, builder, order.stream().mapToInt(row -> row).toArray());
        assertThat(sealed)
                .isEqualTo(
                        order.stream().map(row -> Canonical.row(rows.get(row))).toList());
    }

    /** Half of the rows are broken somewhere inside; those around them come out as if they had never been there. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aPoisonRowLeavesNoTrace(long seed) {
        RandomRecords records = new RandomRecords(seed);
        Schema good = records.schema(3);
        Schema schema = SchemaBuilder.struct()
                .field("before", good)
                .field("required", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .build();
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP);
        List<Struct> rows = new ArrayList<>();
        for (Struct inner : records.rows(good, 60)) {
            Struct row = new Struct(schema).put("before", inner);
            builder.append(row.put("required", List.of("a", "b")));
            rows.add(new Struct(schema).put("before", inner).put("required", List.of("a", "b")));
            Struct poison = poisoned(schema, inner);
            assertThatThrownBy(() -> builder.append(poison)).isInstanceOf(DataException.class);
        }
        List<Map<Object, Object>> sealed = new ArrayList<>();
        sealInto(sealed, builder, null);
        assertThat(sealed).isEqualTo(rows.stream().map(Canonical::row).toList());
    }

    /** A list that passed {@link Struct#put} when it was whole and lost an element later. */
    private static Struct poisoned(Schema schema, Struct inner) {
        List<String> list = new ArrayList<>(List.of("x", "y"));
        Struct poison = new Struct(schema).put("before", inner).put("required", list);
        list.set(1, null);
        return poison;
    }

    /** Short texts of one byte a letter take another way than all others; what cannot be written becomes a mark. */
    @Test
    void textsOfEveryLengthAndAlphabetComeBack() {
        Schema schema =
                SchemaBuilder.struct().field("text", Schema.STRING_SCHEMA).build();
        List<String> texts = new ArrayList<>();
        for (String letter :
                List.of("a", "\u007f", "\u0080", "\u00e4", "\u0141", "\u20ac", "\ud83d\ude00", "\ud83d", "\0")) {
            for (int length : new int[] {0, 1, 7, 8, 9, 63, 64, 65, 200}) {
                texts.add(letter.repeat(length));
                texts.add("b".repeat(length) + letter);
            }
        }
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP);
        texts.forEach(text -> builder.append(new Struct(schema).put("text", text)));
        try (ArrowBatch batch = builder.seal(allocator)) {
            for (int row = 0; row < texts.size(); row++) {
                byte[] bytes = texts.get(row).getBytes(StandardCharsets.UTF_8);
                assertThat(batch.vectors().getVector(0).getObject(row))
                        .hasToString(new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void whatIsReleasedIsForgottenWithItsArrays() {
        BatchBuilder builder = new BatchBuilder(NAMED, NullHandling.KEEP);
        long empty = builder.byteCount();
        for (int row = 0; row < 1_000; row++) {
            builder.append(new Struct(NAMED).put("id", 1L).put("last", 1));
        }
        builder.clear();
        assertThat(builder.byteCount()).isGreaterThan(empty);
        builder.release();
        assertThat(builder.byteCount()).isEqualTo(empty);
        assertThat(builder.rowCount()).isZero();
    }

    @Test
    void aNullInARequiredColumnIsRefusedByName() {
        BatchBuilder builder = new BatchBuilder(NAMED, NullHandling.KEEP);
        assertThatThrownBy(() -> builder.append(new Struct(NAMED).put("id", 1L)))
                .isInstanceOf(DataException.class)
                .hasMessage("column 'last' (INT32): the value is null but the column is required");
        assertThat(builder.rowCount()).isZero();
    }

    @Test
    void anotherSchemaIsRefused() {
        BatchBuilder builder = new BatchBuilder(NAMED, NullHandling.KEEP);
        Schema other = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        assertThatThrownBy(() -> builder.append(new Struct(other).put("id", 1L)))
                .hasMessage("column '' (row): the struct has another schema than the column");
    }

    @Test
    void theMessageDoesNotTellTheValue() {
        List<Object> list = new ArrayList<>(List.of("x"));
        BatchBuilder builder = new BatchBuilder(NAMED, NullHandling.KEEP);
        Struct row = new Struct(NAMED).put("id", 1L).put("tags", list).put("last", 2);
        list.set(0, 424242L);
        assertThatThrownBy(() -> builder.append(row))
                .hasMessage("column 'tags.element' (STRING): a value of java.lang.Long does not fit")
                .hasMessageNotContaining("424242");
    }

    @Test
    void aNullBecomesTheDefaultOnlyWhenAsked() {
        Schema schema = SchemaBuilder.struct()
                .field("a", SchemaBuilder.string().optional().defaultValue("d").build())
                .build();
        assertThat(sealedOne(schema, NullHandling.KEEP, new Struct(schema)).get("a"))
                .isNull();
        assertThat(sealedOne(schema, NullHandling.REPLACE_WITH_DEFAULT, new Struct(schema))
                        .get("a"))
                .isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-1", "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999"})
    void decimalsKeepEveryDigit(String unscaled) {
        Schema schema = SchemaBuilder.struct().field("d", Decimal.schema(10)).build();
        BigDecimal value = new BigDecimal(new java.math.BigInteger(unscaled), 10);
        assertThat(sealedOne(schema, NullHandling.KEEP, new Struct(schema).put("d", value))
                        .get("d"))
                .isEqualTo(value.toPlainString());
    }

    @Test
    void wideDecimalsTake256Bits() {
        Schema wide =
                Decimal.builder(2).parameter(Parameters.DECIMAL_PRECISION, "76").build();
        Schema schema = SchemaBuilder.struct().field("d", wide).build();
        BigDecimal value = new BigDecimal("-" + "9".repeat(74) + ".99");
        assertThat(sealedOne(schema, NullHandling.KEEP, new Struct(schema).put("d", value))
                        .get("d"))
                .isEqualTo(value.toPlainString());
    }

    @Test
    void aNegativeScaleBecomesWholeDigits() {
        Schema schema = SchemaBuilder.struct().field("d", Decimal.schema(-3)).build();
        BigDecimal value = new BigDecimal(java.math.BigInteger.valueOf(12), -3);
        assertThat(sealedOne(schema, NullHandling.KEEP, new Struct(schema).put("d", value))
                        .get("d"))
                .isEqualTo("12000");
    }

    @Test
    void aDecimalThatDoesNotFitIsRefused() {
        Schema narrow =
                Decimal.builder(2).parameter(Parameters.DECIMAL_PRECISION, "4").build();
        Schema schema = SchemaBuilder.struct().field("d", narrow).build();
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP);
        assertThatThrownBy(() -> builder.append(new Struct(schema).put("d", new BigDecimal("123.45"))))
                .hasMessageContaining("column 'd'")
                .hasMessageContaining("5 digits does not fit precision 4");
        assertThatThrownBy(() -> builder.append(new Struct(schema).put("d", new BigDecimal("1.234"))))
                .hasMessageContaining("scale 3 does not fit scale 2");
    }

    @Test
    void aDateWithATimeOfDayIsRefused() {
        Schema schema = SchemaBuilder.struct()
                .field("d", org.apache.kafka.connect.data.Date.SCHEMA)
                .build();
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP);
        assertThatThrownBy(() -> builder.append(new Struct(schema).put("d", new Date(1))))
                .hasMessage("column 'd' (org.apache.kafka.connect.data.Date): the date has a time of day");
    }

    @Test
    void anAllocatorThatRefusesLosesNoRows() {
        BatchBuilder builder = new BatchBuilder(NAMED, NullHandling.KEEP);
        builder.append(
                new Struct(NAMED).put("id", 1L).put("tags", Arrays.asList("a")).put("last", 2));
        try (BufferAllocator small = allocator.newChildAllocator("small", 0, 8)) {
            assertThatThrownBy(() -> builder.seal(small)).isInstanceOf(OutOfMemoryException.class);
        }
        assertThat(builder.rowCount()).isEqualTo(1);
        List<Map<Object, Object>> sealed = new ArrayList<>();
        sealInto(sealed, builder, null);
        assertThat(sealed).hasSize(1);
    }

    private Map<Object, Object> sealedOne(Schema schema, NullHandling nullHandling, Struct row) {
        BatchBuilder builder = new BatchBuilder(schema, nullHandling);
        builder.append(row);
        List<Map<Object, Object>> sealed = new ArrayList<>();
        sealInto(sealed, builder, null);
        return sealed.get(0);
    }

    private void sealInto(List<Map<Object, Object>> rows, BatchBuilder builder, int @Nullable [] order) {
        try (ArrowBatch batch = builder.seal(allocator, order)) {
            rows.addAll(CanonicalVectors.rows(batch.vectors()));
        }
    }
}
