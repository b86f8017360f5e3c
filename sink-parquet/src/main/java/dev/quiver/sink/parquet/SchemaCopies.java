/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Copies of schemas that differ in one thing. */
final class SchemaCopies {
    private SchemaCopies() {}

    /** {@code schema}, whose values may be null; where they may not, the default goes, too. */
    static Schema optional(Schema schema) {
        return schema.isOptional() ? schema : optionalWithoutDefault(schema);
    }

    /** A copy whose values may be null, and that has no default. */
    static Schema optionalWithoutDefault(Schema schema) {
        SchemaBuilder copy = switch (schema.type()) {
            case ARRAY -> SchemaBuilder.array(schema.valueSchema());
            case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
            case STRUCT -> fields(schema);
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES ->
                new SchemaBuilder(schema.type());
        };
        copy.name(schema.name()).version(schema.version()).doc(schema.doc()).optional();
        Map<String, String> parameters = schema.parameters();
        return (parameters == null ? copy : copy.parameters(parameters)).build();
    }

    private static SchemaBuilder fields(Schema schema) {
        SchemaBuilder copy = SchemaBuilder.struct();
        schema.fields().forEach(field -> copy.field(field.name(), field.schema()));
        return copy;
    }
}
