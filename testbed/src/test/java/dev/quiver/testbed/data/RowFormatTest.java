/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowFormatTest {
    private final Map<String, @Nullable Object> row = new LinkedHashMap<>();

    RowFormatTest() {
        row.put("row_id", "t-0#0");
        row.put("n", 1);
        row.put("note", null);
    }

    @Test
    void jsonIsTheRowItself() {
        assertThat(text(RowFormat.json())).isEqualTo("{\"row_id\":\"t-0#0\",\"n\":1,\"note\":null}");
    }

    @Test
    void theEnvelopeIsThatOfTheJsonConverter() {
        RowSchema schema = RowSchema.named("row").field("n", "int32").optional("note", "string");

        assertThat(text(RowFormat.jsonWithSchema(schema)))
                .isEqualTo("{\"schema\":{\"type\":\"struct\",\"name\":\"row\",\"optional\":false,\"fields\":["
                        + "{\"field\":\"row_id\",\"type\":\"string\",\"optional\":false},"
                        + "{\"field\":\"n\",\"type\":\"int32\",\"optional\":false},"
                        + "{\"field\":\"note\",\"type\":\"string\",\"optional\":true}]},"
                        + "\"payload\":{\"row_id\":\"t-0#0\",\"n\":1,\"note\":null}}");
    }

    @Test
    void aLogicalTypeHasItsName() {
        RowSchema schema = RowSchema.named("row").logical("at", "int64", "org.apache.kafka.connect.data.Timestamp");

        assertThat(text(RowFormat.jsonWithSchema(schema)))
                .contains("{\"field\":\"at\",\"type\":\"int64\",\"optional\":false,"
                        + "\"name\":\"org.apache.kafka.connect.data.Timestamp\",\"version\":1}");
    }

    private String text(RowFormat format) {
        return new String(format.encode(row), StandardCharsets.UTF_8);
    }
}
