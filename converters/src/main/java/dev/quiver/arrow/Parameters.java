/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Parameters of Connect schemas that say what only Arrow knows of a column, and how they are read. */
final class Parameters {
    /** The Arrow type, written as {@link ArrowTypeNames} has it, where the Connect type does not tell. */
    static final String TYPE = "arrow.type";
    /** The length of every list, for an array. */
    static final String FIXED_SIZE = "arrow.fixed.size";
    /** The time zone of a timestamp; empty for none. */
    static final String TIMEZONE = "arrow.timezone";
    /** Identifier, index type and, if it is so, {@code ordered}, separated by commas. */
    static final String DICTIONARY = "arrow.dictionary";
    /** The name of an extension type. */
    static final String EXTENSION_NAME = "arrow.extension.name";
    /** The metadata of an extension type. */
    static final String EXTENSION_METADATA = "arrow.extension.metadata";
    /** All other metadata of the field, as a JSON object. */
    static final String METADATA = "arrow.metadata";
    /** The name of the field, where Connect has none: list elements, keys and values of maps. */
    static final String NAME = "arrow.name";
    /** The name of the entries of a map. */
    static final String ENTRIES = "arrow.entries";
    /** Whether the field is nullable, where that differs from optional. */
    static final String NULLABLE = "arrow.nullable";
    /** The type of the run ends; whether the field and its values are nullable where they differ. */
    static final String RUN_ENDS = "arrow.run.ends";

    /** The number of bytes of every value; the Avro converter writes it. */
    static final String FIXED_BYTES = "connect.fixed.size";
    /** The number of digits of a {@code Decimal}; the Avro and JDBC converters write it. */
    static final String DECIMAL_PRECISION = "connect.decimal.precision";

    private Parameters() {}

    /** The parameters of {@code schema}, none if it has none. */
    static Map<String, String> of(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        return parameters == null ? Map.of() : parameters;
    }

    static @Nullable String text(Schema schema, String name) {
        return of(schema).get(name);
    }

    /** The whole number that {@code name} is, or {@code otherwise} where it is not given. */
    static int number(String path, Schema schema, String name, int otherwise) {
        String text = text(schema, name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new DataException("column '" + path + "': schema parameter " + name + " is not a number: " + text, e);
        }
    }
}
