/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.avro.AvroStruct;
import dev.quiver.avro.GenericAvro;
import dev.quiver.registry.RegistryStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AvroConverterTest {
    private static final String TOPIC = "orders";
    private static final Schema ORDER = SchemaBuilder.struct()
            .name("shop.Order")
            .field("id", Schema.INT64_SCHEMA)
            .field("customer", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private RegistryStub stub;

    @BeforeEach
    void start() throws IOException {
        stub = RegistryStub.start();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private AvroConverter converter(boolean isKey, String... settings) {
        Map<String, String> properties =
                new HashMap<>(Map.of("schema.registry.url", stub.url(), "max.retries", "0", "converter.type", "value"));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        AvroConverter converter = new AvroConverter();
        converter.configure(properties, isKey);
        return converter;
    }

    private static Struct order(long id) {
        return new Struct(ORDER).put("id", id).put("customer", "Ada");
    }

    private static byte[] written(AvroConverter converter, @Nullable Schema schema, Object value) {
        return Objects.requireNonNull(converter.fromConnectData(TOPIC, schema, value));
    }

    @Test
    void aStructIsWrittenBehindTheIdOfItsSchemaAndReadAgain() {
        AvroConverter converter = converter(false);
        byte[] bytes = written(converter, ORDER, order(42));

        assertThat(bytes).startsWith(0, 0, 0, 0, 1);
        SchemaAndValue read = converter.toConnectData(TOPIC, bytes);
        assertThat(read.value()).isInstanceOf(AvroStruct.class).hasToString("Struct{id=42,customer=Ada}");
        assertThat(read.schema().name()).isEqualTo("shop.Order");
        assertThat(read.schema().version()).as("what the registry calls it").isEqualTo(1);
        assertThat(stub.requests())
                .containsExactly(
                        "POST /subjects/orders-value/versions", "GET /schemas/ids/1", "POST /subjects/orders-value");
        converter.toConnectData(TOPIC, bytes);
        written(converter, ORDER, order(43));
        assertThat(stub.requests()).as("each schema is asked for once").hasSize(3);
    }

    /** What other programs write with Avro's own library and the wire format. */
    @Test
    void whatOthersWriteIsReadAndTheOtherWayRound() {
        AvroConverter converter = converter(false);
        byte[] ours = written(converter, ORDER, order(7));
        org.apache.avro.Schema avro = new org.apache.avro.Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":["
                        + "{\"name\":\"id\",\"type\":\"long\"},"
                        + "{\"name\":\"customer\",\"type\":[\"null\",\"string\"],\"default\":null}]}");
        GenericData.Record generic = (GenericData.Record)
                Objects.requireNonNull(GenericAvro.read(avro, Arrays.copyOfRange(ours, 5, ours.length)));
        assertThat(generic).hasToString("{\"id\": 7, \"customer\": \"Ada\"}");

        generic.put("id", 8L);
        byte[] payload = GenericAvro.write(avro, generic);
        byte[] theirs = ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(1)
                .put(payload)
                .array();
        assertThat(converter.toConnectData(TOPIC, theirs).value()).hasToString("Struct{id=8,customer=Ada}");
    }

    @Test
    void valuesWithoutFieldsAreWrittenAsTheyAre() {
        AvroConverter converter = converter(true);
        List<Object> values = List.of("text", 5, 6L, true, 1.5, List.of("a", "b"));
        List<Schema> schemas = List.of(
                Schema.STRING_SCHEMA,
                Schema.INT32_SCHEMA,
                Schema.INT64_SCHEMA,
                Schema.BOOLEAN_SCHEMA,
                Schema.FLOAT64_SCHEMA,
                SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        for (int index = 0; index < values.size(); index++) {
            byte[] bytes = written(converter, schemas.get(index), values.get(index));
            // Each its own topic: they are not compatible with each other.
            assertThat(converter(true).toConnectData(TOPIC, bytes).value()).isEqualTo(values.get(index));
            stub.close();
            try {
                stub = RegistryStub.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            converter = converter(true);
        }
    }

    @Test
    void valuesWithoutASchemaComeBackWithoutOne() {
        AvroConverter converter = converter(false);
        Map<String, Object> value = new HashMap<>(Map.of("a", 1, "b", List.of("x", 2L), "c", Map.of("d", 1.5)));
        value.put("n", null);
        SchemaAndValue read = converter.toConnectData(TOPIC, written(converter, null, value));
        assertThat(read.schema()).isNull();
        assertThat(read.value()).isEqualTo(value);
    }

    @Test
    void nullIsNull() {
        AvroConverter converter = converter(false);
        assertThat(converter.toConnectData(TOPIC, null)).isEqualTo(SchemaAndValue.NULL);
        assertThat(converter.fromConnectData(TOPIC, null, null)).isNull();
        assertThat(converter.fromConnectData(TOPIC, Schema.OPTIONAL_STRING_SCHEMA, null))
                .isNull();
        assertThatThrownBy(() -> converter.fromConnectData(TOPIC, ORDER, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic 'orders'");
    }

    @Test
    void aRowThatMayBeNullIsReadLazilyToo() {
        AvroConverter converter = converter(false);
        Schema optional = SchemaBuilder.struct()
                .name("shop.Maybe")
                .optional()
                .field("id", Schema.INT64_SCHEMA)
                .build();
        byte[] bytes = written(converter, optional, new Struct(optional).put("id", 5L));
        assertThat(converter.toConnectData(TOPIC, bytes).value())
                .isInstanceOf(AvroStruct.class)
                .hasToString("Struct{id=5}");
    }

    @Test
    void theIdMayStandInAHeader() {
        AvroConverter converter = converter(false, "value.schema.id.serializer", "HeaderSchemaIdSerializer");
        Headers headers = new RecordHeaders();
        byte[] bytes = Objects.requireNonNull(converter.fromConnectData(TOPIC, headers, ORDER, order(9)));

        assertThat(headers.lastHeader("__value_schema_id").value()).hasSize(17).startsWith(1);
        assertThat(bytes).startsWith(18);
        assertThat(converter(false).toConnectData(TOPIC, headers, bytes).value())
                .hasToString("Struct{id=9,customer=Ada}");
        AvroConverter front = converter(false, "value.schema.id.deserializer", "PrefixSchemaIdDeserializer");
        assertThatThrownBy(() -> front.toConnectData(TOPIC, headers, bytes)).isInstanceOf(DataException.class);
    }

    @Test
    void theGuidMayStandInFront() {
        AvroConverter converter = converter(false, "value.schema.id.serializer", "HeaderSchemaIdSerializer");
        Headers headers = new RecordHeaders();
        byte[] payload = Objects.requireNonNull(converter.fromConnectData(TOPIC, headers, ORDER, order(9)));
        byte[] guid = headers.lastHeader("__value_schema_id").value();
        byte[] bytes = Arrays.copyOf(guid, guid.length + payload.length);
        System.arraycopy(payload, 0, bytes, guid.length, payload.length);
        assertThat(converter(false).toConnectData(TOPIC, bytes).value()).hasToString("Struct{id=9,customer=Ada}");
    }

    @ParameterizedTest
    @CsvSource({
        "TopicNameStrategy, orders-value",
        "io.confluent.kafka.serializers.subject.RecordNameStrategy, shop.Order",
        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy, orders-shop.Order"
    })
    void schemasAreCalledAsTheStrategySays(String strategy, String subject) {
        AvroConverter converter = converter(false, "value.subject.name.strategy", strategy);
        byte[] bytes = written(converter, ORDER, order(1));
        assertThat(stub.requests()).containsExactly("POST /subjects/" + subject + "/versions");
        assertThat(converter.toConnectData(TOPIC, bytes).schema().version()).isEqualTo(1);
    }

    @Test
    void schemasThatMustBeThereAreNotRegistered() {
        AvroConverter strict = converter(false, "auto.register.schemas", "false");
        assertThatThrownBy(() -> written(strict, ORDER, order(1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic 'orders'")
                .hasMessageContaining("auto.register.schemas");
        written(converter(false), ORDER, order(1));
        assertThat(written(strict, ORDER, order(1))).startsWith(0, 0, 0, 0, 1);
    }

    @Test
    void theLatestSchemaMayBeTheOneToWriteWith() {
        Schema wider = SchemaBuilder.struct()
                .name("shop.Order")
                .field("customer", Schema.OPTIONAL_STRING_SCHEMA)
                .field("more", SchemaBuilder.int32().defaultValue(5).build())
                .field("id", Schema.INT64_SCHEMA)
                .build();
        written(converter(false), wider, new Struct(wider).put("id", 1L).put("more", 1));
        AvroConverter latest = converter(false, "auto.register.schemas", "false", "use.latest.version", "true");
        byte[] bytes = written(latest, ORDER, order(3));
        assertThat(latest.toConnectData(TOPIC, bytes).value()).hasToString("Struct{customer=Ada,more=5,id=3}");
        AvroConverter byId = converter(false, "auto.register.schemas", "false", "use.schema.id", "1");
        assertThat(written(byId, ORDER, order(3))).isEqualTo(bytes);
    }

    @Test
    void aLatestSchemaThatCannotReadTheValueIsRefused() {
        Schema other = SchemaBuilder.struct()
                .name("shop.Order")
                .field("x", Schema.STRING_SCHEMA)
                .build();
        written(converter(false), other, new Struct(other).put("x", "y"));
        AvroConverter latest = converter(false, "auto.register.schemas", "false", "use.latest.version", "true");
        assertThatThrownBy(() -> written(latest, ORDER, order(3)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("latest.compatibility.strict");
    }

    @Test
    void whatIsWrongWithAValueIsToldWithTheField() {
        AvroConverter converter = converter(false);
        Schema other = SchemaBuilder.struct().field("f", Schema.INT32_SCHEMA).build();
        assertThatThrownBy(() -> written(converter, ORDER, "text"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("java.lang.String");
        assertThatThrownBy(() -> written(converter, ORDER, new Struct(other)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("another schema");
        assertThatThrownBy(() -> written(converter, ORDER, new Struct(ORDER)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field 'id'");
    }

    /** All that is wrong with bytes is found in the converter, where a worker can set the record aside. */
    @Test
    void bytesThatAreNoAvroAreRefusedAtOnce() {
        AvroConverter converter = converter(false);
        byte[] bytes = written(converter, ORDER, order(42));
        for (byte[] bad : List.of(
                new byte[0],
                "no Avro".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(bytes, 3),
                Arrays.copyOf(bytes, bytes.length - 1),
                new byte[] {0, 0, 0, 0, 99, 1},
                new byte[] {1, 2, 3})) {
            assertThatThrownBy(() -> converter.toConnectData(TOPIC, bad))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("could not read a value of topic 'orders'");
        }
    }

    @Test
    void aSchemaThatRefersToItselfIsRefusedClearly() {
        String list =
                "{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Node\"]}]}";
        AvroConverter converter = converter(false);
        stub.put("orders-value", list);
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, new byte[] {0, 0, 0, 0, 1, 0}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("record Node refers to itself");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsAReasonToTryAgain() {
        AvroConverter converter = converter(false);
        stub.close();
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, new byte[] {0, 0, 0, 0, 1, 0}))
                .isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> written(converter, ORDER, order(1))).isInstanceOf(RetriableException.class);
    }

    @Test
    void namesThatAvroDoesNotAllowAreMadeValidOnRequest() {
        Schema odd = SchemaBuilder.struct()
                .name("my-shop.1st order")
                .field("größe in cm", Schema.INT32_SCHEMA)
                .build();
        Struct row = new Struct(odd).put("größe in cm", 5);
        assertThatThrownBy(() -> written(converter(false), odd, row))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("scrub.invalid.names");
        AvroConverter converter = converter(false, "scrub.invalid.names", "true");
        SchemaAndValue read = converter.toConnectData(TOPIC, written(converter, odd, row));
        assertThat(read.value()).hasToString("Struct{gr_C3_B6_C3_9Fe_in_cm=5}");
    }

    @Test
    void nullsOfFieldsWithDefaultsAreWrittenAsIsAskedFor() {
        Schema preset = SchemaBuilder.struct()
                .name("P")
                .field("a", SchemaBuilder.int32().optional().defaultValue(7).build())
                .build();
        AvroConverter replacing = converter(false);
        AvroConverter keeping = converter(false, "ignore.default.for.nullables", "true");
        assertThat(written(replacing, preset, new Struct(preset))).endsWith(0, 14);
        assertThat(written(keeping, preset, new Struct(preset))).endsWith(2).hasSize(6);
    }
}
