/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectMetadataTest {
    private static Schema row() {
        return SchemaBuilder.struct()
                .name("example.Row")
                .version(3)
                .doc("a row")
                .field("plain", Schema.INT64_SCHEMA)
                .field(
                        "named",
                        SchemaBuilder.int64()
                                .name("example.Id")
                                .version(2)
                                .doc("an id")
                                .build())
                .field(
                        "preset",
                        SchemaBuilder.string().optional().defaultValue("x").build())
                .field(
                        "price",
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "9")
                                .defaultValue(new BigDecimal("1.50"))
                                .build())
                .field(
                        "uuid",
                        SchemaBuilder.string()
                                .name("io.debezium.data.Uuid")
                                .version(1)
                                .build())
                .field(
                        "bits",
                        SchemaBuilder.bytes()
                                .name("io.debezium.data.Bits")
                                .version(1)
                                .parameter("length", "12")
                                .build())
                .field(
                        "list",
                        SchemaBuilder.array(SchemaBuilder.int8().doc("small").build())
                                .build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.BOOLEAN_SCHEMA)
                                .build())
                .build();
    }

    /** Every key with its spelling: other programs and stored files have them. */
    @Test
    void theKeysAreThoseThatFilesHave() throws IOException {
        TypeOptions options = new TypeOptions(
                true,
                TypeOptions.DEFAULTS.decimals(),
                TypeOptions.DEFAULTS.times(),
                new TypeOptions.Texts(TypeOptions.Uuids.UUID, TypeOptions.Enums.STRING, TypeOptions.Jsons.JSON));
        org.apache.arrow.vector.types.pojo.Schema schema = new ArrowSchemas(options).of(row());
        StringBuilder text = new StringBuilder();
        lines(text, "(row)", schema.getCustomMetadata());
        schema.getFields().forEach(field -> lines(text, field.getName(), field));
        lines(
                text,
                "(value)",
                new ArrowSchemas(options).of(Schema.STRING_SCHEMA).getCustomMetadata());

        try (InputStream golden =
                Objects.requireNonNull(ConnectMetadataTest.class.getResourceAsStream("/connect-metadata.golden"))) {
            assertThat(text).hasToString(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void lines(StringBuilder text, String path, Field field) {
        lines(text, path, field.getMetadata());
        field.getChildren().forEach(child -> lines(text, path + "." + child.getName(), child));
    }

    private static void lines(StringBuilder text, String path, Map<String, String> metadata) {
        new TreeMap<>(metadata)
                .forEach((key, value) -> text.append(path)
                        .append(" | ")
                        .append(key)
                        .append(" | ")
                        .append(value)
                        .append('\n'));
    }

    @Test
    void withoutMetadataTheTypesAloneAreKept() {
        TypeOptions options = new TypeOptions(
                false, TypeOptions.DEFAULTS.decimals(), TypeOptions.DEFAULTS.times(), TypeOptions.DEFAULTS.texts());
        org.apache.arrow.vector.types.pojo.Schema schema = new ArrowSchemas(options).of(row());

        assertThat(schema.getCustomMetadata()).isEmpty();
        assertThat(schema.getFields())
                .allSatisfy(field -> assertThat(field.getMetadata()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "connect.type; blob; column 'f': connect.type is not a type: blob",
                "connect.type; array; column 'f': the metadata says ARRAY but the Arrow type is Int(32, true)",
                "connect.type; struct; column 'f': the metadata says STRUCT but the Arrow type is Int(32, true)",
                "connect.version; one; column 'f': connect.version is not a number: one",
                "connect.parameters; [1]; column 'f': connect.parameters is not a JSON object of strings",
                "connect.default; {; column 'f': connect.default is not JSON",
                "connect.default; \"x\"; column 'f': the default value does not fit INT32"
            })
    void metadataThatMakesNoSenseIsRefused(String key, String value, String message) {
        Field field =
                new Field("f", new FieldType(true, new ArrowType.Int(32, true), null, Map.of(key, value)), List.of());
        org.apache.arrow.vector.types.pojo.Schema schema =
                new org.apache.arrow.vector.types.pojo.Schema(List.of(field));

        assertThatThrownBy(() -> new ConnectSchemas(TypeOptions.DEFAULTS).rows(schema))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    @Test
    void aTypeThatCannotBeReadAsTheMetadataSaysIsRefused() {
        Field field = new Field(
                "f",
                new FieldType(true, new ArrowType.Int(32, true), null, Map.of("connect.type", "float64")),
                List.of());

        assertThatThrownBy(() -> new RowReader(
                        new org.apache.arrow.vector.types.pojo.Schema(List.of(field)), TypeOptions.DEFAULTS))
                .isInstanceOf(DataException.class)
                .hasMessage("column 'f': Arrow type Int(32, true) cannot be read as FLOAT64");
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        Field field = new Field("f", FieldType.nullable(ArrowType.Utf8.INSTANCE), List.of());

        assertThatThrownBy(() -> new ConnectSchemas(TypeOptions.DEFAULTS)
                        .rows(new org.apache.arrow.vector.types.pojo.Schema(List.of(field, field))))
                .isInstanceOf(DataException.class)
                .hasMessage("column 'f': Connect has no two fields of the same name");
    }
}
