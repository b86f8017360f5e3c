/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a schema is called in records: by the registry that knows it, or by all registries.
 *
 * @param id of one registry; null if nobody knows
 * @param guid of all registries; null if nobody knows
 */
public record SchemaId(@Nullable Integer id, @Nullable UUID guid) {
    /** Refuses what is no name at all. */
    public SchemaId {
        if (id == null && guid == null) {
            throw new IllegalArgumentException("a schema has neither an id nor a GUID");
        }
    }

    @Override
    public String toString() {
        return id == null ? "GUID " + guid : "id " + id;
    }
}
