/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.NullHandling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which schema the rows of another one are written with. Schemas are brought together if they are of one topic and
 * have one name; what is written with them goes on while others are, so that rows of two schemas by turns make no small
 * files.
 */
final class SchemaLineages {
    /** Schemas of one lineage that do not go together; older ones are forgotten. */
    private static final int TARGETS_MAX = 64;

    private final SchemaCompatibility compatibility;
    private final NullHandling nullHandling;
    /** The schemas that rows are written with, the newest first, by topic and name. */
    private final Map<String, List<Schema>> targets = new HashMap<>();

    SchemaLineages(SchemaCompatibility compatibility, NullHandling nullHandling) {
        this.compatibility = compatibility;
        this.nullHandling = nullHandling;
    }

    /**
     * How rows are written.
     *
     * @param schema the one they are written with
     * @param projection makes them rows of it; null if they are
     * @param isNew whether rows of other schemas may have to be written otherwise than before
     */
    record Choice(Schema schema, @Nullable RowProjection projection, boolean isNew) {}

    /** How rows of {@code schema} from {@code topic} are written. */
    Choice choose(String topic, Schema schema) {
        if (compatibility == SchemaCompatibility.NONE) {
            return new Choice(schema, null, false);
        }
        List<Schema> known = targets.computeIfAbsent(topic + "/" + schema.name(), missing -> new ArrayList<>());
        for (Schema target : known) {
            Choice choice = into(schema, target, false);
            if (choice != null) {
                return choice;
            }
        }
        Choice union = compatibility == SchemaCompatibility.UNION ? union(known, schema) : null;
        if (union != null) {
            return union;
        }
        known.add(0, schema);
        if (known.size() > TARGETS_MAX) {
            known.remove(TARGETS_MAX);
        }
        return new Choice(schema, null, true);
    }

    private @Nullable Choice into(Schema schema, Schema target, boolean isNew) {
        if (schema.equals(target)) {
            return new Choice(target, null, isNew);
        }
        RowProjection projection = RowProjection.between(schema, target, compatibility, nullHandling);
        return projection == null ? null : new Choice(target, projection, isNew);
    }

    private @Nullable Choice union(List<Schema> known, Schema schema) {
        for (int index = 0; index < known.size(); index++) {
            Schema union = SchemaUnion.of(known.get(index), schema);
            Choice choice = union == null ? null : into(schema, union, true);
            if (choice != null) {
                known.set(index, choice.schema());
                return choice;
            }
        }
        return null;
    }
}
