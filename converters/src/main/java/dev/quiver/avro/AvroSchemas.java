/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Reads Avro schemas as registries have them: names and defaults that Avro would refuse are taken as they are. */
public final class AvroSchemas {
    private AvroSchemas() {}

    /**
     * The schema that {@code json} is.
     *
     * @throws DataException if it is none
     */
    public static Schema parse(String json) {
        return parse(json, List.of());
    }

    /**
     * The schema that {@code json} is, which may name types of {@code references}, of which later ones may name earlier
     * ones.
     *
     * @throws DataException if one is none
     */
    public static Schema parse(String json, List<String> references) {
        try {
            Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION);
            parser.setValidateDefaults(false);
            for (String reference : references) {
                parser.parse(reference);
            }
            return parser.parse(json);
        } catch (RuntimeException e) {
            // Not all that Avro throws for a text that is no schema is an exception of its own.
            throw new DataException("the schema is no Avro schema: " + e.getMessage(), e);
        }
    }
}
