/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

final class AvroEncoderTest {
    private static final byte[] NO_PREFIX = {};

    private static AvroEncoder encoder(Schema schema) {
        return new AvroEncoder(schema, AvroOptions.DEFAULTS);
    }

    /** A number of more bits would be written, and read as another one. */
    @Test
    void numbersOfOtherWidthsAreRefused() {
        for (Schema item : List.of(Schema.INT8_SCHEMA, Schema.INT16_SCHEMA)) {
            AvroEncoder encoder = encoder(SchemaBuilder.array(item).build());
            assertThatThrownBy(() -> encoder.encode(List.of(1L << 40), NO_PREFIX))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("does not fit");
        }
        assertThat(encoder(SchemaBuilder.array(Schema.INT8_SCHEMA).build()).encode(List.of((byte) -1), NO_PREFIX))
                .containsExactly(2, 1, 0);
        assertThat(encoder(SchemaBuilder.array(Schema.INT16_SCHEMA).build()).encode(List.of((short) 64), NO_PREFIX))
                .containsExactly(2, 0x80, 1, 0);
    }

    /** What is known of one schema to write with must not be taken for what is known of another. */
    @Test
    void severalSchemasToWriteWithAreToldApart() {
        Schema connect = SchemaBuilder.struct()
                .name("R")
                .field("a", Schema.INT32_SCHEMA)
                .field("b", Schema.INT32_SCHEMA)
                .build();
        AvroEncoder encoder = encoder(connect);
        Struct row = new Struct(connect).put("a", 1).put("b", 2);
        org.apache.avro.Schema turned = AvroSchemas.parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                + "{\"name\":\"b\",\"type\":\"int\"},{\"name\":\"a\",\"type\":\"long\"}]}");
        org.apache.avro.Schema same = AvroSchemas.parse(encoder.schema().toString());
        org.apache.avro.Schema other = AvroSchemas.parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"c\",\"type\":\"string\"}]}");

        for (int round = 0; round < 2; round++) {
            assertThat(encoder.encode(row, NO_PREFIX, turned)).containsExactly(4, 2);
            assertThat(encoder.isReadableAs(turned)).isTrue();
            assertThat(encoder.encode(row, NO_PREFIX, same)).containsExactly(2, 4);
            assertThat(encoder.isReadableAs(other)).isFalse();
            assertThat(encoder.encode(row, NO_PREFIX, encoder.schema())).containsExactly(2, 4);
        }
    }
}
