/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas come from a registry that anybody may have written to: whatever they are, they are read or are bad data. */
final class AvroSchemasTest {
    private static final int MUTATIONS = 400;

    private static void compile(String json) {
        Schema avro = AvroSchemas.parse(json);
        WriterSchema.of(avro, new AvroToConnect(AvroOptions.DEFAULTS).of(avro, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "5",
                "\"nothing\"",
                "[\"int\",\"int\"]",
                "{\"type\":\"array\"}",
                "{\"type\":{\"type\":{}}}",
                "{\"type\":\"fixed\",\"name\":\"f\",\"size\":-1}",
                "{\"type\":\"fixed\",\"name\":\"f\",\"size\":2147483647}",
                "{\"type\":\"fixed\",\"name\":\"f\",\"size\":\"x\"}",
                "{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"a\",\"a\"]}",
                "{\"type\":\"enum\",\"name\":\"e\",\"symbols\":5}",
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[1]}",
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\"}]}",
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\",\"type\":\"null\"}]}",
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
                        + "{\"name\":\"a\",\"type\":\"int\"}]}",
                "{\"type\":\"int\",\"connect.version\":\"x\"}",
                "{\"type\":\"int\",\"connect.name\":5}",
                "{\"type\":\"int\",\"connect.parameters\":5}",
                "{\"type\":\"int\",\"connect.parameters\":{\"a\":5}}",
                "{\"type\":\"int\",\"connect.type\":\"int64\"}",
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":\"x\"}",
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"connect.parameters\":{\"scale\":\"x\"}}"
            })
    void whatIsNoSchemaIsBadData(String json) {
        assertThatThrownBy(() -> compile(json)).isInstanceOf(DataException.class);
    }

    /** Those that do not fit are passed over, as a reader can do without. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"int\",\"connect.default\":\"x\"}",
                "{\"type\":\"string\",\"connect.default\":5}",
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"connect.default\":\"\"}",
                "{\"type\":\"map\",\"values\":\"int\",\"connect.default\":[1]}",
                "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"MapEntry\",\"namespace\":"
                        + "\"io.confluent.connect.avro\",\"fields\":[{\"name\":\"key\",\"type\":\"int\"},"
                        + "{\"name\":\"value\",\"type\":\"int\"}]},\"connect.default\":[[1],null,[1,2,3]]}"
            })
    void defaultsThatDoNotFitAreNone(String json) {
        Schema avro = AvroSchemas.parse(json);
        assertThat(new AvroToConnect(AvroOptions.DEFAULTS).of(avro, 1))
                .extracting(org.apache.kafka.connect.data.Schema::defaultValue)
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {250, 900, 5_000})
    void schemasThatNestTooDeeplyAreBadData(int depth) {
        String json = "{\"type\":\"array\",\"items\":".repeat(depth) + "\"int\"" + "}".repeat(depth);
        assertThatThrownBy(() -> compile(json)).isInstanceOf(DataException.class);
    }

    /** Six records that use each other ten times make a million types of a few hundred bytes. */
    @Test
    void schemasThatMultiplyAreBadData() {
        StringBuilder json = new StringBuilder("\"int\"");
        for (int level = 0; level < 6; level++) {
            StringBuilder fields = new StringBuilder("{\"name\":\"f0\",\"type\":" + json + "}");
            for (int field = 1; field < 10; field++) {
                String type = level == 0 ? "int" : "R" + (level - 1);
                fields.append(",{\"name\":\"f").append(field).append("\",\"type\":\"" + type + "\"}");
            }
            json = new StringBuilder("{\"type\":\"record\",\"name\":\"R" + level + "\",\"fields\":[" + fields + "]}");
        }
        String million = json.toString();
        assertThatThrownBy(() -> compile(million))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("more than 100000 types");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void textsOfSchemasThatWereChangedAreReadOrAreBadData(long seed) {
        Random random = new Random(seed);
        String json = new RandomAvro(seed).record(3).toString();
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            StringBuilder changed = new StringBuilder(json);
            for (int edit = 1 + random.nextInt(3); edit > 0; edit--) {
                int from = random.nextInt(json.length());
                int length = Math.min(random.nextInt(12), json.length() - from);
                changed.insert(random.nextInt(changed.length()), json, from, from + length);
                int at = random.nextInt(changed.length() - 12);
                changed.delete(at, at + random.nextInt(12));
            }
            try {
                compile(changed.toString());
            } catch (DataException e) {
                assertThat(e).hasMessageNotContaining("null pointer");
            }
        }
    }
}
