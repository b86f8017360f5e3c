/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.avro.AvroEncoder;
import dev.quiver.registry.RegisteredSchema;
import dev.quiver.registry.SchemaId;
import dev.quiver.registry.SchemaRegistry;
import dev.quiver.registry.SubjectNames;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Decides which schema values are written with, and what that is called in records. One thread at a time. */
final class AvroTargets {
    private final SchemaRegistry registry;
    private final AvroConverterConfig.SchemaChoice choice;
    private final SubjectNames names;
    private final boolean isKey;

    AvroTargets(SchemaRegistry registry, AvroConverterConfig config, boolean isKey) {
        this.registry = registry;
        this.choice = config.choice();
        this.names = config.names().of(isKey);
        this.isKey = isKey;
    }

    /** A schema to write with, and its name. */
    record Target(Schema schema, SchemaId id) {}

    /**
     * What values of {@code encoder} for {@code topic} are written with.
     *
     * @throws DataException if the registry has no schema for them, or refuses theirs
     */
    Target of(String topic, AvroEncoder encoder) {
        Schema own = encoder.schema();
        if (choice.registers()) {
            return new Target(own, registry.register(subject(topic, own), own));
        }
        if (choice.id() >= 0) {
            return given(registry.byId(choice.id()), encoder, choice.isIdStrict(), "id.compatibility.strict");
        }
        if (choice.usesLatest()) {
            RegisteredSchema latest = registry.latest(subject(topic, own));
            return given(latest, encoder, choice.isLatestStrict(), "latest.compatibility.strict");
        }
        return new Target(own, registry.lookUp(subject(topic, own), own));
    }

    private static Target given(RegisteredSchema schema, AvroEncoder encoder, boolean isStrict, String key) {
        SchemaId id = new SchemaId(schema.id(), schema.guid());
        if (isStrict && !encoder.isReadableAs(schema.schema())) {
            throw new DataException("the registered schema with " + id
                    + " cannot read all values of the given one; change one of them, or set " + key);
        }
        return new Target(schema.schema(), id);
    }

    /** What schemas like {@code schema} are called. */
    String subject(String topic, Schema schema) {
        return names.subject(topic, isKey, names.readsSchema() ? named(schema) : schema);
    }

    /** A record that may be null is called as the record is. */
    private static Schema named(Schema schema) {
        Integer nullIndex = schema.isUnion() ? schema.getIndexNamed("null") : null;
        return nullIndex != null && schema.getTypes().size() == 2
                ? schema.getTypes().get(1 - nullIndex)
                : schema;
    }
}
