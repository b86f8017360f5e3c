/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The columns beside those of the value, for records whose keys have one schema and whose events have one. There is one
 * object for each pair of schemas, so that identity tells them apart. One thread.
 */
final class SideColumns {
    private final Schema keySchema;
    private final Schema schema;
    private final SideColumn.Reader[] readers;
    private final @Nullable Object[] values;

    private SideColumns(Schema keySchema, Schema schema, SideColumn.Reader[] readers) {
        this.keySchema = keySchema;
        this.schema = schema;
        this.readers = readers;
        this.values = new @Nullable Object[readers.length];
    }

    /**
     * Those of {@code columns}.
     *
     * @param event the schema of the events, null if the records are none
     * @throws org.apache.kafka.connect.errors.DataException if a schema lacks what a column needs
     */
    static SideColumns of(List<SideColumn> columns, Schema keySchema, @Nullable Schema event) {
        SchemaBuilder schema = SchemaBuilder.struct();
        List<SideColumn.Reader> readers = new ArrayList<>();
        for (SideColumn column : columns) {
            SideColumn.Bound bound = column.source().bind(keySchema, event);
            schema.field(column.name(), bound.schema());
            readers.add(bound.reader());
        }
        return new SideColumns(keySchema, schema.build(), readers.toArray(SideColumn.Reader[]::new));
    }

    /** Whether these are for records whose keys have the schema {@code other}. */
    boolean areFor(Schema other) {
        return keySchema == other || keySchema.equals(other);
    }

    /** The columns as a struct. */
    Schema schema() {
        return schema;
    }

    /** The values for {@code sinkRecord}; the array is overwritten by the next call. */
    @Nullable
    Object[] values(SinkRecord sinkRecord) {
        for (int index = 0; index < readers.length; index++) {
            values[index] = readers[index].value(sinkRecord);
        }
        return values;
    }
}
