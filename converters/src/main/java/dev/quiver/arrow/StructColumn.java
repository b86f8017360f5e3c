/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** STRUCT, and the rows of a batch themselves. */
final class StructColumn implements ColumnBuilder {
    private final Column column;
    private final Field[] fields;
    private final boolean[] keepsNull;
    private final ColumnBuilder[] children;
    private final StructStorage storage;
    /** Equal to the schema of the column; most rows carry this very instance. */
    private Schema known;

    StructColumn(
            Column column, Schema schema, ColumnBuilder[] children, StructStorage storage, NullHandling nullHandling) {
        this.column = column;
        this.known = schema;
        this.fields = schema.fields().toArray(Field[]::new);
        this.children = children;
        this.storage = storage;
        this.keepsNull = new boolean[fields.length];
        for (int index = 0; index < fields.length; index++) {
            Schema field = fields[index].schema();
            keepsNull[index] = nullHandling == NullHandling.KEEP && field.isOptional() && field.defaultValue() != null;
        }
    }

    @Override
    public void append(@Nullable Object value) {
        if (!(value instanceof Struct struct)) {
            column.appendOther(storage, value);
            return;
        }
        if (struct.schema() != known) {
            recognise(struct.schema());
        }
        for (int index = 0; index < fields.length; index++) {
            Field field = fields[index];
            children[index].append(keepsNull[index] ? struct.getWithoutDefault(field.name()) : struct.get(field));
        }
        storage.endStruct();
    }

    private void recognise(Schema schema) {
        if (!schema.equals(known)) {
            throw column.refused("the struct has another schema than the column");
        }
        known = schema;
    }
}
