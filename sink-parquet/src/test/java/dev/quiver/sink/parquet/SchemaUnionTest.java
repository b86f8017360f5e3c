/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** Schemas of rows that share a file. */
final class SchemaUnionTest {
    private static Schema union(Schema one, Schema other) {
        return Objects.requireNonNull(SchemaUnion.of(row(one), row(other)));
    }

    private static Schema row(Schema value) {
        return SchemaBuilder.struct().field("v", value).build();
    }

    /** The default of one version would take the place of the other one's nulls. */
    @Test
    void columnsThatDifferInTheirDefaultHaveNone() {
        Schema with = SchemaBuilder.int32().optional().defaultValue(7).build();
        for (Schema other : new Schema[] {
            Schema.OPTIONAL_INT32_SCHEMA,
            Schema.OPTIONAL_INT64_SCHEMA,
            SchemaBuilder.int32().optional().defaultValue(9).build()
        }) {
            for (Schema union : new Schema[] {union(with, other), union(other, with)}) {
                assertThat(union.field("v").schema().defaultValue()).isNull();
                assertThat(union.field("v").schema().isOptional()).isTrue();
            }
        }
    }

    @Test
    void aDefaultOfAllVersionsStays() {
        Schema with = SchemaBuilder.int32().optional().defaultValue(7).build();
        assertThat(union(with, with).field("v").schema().defaultValue()).isEqualTo(7);
    }
}
