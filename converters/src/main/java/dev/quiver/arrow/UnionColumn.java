/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** STRUCT with one field for each type of a union, of which at most one is not null. */
final class UnionColumn implements ColumnBuilder {
    private final Column column;
    private final Field[] fields;
    private final ColumnBuilder[] children;
    private final UnionStorage storage;

    UnionColumn(Column column, Schema schema, ColumnBuilder[] children, UnionStorage storage) {
        this.column = column;
        this.fields = schema.fields().toArray(Field[]::new);
        this.children = children;
        this.storage = storage;
    }

    @Override
    public void append(@Nullable Object value) {
        if (!(value instanceof Struct struct)) {
            column.appendOther(storage, value);
            return;
        }
        int chosen = -1;
        for (int index = 0; index < fields.length; index++) {
            if (struct.getWithoutDefault(fields[index].name()) != null) {
                if (chosen >= 0) {
                    throw column.refused("more than one field of the union has a value");
                }
                chosen = index;
            }
        }
        if (chosen < 0) {
            throw column.refused("no field of the union has a value");
        }
        children[chosen].append(struct.getWithoutDefault(fields[chosen].name()));
        storage.endValue(chosen);
    }
}
