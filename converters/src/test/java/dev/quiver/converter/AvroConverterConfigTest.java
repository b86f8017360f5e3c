/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.avro.AvroOptions;
import dev.quiver.registry.SubjectNames;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AvroConverterConfigTest {
    private static AvroConverterConfig parse(String... settings) {
        return AvroConverterConfig.parse(properties(settings));
    }

    private static Map<String, String> properties(String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("schema.registry.url", "http://localhost:8081"));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        return properties;
    }

    @Test
    void defaults() {
        AvroConverterConfig config = parse();

        assertThat(config.registry()).hasToString("[http://localhost:8081]");
        assertThat(config.types()).isEqualTo(AvroOptions.DEFAULTS);
        assertThat(config.choice()).isEqualTo(new AvroConverterConfig.SchemaChoice(true, -1, true, false, true));
        assertThat(config.names()).isEqualTo(new AvroConverterConfig.PerSide<>(SubjectNames.TOPIC, SubjectNames.TOPIC));
        assertThat(config.headers().of(true)).isEqualTo(new AvroConverterConfig.IdPlaces(false, true));
        assertThat(config.headers().of(false)).isEqualTo(new AvroConverterConfig.IdPlaces(false, true));
        assertThat(config.schemasCacheSize()).isEqualTo(1_000);
    }

    @Test
    void everyKeyReachesItsAccessor() {
        AvroConverterConfig config = parse(
                "auto.register.schemas", "false",
                "use.schema.id", "5",
                "id.compatibility.strict", "false",
                "use.latest.version", "true",
                "latest.compatibility.strict", "false",
                "key.subject.name.strategy", "RecordNameStrategy",
                "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy",
                "key.schema.id.serializer", "io.confluent.kafka.serializers.schema.id.HeaderSchemaIdSerializer",
                "value.schema.id.deserializer", "PrefixSchemaIdDeserializer",
                "schemas.cache.config", "9");

        assertThat(config.choice()).isEqualTo(new AvroConverterConfig.SchemaChoice(false, 5, false, true, false));
        assertThat(config.names())
                .isEqualTo(new AvroConverterConfig.PerSide<>(SubjectNames.RECORD, SubjectNames.TOPIC_RECORD));
        assertThat(config.headers().of(true)).isEqualTo(new AvroConverterConfig.IdPlaces(true, true));
        assertThat(config.headers().of(false)).isEqualTo(new AvroConverterConfig.IdPlaces(false, false));
        assertThat(config.schemasCacheSize()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "enhanced.avro.schema.support, 0",
        "connect.meta.data, 1",
        "generalized.sum.type.support, 2",
        "ignore.default.for.nullables, 3",
        "scrub.invalid.names, 4",
        "discard.type.doc.default, 5",
        "allow.optional.map.keys, 6",
        "flatten.singleton.unions, 7"
    })
    void everyKeyOfATypeReachesItsOption(String key, int component) throws ReflectiveOperationException {
        for (boolean value : new boolean[] {true, false}) {
            AvroOptions types = parse(key, Boolean.toString(value)).types();
            assertThat(AvroOptions.class
                            .getRecordComponents()[component]
                            .getAccessor()
                            .invoke(types))
                    .isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "value.subject.name.strategy, com.example.Mine, is none of TopicNameStrategy",
        "key.schema.id.serializer, other, is none of HeaderSchemaIdSerializer",
        "value.schema.id.deserializer, HeaderSchemaIdSerializer, is none of DualSchemaIdDeserializer",
        "use.schema.id, -2, must be at least -1",
        "connect.meta.data, maybe, Expected value to be either true or false",
        "schema.registry.url, '', must not be blank"
    })
    void whatCannotBeIsRefusedWithKeyAndReason(String key, String value, String reason) {
        assertThatThrownBy(() -> parse(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(reason);
    }

    @Test
    void theRegistryMustBeNamed() {
        assertThatThrownBy(() -> AvroConverterConfig.parse(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
    }

    /** A typing error should not go unnoticed. */
    @Test
    void keysThatMeanNothingAreKnown() {
        assertThat(AvroConverterConfig.unknown(properties(
                        "converter.type", "value",
                        "auto.register.schema", "true",
                        "rule.executors", "x",
                        "request.header.X-Mine", "y",
                        "schema.registry.ssl.keystore.type", "PEM",
                        "basic.auth.user.info", "a:b")))
                .containsExactly("auto.register.schema", "rule.executors");
    }

    /** Everything that people have in their worker files. */
    @Test
    void keysHaveTheirUsualNames() {
        assertThat(AvroConverterConfig.DEFINITION.names())
                .contains(
                        "schema.registry.url",
                        "basic.auth.credentials.source",
                        "basic.auth.user.info",
                        "schema.registry.basic.auth.user.info",
                        "bearer.auth.credentials.source",
                        "bearer.auth.token",
                        "schema.registry.ssl.truststore.location",
                        "schema.registry.ssl.truststore.password",
                        "schema.registry.ssl.keystore.location",
                        "schema.registry.ssl.keystore.password",
                        "schema.registry.ssl.key.password",
                        "max.schemas.per.subject",
                        "schemas.cache.config",
                        "normalize.schemas",
                        "proxy.host",
                        "proxy.port");
        AvroConverterConfig.DEFINITION.configKeys().forEach((name, key) -> {
            assertThat(key.documentation).as(name).isNotBlank();
            boolean isSecret = name.endsWith("password") || name.endsWith("user.info") || name.endsWith("token");
            assertThat(key.type == ConfigDef.Type.PASSWORD)
                    .as(name)
                    .isEqualTo(isSecret
                            || name.endsWith("secret")
                            || name.endsWith("jaas.config")
                            || name.endsWith("keystore.key"));
        });
    }
}
