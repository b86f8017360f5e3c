/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** The schema of rows that have more columns than the structs they are made of. */
final class WholeSchema {
    private WholeSchema() {}

    /**
     * The fields of {@code rows}, then those of {@code beside}.
     *
     * @param nullable whether those of {@code rows} may all be null
     * @throws DataException if two have one name
     */
    static Schema of(Schema rows, Schema beside, boolean nullable) {
        SchemaBuilder whole =
                described(SchemaBuilder.struct(), rows).name(rows.name()).version(rows.version());
        if (rows.isOptional()) {
            whole.optional();
        }
        for (Field field : rows.fields()) {
            whole.field(field.name(), nullable ? optional(field.schema()) : field.schema());
        }
        for (Field field : beside.fields()) {
            if (rows.field(field.name()) != null) {
                throw new DataException("column '" + field.name() + "' is in the rows already: a column beside them"
                        + " must have another name");
            }
            whole.field(field.name(), field.schema());
        }
        return whole.build();
    }

    /** {@code schema}, whose values may be null; where they may not, the default goes, too. */
    private static Schema optional(Schema schema) {
        if (schema.isOptional()) {
            return schema;
        }
        SchemaBuilder copy = switch (schema.type()) {
            case ARRAY -> SchemaBuilder.array(schema.valueSchema());
            case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
            case STRUCT -> fields(schema);
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES ->
                new SchemaBuilder(schema.type());
        };
        return described(copy, schema)
                .name(schema.name())
                .version(schema.version())
                .optional()
                .build();
    }

    private static SchemaBuilder fields(Schema schema) {
        SchemaBuilder copy = SchemaBuilder.struct();
        schema.fields().forEach(field -> copy.field(field.name(), field.schema()));
        return copy;
    }

    private static SchemaBuilder described(SchemaBuilder copy, Schema schema) {
        Map<String, String> parameters = schema.parameters();
        SchemaBuilder described = copy.doc(schema.doc());
        return parameters == null ? described : described.parameters(parameters);
    }
}
