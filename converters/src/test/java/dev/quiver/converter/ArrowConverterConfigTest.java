/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArrowConverterConfigTest {
    private static ArrowConverterConfig parse(String... settings) {
        Map<String, String> properties = new TreeMap<>();
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        return ArrowConverterConfig.parse(properties);
    }

    @Test
    void defaults() {
        ArrowConverterConfig config = parse();

        assertThat(config.shape()).isEqualTo(BatchShape.ARRAY);
        assertThat(config.compression()).isSameAs(IpcCompression.NONE);
        assertThat(config.types()).isEqualTo(TypeOptions.DEFAULTS);
        assertThat(config.nullHandling()).isEqualTo(NullHandling.REPLACE_WITH_DEFAULT);
        assertThat(config.limits()).isEqualTo(IpcLimits.DEFAULTS);
        assertThat(config.schemasCacheSize()).isEqualTo(1_000);
    }

    @Test
    void everyKeyReachesItsAccessor() {
        ArrowConverterConfig config = parse(
                "batch.shape", "struct",
                "compression", "zstd",
                "compression.level", "7",
                "replace.null.with.default", "false",
                "schemas.cache.size", "9",
                "max.rows", "1",
                "max.columns", "2",
                "max.nesting", "3",
                "max.decompressed.bytes", "4",
                "max.dictionary.values", "5",
                "validate.utf8", "false");

        assertThat(config.shape()).isEqualTo(BatchShape.STRUCT);
        assertThat(config.compression()).hasToString("zstd(7)");
        assertThat(config.nullHandling()).isEqualTo(NullHandling.KEEP);
        assertThat(config.schemasCacheSize()).isEqualTo(9);
        assertThat(config.limits()).isEqualTo(new IpcLimits(1, 2, 3, 4, 5, false));
    }

    @Test
    void everyKeyOfATypeReachesItsOption() {
        ArrowConverterConfig config = parse(
                "connect.meta.data", "false",
                "decimal.default.precision", "12",
                "timestamp.precision", "connect",
                "zoned.timestamp.handling", "timestamp",
                "time.handling", "duration",
                "uuid.handling", "uuid",
                "json.handling", "string",
                "enum.handling", "dictionary",
                "variable.scale.decimal.handling", "decimal",
                "variable.scale.decimal.scale", "3");

        assertThat(config.types())
                .isEqualTo(new TypeOptions(
                        false,
                        new TypeOptions.Decimals(12, TypeOptions.VariableScale.DECIMAL, 3),
                        new TypeOptions.Times(
                                TypeOptions.TimestampPrecision.CONNECT,
                                TypeOptions.ZonedTimestamps.TIMESTAMP,
                                TypeOptions.TimesOfDay.DURATION),
                        new TypeOptions.Texts(
                                TypeOptions.Uuids.UUID, TypeOptions.Enums.DICTIONARY, TypeOptions.Jsons.STRING)));
    }

    @ParameterizedTest
    @CsvSource({
        "batch.shape, list",
        "compression, gzip",
        "compression.level, 23",
        "replace.null.with.default, perhaps",
        "schemas.cache.size, 0",
        "connect.meta.data, 2",
        "decimal.default.precision, 77",
        "timestamp.precision, nanos",
        "zoned.timestamp.handling, utc",
        "time.handling, string",
        "uuid.handling, bytes",
        "json.handling, struct",
        "enum.handling, int",
        "variable.scale.decimal.handling, float",
        "variable.scale.decimal.scale, 39",
        "max.rows, 0",
        "max.columns, 0",
        "max.nesting, 65",
        "max.decompressed.bytes, 0",
        "max.dictionary.values, -1",
        "validate.utf8, no"
    })
    void eachRefusalNamesKeyAndValue(String key, String value) {
        assertThatThrownBy(() -> parse(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void othersMayHaveMoreKeys() {
        assertThat(parse("converter.type", "value").shape()).isEqualTo(BatchShape.ARRAY);
    }

    /** Every key, so that nobody renames one by the way. */
    @Test
    void theKeysAreThoseThatUsersHave() throws IOException {
        String keys = ArrowConverterConfig.DEFINITION.configKeys().values().stream()
                .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                .map(ArrowConverterConfigTest::line)
                .collect(Collectors.joining());
        try (InputStream golden = Objects.requireNonNull(
                ArrowConverterConfigTest.class.getResourceAsStream("/arrow-converter-config.golden"))) {
            assertThat(keys).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String line(ConfigDef.ConfigKey key) {
        return key.name + " | " + key.type + " | " + key.defaultValue + " | " + key.importance + " | " + key.group
                + "\n";
    }
}
