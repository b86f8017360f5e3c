/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaChangeTest {
    private static Field field(String name, String type, boolean nullable) {
        return new Field(name, new FieldType(nullable, ArrowTypeNames.parse("", type), null), List.of());
    }

    private static Schema schema(Field... fields) {
        return new Schema(List.of(fields));
    }

    private static Field nested(ArrowType type, Field... children) {
        return new Field("n", FieldType.notNullable(type), List.of(children));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void aSchemaIsTheSameAsItself(long seed) {
        Schema schema = new RandomFields(seed).schema(3);

        assertThat(SchemaChange.between(schema, schema)).isEqualTo(SchemaChange.SAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "int8; int64",
                "int32; float64",
                "int16; float32",
                "uint8; int16",
                "uint32; uint64",
                "float16; float32",
                "float32; float64",
                "decimal128(10,2); decimal128(12,4)",
                "decimal128(38,2); decimal256(40,2)",
                "int32; decimal128(12,2)",
                "time(ms); time(us)",
                "null; utf8",
                "utf8; large_utf8"
            })
    void aTypeThatHoldsAllValuesIsWider(String from, String to) {
        Schema narrow = schema(field("a", from, false));
        Schema wide = schema(field("a", to, false));

        assertThat(SchemaChange.between(narrow, wide)).isEqualTo(SchemaChange.WIDENING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "int64; int32",
                "int64; float64",
                "int32; float32",
                "int8; uint16",
                "uint32; int32",
                "float64; float32",
                "decimal128(10,2); decimal128(10,4)",
                "decimal128(10,4); decimal128(12,2)",
                "int64; decimal128(19,2)",
                "time(us); time(ms)",
                "timestamp(ms); timestamp(us)",
                "utf8; binary",
                "int32; utf8"
            })
    void aTypeThatDoesNotHoldAllValuesIsIncompatible(String from, String to) {
        Schema one = schema(field("a", from, false));
        Schema other = schema(field("a", to, false));

        assertThat(SchemaChange.between(one, other)).isEqualTo(SchemaChange.INCOMPATIBLE);
    }

    @Test
    void aColumnMayBeAddedIfItMayBeNull() {
        Schema before = schema(field("a", "int8", false));

        assertThat(SchemaChange.between(before, schema(field("b", "utf8", true), field("a", "int8", false))))
                .isEqualTo(SchemaChange.WIDENING);
        assertThat(SchemaChange.between(before, schema(field("a", "int8", false), field("b", "utf8", false))))
                .isEqualTo(SchemaChange.INCOMPATIBLE);
    }

    @Test
    void aColumnMayNotGoAway() {
        assertThat(SchemaChange.between(
                        schema(field("a", "int8", true), field("b", "int8", true)), schema(field("a", "int8", true))))
                .isEqualTo(SchemaChange.INCOMPATIBLE);
    }

    @Test
    void aColumnMayBecomeNullableButNotRequired() {
        Schema required = schema(field("a", "int8", false));
        Schema nullable = schema(field("a", "int8", true));

        assertThat(SchemaChange.between(required, nullable)).isEqualTo(SchemaChange.WIDENING);
        assertThat(SchemaChange.between(nullable, required)).isEqualTo(SchemaChange.INCOMPATIBLE);
    }

    @Test
    void orderAndMetadataMakeNoDifference() {
        Field plain = field("a", "int8", false);
        Field told = new Field("a", new FieldType(false, plain.getType(), null, Map.of("k", "v")), List.of());
        Field other = field("b", "utf8", true);

        assertThat(SchemaChange.between(schema(plain, other), schema(other, told)))
                .isEqualTo(SchemaChange.SAME);
    }

    @Test
    void nestedTypesAreComparedAllTheWayDown() {
        Field narrow = field("x", "int8", false);
        Field wide = field("x", "int16", false);
        List<ArrowType> types =
                List.of(ArrowType.List.INSTANCE, ArrowType.Struct.INSTANCE, new ArrowType.FixedSizeList(2));
        for (ArrowType type : types) {
            assertThat(SchemaChange.between(schema(nested(type, narrow)), schema(nested(type, wide))))
                    .isEqualTo(SchemaChange.WIDENING);
            assertThat(SchemaChange.between(schema(nested(type, wide)), schema(nested(type, narrow))))
                    .isEqualTo(SchemaChange.INCOMPATIBLE);
        }
    }

    @Test
    void namesWithinMapsMakeNoDifference() {
        ArrowType map = new ArrowType.Map(false);
        Field one = new Field(
                "entries",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(field("key", "utf8", false), field("value", "int8", true)));
        Field other = new Field(
                "pairs",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(field("k", "utf8", false), field("v", "int16", true)));

        assertThat(SchemaChange.between(schema(nested(map, one)), schema(nested(map, other))))
                .isEqualTo(SchemaChange.WIDENING);
    }

    @Test
    void aListOfOneLengthFitsAnyList() {
        Field element = field("element", "int8", false);
        Schema fixed = schema(nested(new ArrowType.FixedSizeList(2), element));
        Schema list = schema(nested(ArrowType.List.INSTANCE, element));

        assertThat(SchemaChange.between(fixed, list)).isEqualTo(SchemaChange.WIDENING);
        assertThat(SchemaChange.between(list, fixed)).isEqualTo(SchemaChange.INCOMPATIBLE);
    }
}
