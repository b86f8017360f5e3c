/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Cast;
import org.apache.kafka.connect.transforms.ExtractField;
import org.apache.kafka.connect.transforms.Flatten;
import org.apache.kafka.connect.transforms.HoistField;
import org.apache.kafka.connect.transforms.InsertField;
import org.apache.kafka.connect.transforms.MaskField;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.apache.kafka.connect.transforms.SetSchemaMetadata;
import org.apache.kafka.connect.transforms.TimestampConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.ValueToKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AvroStructTest {
    private static final Schema AVRO = AvroSchemas.parse("""
            {"type":"record","name":"Order","namespace":"shop","fields":[
              {"name":"id","type":"long"},
              {"name":"customer","type":["null","string"],"default":null},
              {"name":"when","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"size","type":{"type":"int","connect.type":"int8"}},
              {"name":"weight","type":"float"},
              {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
              {"name":"paid","type":"boolean"},
              {"name":"tags","type":{"type":"array","items":"string"}},
              {"name":"counts","type":{"type":"map","values":"int"}},
              {"name":"blob","type":"bytes"},
              {"name":"address","type":{"type":"record","name":"Address","fields":[
                {"name":"street","type":"string"},{"name":"number","type":"int"}]}},
              {"name":"preset","type":[{"type":"int","connect.default":7},"null"],"default":7}
            ]}
            """);
    private static final String JSON = """
            {"id":42,"customer":{"string":"Ada"},"when":1763664437000,"size":3,"weight":1.5,"price":"\\u0004\\u00d2",
             "paid":true,"tags":["a","b"],"counts":{"x":1},"blob":"\\u0001\\u0002",
             "address":{"street":"Main","number":5},"preset":null}
            """;

    private static AvroStruct lazy() {
        WriterSchema writer = WriterSchema.of(AVRO, new AvroToConnect(AvroOptions.DEFAULTS).of(AVRO, 1));
        return lazy(writer);
    }

    private static AvroStruct lazy(WriterSchema writer) {
        byte[] bytes = GenericAvro.write(AVRO, GenericAvro.parse(AVRO, JSON));
        return (AvroStruct)
                Objects.requireNonNull(writer.read(bytes, 0, new AvroCursor()).value());
    }

    private static Struct address(AvroStruct row) {
        return Objects.requireNonNull(row.getStruct("address"));
    }

    /** The same row as a plain struct. */
    private static Struct plain(org.apache.kafka.connect.data.Schema schema) {
        byte[] bytes = GenericAvro.write(AVRO, GenericAvro.parse(AVRO, JSON));
        return (Struct) Objects.requireNonNull(GenericToConnect.value(schema, AVRO, GenericAvro.read(AVRO, bytes)));
    }

    @Test
    void everyWayToLookAtItShowsWhatAPlainStructShows() {
        AvroStruct row = lazy();
        Struct plain = plain(row.schema());

        for (Field field : row.schema().fields()) {
            assertThat(ConnectText.value(row.get(field))).isEqualTo(ConnectText.value(plain.get(field)));
            assertThat(ConnectText.value(row.get(field.name()))).isEqualTo(ConnectText.value(plain.get(field)));
            assertThat(ConnectText.value(row.getWithoutDefault(field.name())))
                    .isEqualTo(ConnectText.value(plain.getWithoutDefault(field.name())));
        }
        assertThat(row.getInt64("id")).isEqualTo(42);
        assertThat(row.getString("customer")).isEqualTo("Ada");
        assertThat(row.getInt8("size")).isEqualTo((byte) 3);
        assertThat(row.getFloat32("weight")).isEqualTo(1.5f);
        assertThat(row.getBoolean("paid")).isTrue();
        assertThat(row.getArray("tags")).containsExactly("a", "b");
        assertThat(row.getMap("counts")).containsEntry("x", 1);
        assertThat(row.getBytes("blob")).containsExactly(1, 2);
        assertThat(address(row).getInt32("number")).isEqualTo(5);
        assertThat(row.get("preset")).isEqualTo(7);
        assertThat(row.getWithoutDefault("preset")).isNull();
        row.validate();
    }

    @Test
    void textAndHashAreThoseOfAPlainStruct() {
        AvroStruct row = lazy();
        Struct plain = plain(row.schema());

        assertThat(row).hasToString(plain.toString()).hasSameHashCodeAs(plain);
        assertThat(row).isEqualTo(lazy()).hasSameHashCodeAs(lazy());
    }

    /** Connect's own struct is never equal to one of another class; saying otherwise on one side would help nobody. */
    @Test
    void itEqualsOthersOfItsKindAlone() {
        AvroStruct row = lazy();

        assertThat(row.equals(plain(row.schema()))).isFalse();
        assertThat(plain(row.schema()).equals(row)).isFalse();
        assertThat(row.equals(lazy().put("id", 43L))).isFalse();
    }

    @Test
    void wrongNamesAndTypesAreRefusedAsByAPlainStruct() {
        AvroStruct row = lazy();

        assertThatThrownBy(() -> row.get("nothing"))
                .isInstanceOf(DataException.class)
                .hasMessage("nothing is not a valid field name");
        assertThatThrownBy(() -> row.getInt32("id"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("INT32");
        assertThatThrownBy(() -> row.put("id", "text")).isInstanceOf(DataException.class);
        assertThat(row.getInt64("id")).isEqualTo(42);
    }

    @Test
    void whatIsPutInStays() {
        AvroStruct row = lazy();
        row.put("customer", null).put(row.schema().field("id"), 1L);

        assertThat(row.get("customer")).isNull();
        assertThat(row.getInt64("id")).isEqualTo(1);
        assertThat(row.getBoolean("paid")).isTrue();
        assertThat(new AvroRow().show(row)).isFalse();
    }

    /** A list that was handed out may be changed, and so may all that lies within: the bytes do not count any more. */
    @ParameterizedTest
    @ValueSource(strings = {"tags", "counts", "blob", "address"})
    void bytesAreNotHandedOutBehindAValueThatCanChange(String field) {
        AvroStruct row = lazy();

        assertThat(row.get("id")).isEqualTo(42L);
        assertThat(row).hasToString(lazy().toString());
        assertThat(new AvroRow().show(row)).isTrue();
        Object value = row.get(field);
        assertThat(new AvroRow().show(row)).isFalse();
        assertThat(row.get(field)).isSameAs(value);
    }

    @Test
    void aChangeWithinIsSeen() {
        AvroStruct row = lazy();
        address(row).put("number", 6);
        Objects.requireNonNull(row.<String>getArray("tags")).add("c");

        assertThat(row.toString()).contains("number=6").contains("tags=[a, b, c]");
    }

    @Test
    void manyThreadsSeeOneRow() throws Exception {
        WriterSchema writer = WriterSchema.of(AVRO, new AvroToConnect(AvroOptions.DEFAULTS).of(AVRO, 1));
        String expected = lazy(writer).toString();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                AvroStruct row = lazy(writer);
                List<Callable<String>> looks = List.of(
                        row::toString,
                        () -> row.getArray("tags") + row.toString().substring(0, 0),
                        () -> row.get("id") + " " + row.get("customer"),
                        row::toString);
                List<String> seen = new ArrayList<>();
                for (Future<String> look : threads.invokeAll(looks)) {
                    seen.add(look.get());
                }
                assertThat(seen).containsExactly(expected, "[a, b]", "42 Ada", expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object json(Struct row) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "true"), false);
        return new String(converter.fromConnectData("t", row.schema(), row), StandardCharsets.UTF_8);
    }

    @Test
    void theJsonConverterWritesWhatItWritesForAPlainStruct() {
        AvroStruct row = lazy();
        assertThat(json(row)).isEqualTo(json(plain(row.schema())));
    }

    private static SinkRecord sinkRecord(Struct row) {
        return new SinkRecord("orders", 0, null, null, row.schema(), row, 5, 1_000L, null);
    }

    private static void assertSame(Transformation<SinkRecord> transformation, Map<String, ?> settings) {
        try (transformation) {
            transformation.configure(settings);
            SinkRecord found = transformation.apply(sinkRecord(lazy()));
            SinkRecord expected = transformation.apply(sinkRecord(plain(lazy().schema())));
            assertThat(ConnectText.value(found.value())).isEqualTo(ConnectText.value(expected.value()));
            assertThat(ConnectText.value(found.key())).isEqualTo(ConnectText.value(expected.key()));
            assertThat(ConnectText.schema(found.valueSchema())).isEqualTo(ConnectText.schema(expected.valueSchema()));
            // And whoever takes the bytes instead of the values takes those that belong to the schema.
            AvroRow bytes = new AvroRow();
            if (found.value() instanceof Struct row && bytes.show(row)) {
                assertThat(bytes.reader().schema()).isEqualTo(row.schema());
            }
        }
    }

    @Test
    void kafkasTransformationsMakeOfItWhatTheyMakeOfAPlainStruct() {
        assertSame(
                new InsertField.Value<>(), Map.of("static.field", "more", "static.value", "x", "offset.field", "at"));
        assertSame(new ReplaceField.Value<>(), Map.of("exclude", "blob,counts", "renames", "id:key"));
        assertSame(new Cast.Value<>(), Map.of("spec", "id:string,weight:float64"));
        assertSame(new MaskField.Value<>(), Map.of("fields", "customer,id"));
        assertSame(new ExtractField.Value<>(), Map.of("field", "address"));
        assertSame(new HoistField.Value<>(), Map.of("field", "row"));
        assertSame(new ValueToKey<>(), Map.of("fields", "id,customer"));
        assertSame(new TimestampConverter.Value<>(), Map.of("field", "when", "target.type", "unix"));
        assertSame(new SetSchemaMetadata.Value<>(), Map.of("schema.name", "other", "schema.version", "9"));
    }

    @Test
    void flattenWorksOnWhatItSupports() {
        ReplaceField<SinkRecord> without = new ReplaceField.Value<>();
        without.configure(Map.of("exclude", "tags,counts"));
        Flatten<SinkRecord> flatten = new Flatten.Value<>();
        flatten.configure(Map.of());
        SinkRecord found = flatten.apply(without.apply(sinkRecord(lazy())));
        assertThat(((Struct) found.value()).getInt32("address.number")).isEqualTo(5);
        without.close();
        flatten.close();
    }

    /** A row within a row has no bytes of its own, and what is no struct has none at all. */
    @Test
    void onlyWholeRowsHaveBytes() {
        AvroStruct row = lazy();
        assertThat(row.apply(AvroRow.SCHEMA)).isInstanceOf(String.class);
        assertThat(row.apply("anything else")).isNull();
        assertThat(new AvroRow().show(address(row))).isFalse();
        assertThat(new AvroRow().show(plain(row.schema()))).isFalse();
        SchemaAndValue text = WriterSchema.of(
                        AvroSchemas.parse("\"string\""), org.apache.kafka.connect.data.Schema.STRING_SCHEMA)
                .read(new byte[] {2, 'x'}, 0, new AvroCursor());
        assertThat(text.value()).isEqualTo("x");
    }
}
