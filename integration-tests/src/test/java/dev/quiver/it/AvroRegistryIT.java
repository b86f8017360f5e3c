/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.quiver.converter.AvroConverter;
import dev.quiver.testbed.process.Http;
import dev.quiver.testbed.process.WorkDirectory;
import dev.quiver.testbed.registry.RegistryServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Avro converter and Apicurio Registry, which must have been fetched: {@link RegistryServer} says how. */
final class AvroRegistryIT {
    private static final Schema ORDER = schema(false);
    private static final Schema WIDER = schema(true);

    private static WorkDirectory work;
    private static RegistryServer registry;

    private static Schema schema(boolean isWider) {
        SchemaBuilder schema = SchemaBuilder.struct()
                .name("shop.Order")
                .field("id", Schema.INT64_SCHEMA)
                .field("customer", Schema.OPTIONAL_STRING_SCHEMA);
        return (isWider ? schema.field("note", Schema.OPTIONAL_STRING_SCHEMA) : schema).build();
    }

    @BeforeAll
    static void start() {
        assumeThat(RegistryServer.isThere()).as("the registry was fetched").isTrue();
        work = WorkDirectory.named("avro-registry");
        registry = RegistryServer.start(work);
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
        if (work != null) {
            work.close();
        }
    }

    private static AvroConverter converter(String... settings) {
        Map<String, String> properties =
                new HashMap<>(Map.of("schema.registry.url", registry.url().toString()));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        AvroConverter converter = new AvroConverter();
        converter.configure(properties, false);
        return converter;
    }

    private static Struct order(Schema schema, long id) {
        return new Struct(schema).put("id", id).put("customer", "Ada");
    }

    private static byte[] written(AvroConverter converter, String topic, Schema schema, long id) {
        return Objects.requireNonNull(converter.fromConnectData(topic, schema, order(schema, id)));
    }

    @Test
    void whatOneConverterWritesAnotherOneReads() {
        byte[] first = written(converter(), "orders", ORDER, 1);
        byte[] second = written(converter(), "orders", WIDER, 2);
        AvroConverter reader = converter();

        SchemaAndValue one = reader.toConnectData("orders", first);
        SchemaAndValue two = reader.toConnectData("orders", second);
        assertThat(one.value()).hasToString("Struct{id=1,customer=Ada}");
        assertThat(two.value()).hasToString("Struct{id=2,customer=Ada}");
        assertThat(one.schema().version()).isEqualTo(1);
        assertThat(two.schema().version()).isEqualTo(2);
        assertThat(two.schema().field("note")).isNotNull();
    }

    @Test
    void schemasThatMustBeThereAreFoundOrMissed() {
        AvroConverter strict = converter("auto.register.schemas", "false");
        assertThatThrownBy(() -> written(strict, "strict", ORDER, 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("auto.register.schemas");
        byte[] registered = written(converter(), "strict", ORDER, 1);
        assertThat(written(strict, "strict", ORDER, 1)).isEqualTo(registered);

        AvroConverter latest = converter("auto.register.schemas", "false", "use.latest.version", "true");
        assertThat(written(latest, "strict", ORDER, 1)).isEqualTo(registered);
        assertThatThrownBy(() -> converter().toConnectData("strict", new byte[] {0, 0x7f, 0, 0, 1, 2}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic 'strict'");
    }

    @Test
    void theRegistryRefusesWhatIsNotCompatible() {
        written(converter(), "guarded", ORDER, 1);
        HttpRequest rule = HttpRequest.newBuilder(URI.create(registry.url() + "/config/guarded-value"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}", UTF_8))
                .build();
        assertThat(Http.send(rule).statusCode()).isEqualTo(200);
        Schema other = SchemaBuilder.struct()
                .name("shop.Order")
                .field("id", Schema.INT64_SCHEMA)
                .field("must", Schema.STRING_SCHEMA)
                .build();
        assertThatThrownBy(() -> converter()
                        .fromConnectData(
                                "guarded",
                                other,
                                new Struct(other).put("id", 1L).put("must", "x")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("guarded-value");
        assertThat(converter()
                        .toConnectData("guarded", written(converter(), "guarded", WIDER, 3))
                        .value())
                .hasToString("Struct{id=3,customer=Ada}");
    }

    @Test
    void theIdMayStandInAHeader() {
        Headers headers = new RecordHeaders();
        AvroConverter writer = converter("value.schema.id.serializer", "HeaderSchemaIdSerializer");
        byte[] bytes = Objects.requireNonNull(writer.fromConnectData("headers", headers, ORDER, order(ORDER, 9)));
        assertThat(headers.lastHeader("__value_schema_id")).isNotNull();
        assertThat(converter().toConnectData("headers", headers, bytes).value())
                .hasToString("Struct{id=9,customer=Ada}");
    }
}
