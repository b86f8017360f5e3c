/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ParquetSinkConnectorTest {
    /** What people type by mistake. */
    private static final List<String> ODD = List.of(
            "",
            " ",
            ",",
            "a,,b",
            "\u0000",
            "-1",
            "0",
            "9223372036854775807",
            "{",
            "{topic",
            "::",
            "a=b=c",
            "=",
            "a=",
            "%",
            "\ud83d\ude00",
            "\ud83d",
            "s3://",
            "s3://b/../c",
            "file:///a/../..",
            "http://u:p@h:1",
            "://",
            "field:",
            "field:a..b",
            "time:'",
            "class:",
            "class:java.lang.String",
            "text:..",
            "x:y",
            "id;bloom=3",
            "id;encoding=rle;compression=zzz",
            "Europe/Nowhere",
            "xx-YYYYYYYYYYYYY",
            "zstd",
            "arrow");

    private final ParquetSinkConnector connector = new ParquetSinkConnector();

    private Map<String, List<String>> errors(@Nullable String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("store.uri", "s3://bucket"));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value : connector.validate(properties).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    @Test
    void aValidConfigurationHasNoErrors() {
        assertThat(errors()).isEmpty();
    }

    @Test
    void eachErrorIsShownOnItsKey() {
        assertThat(errors("flush.rows.max", "0", "s3.checksums", "no"))
                .containsOnlyKeys("flush.rows.max", "s3.checksums");
        assertThat(errors("store.uri", "nowhere")).containsOnlyKeys("store.uri");
        assertThat(errors("partition.by", "days")).containsOnlyKeys("partition.by");
        assertThat(errors("s3.endpoint", "nowhere")).containsOnlyKeys("s3.endpoint");
    }

    @Test
    void whatDoesNotFitTogetherIsShownOnTheKeyThatMustChange() {
        assertThat(errors("s3.access.key.id", "key")).containsOnlyKeys("s3.secret.access.key");
        assertThat(errors("s3.secret.access.key", "x")).containsOnlyKeys("s3.access.key.id");
        assertThat(errors("s3.session.token", "x")).containsOnlyKeys("s3.access.key.id");
        assertThat(errors("s3.call.timeout.ms", "10")).containsOnlyKeys("s3.attempt.timeout.ms");
        assertThat(errors("parquet.compression", "gzip", "parquet.compression.level", "22"))
                .containsOnlyKeys("parquet.compression.level");
    }

    @Test
    void aBlankSecretIsNone() {
        assertThat(errors("s3.access.key.id", "key", "s3.secret.access.key", "  "))
                .containsOnlyKeys("s3.secret.access.key");
    }

    @Test
    void errorsShowNoSecret() {
        assertThat(errors("s3.secret.access.key", "hidden").toString()).doesNotContain("hidden");
        assertThat(errors("s3.access.key.id", "key", "s3.session.token", "hidden")
                        .toString())
                .doesNotContain("hidden");
    }

    @Test
    void aMissingStoreIsShown() {
        assertThat(connector.validate(Map.of()).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> assertThat(value.name()).isEqualTo("store.uri"));
    }

    @Test
    void keysWithoutAValueAreBorne() {
        Map<String, String> properties = SinkFixture.properties("file.sync", null, "transforms", null);

        connector.start(properties);

        assertThat(connector.taskConfigs(1).get(0)).containsAllEntriesOf(properties);
        assertThat(((StoreConfig.Directory) ParquetSinkConfig.parse(properties).store()).sync())
                .isTrue();
        assertThat(errors("s3.region", null)).containsOnlyKeys("s3.region");
    }

    @Test
    void everyTaskGetsTheWholeConfiguration() {
        Map<String, String> properties = SinkFixture.properties("name", "lake");
        connector.start(properties);

        assertThat(connector.taskConfigs(3))
                .allSatisfy(config -> assertThat(config).containsAllEntriesOf(properties))
                .extracting(config -> config.get(ParquetSinkConnector.TASK))
                .containsExactly("0", "1", "2");
        assertThat(connector.taskClass()).isEqualTo(ParquetSinkTask.class);
        connector.stop();
    }

    @Test
    void aWrongConfigurationDoesNotStart() {
        assertThatThrownBy(() -> connector.start(Map.of("store.uri", "nowhere")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("store.uri")
                .hasMessageContaining("nowhere");
    }

    @Test
    void workersFindTheConnector() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(ParquetSinkConnector.class);
        assertThat(connector.version())
                .isEqualTo(new ParquetSinkTask().version())
                .isNotBlank();
        assertThat(connector.config()).isSameAs(ParquetSinkConfig.DEFINITION);
    }

    /** Whatever somebody types, they get an answer that names it. */
    @Test
    void noValueMakesValidationFail() {
        List<String> thrown = new ArrayList<>();
        for (String key : ParquetSinkConfig.DEFINITION.names()) {
            for (String value : ODD) {
                Map<String, String> properties = new HashMap<>();
                properties.put("name", "n");
                properties.put("topics", "t");
                properties.put("store.uri", "s3://bucket/prefix");
                properties.put(key, value);
                try {
                    new ParquetSinkConnector().validate(properties);
                } catch (RuntimeException e) {
                    thrown.add(key + ": " + e);
                }
            }
        }
        assertThat(thrown).isEmpty();
    }
}
