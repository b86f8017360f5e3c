/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** STRUCT, and the rows of a batch themselves. */
final class StructColumn implements ColumnBuilder {
    private final Column column;
    private final List<ColumnGroup.Member> members;
    private final ColumnGroup[] groups;
    private final StructStorage storage;
    /** Equal to the schema of the column; most rows carry this very instance. */
    private Schema known;

    StructColumn(
            Column column, Schema schema, ColumnBuilder[] children, StructStorage storage, NullHandling nullHandling) {
        this.column = column;
        this.known = schema;
        this.storage = storage;
        List<ColumnGroup.Member> members = new ArrayList<>();
        for (Field field : schema.fields()) {
            Schema type = field.schema();
            boolean keepsNull = nullHandling == NullHandling.KEEP && type.isOptional() && type.defaultValue() != null;
            members.add(new ColumnGroup.Member(field, children[field.index()], keepsNull));
        }
        this.members = List.copyOf(members);
        this.groups = ColumnGroup.of(members);
    }

    /** The fields and their columns, in order. */
    List<ColumnGroup.Member> members() {
        return members;
    }

    /** Where the structs wait. */
    StructStorage storage() {
        return storage;
    }

    /** Whether structs of {@code schema} have the fields of this column. */
    boolean takes(Schema schema) {
        return schema == known || schema.equals(known);
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
        for (ColumnGroup group : groups) {
            group.append(struct);
        }
        storage.endStruct();
    }

    private void recognise(Schema schema) {
        // Whether the struct itself may be null makes no difference to what is in it.
        if (!schema.equals(known)
                && !(schema.fields().equals(known.fields()) && Objects.equals(schema.name(), known.name()))) {
            throw column.refused("the struct has another schema than the column");
        }
        known = schema;
    }
}
