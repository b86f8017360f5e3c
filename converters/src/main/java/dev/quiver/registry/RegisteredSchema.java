/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema as the registry has it.
 *
 * @param id what the registry calls it; null if it was asked for by its GUID and did not say
 * @param guid what every registry calls it; null if this one does not say
 * @param version under the subject that it was asked for; null if it was asked for without one
 * @param text the schema as it was registered
 * @param references schemas that it uses
 * @param schema the schema with all that it uses
 */
public record RegisteredSchema(
        @Nullable Integer id,
        @Nullable UUID guid,
        @Nullable Integer version,
        String text,
        List<Reference> references,
        Schema schema) {
    /** Copies the references. */
    public RegisteredSchema {
        references = List.copyOf(references);
    }

    /**
     * A schema that another one uses.
     *
     * @param name what it is called there
     * @param subject where it is registered
     * @param version which one of the subject it is
     */
    public record Reference(String name, String subject, int version) {}
}
