/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.DecodedBatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * One row of a decoded batch at a time, of which only those values are read that are asked for: for whoever needs a few
 * fields of many rows. It is the same object for all rows, so it must not be kept, and it equals nothing but itself.
 * One thread at a time.
 */
public final class RowView extends Struct {
    private final NestedReaders.Rows rows;
    private final int count;
    private int row;

    /** Shows the first row of {@code batch}, if there is one. */
    RowView(NestedReaders.Rows rows, DecodedBatch batch) {
        super(rows.schema());
        this.rows = rows;
        this.count = batch.batch().rowCount();
    }

    /** The number of rows. */
    public int count() {
        return count;
    }

    /** Shows the row {@code index}. */
    public RowView at(int index) {
        row = Objects.checkIndex(index, count);
        return this;
    }

    private @Nullable Object value(Field field) {
        return rows.value(field.index(), Objects.checkIndex(row, count));
    }

    @Override
    public @Nullable Object get(String fieldName) {
        return get(field(fieldName));
    }

    @Override
    public @Nullable Object get(Field field) {
        Object value = value(field);
        return value == null ? field.schema().defaultValue() : value;
    }

    @Override
    public @Nullable Object getWithoutDefault(String fieldName) {
        return value(field(fieldName));
    }

    private Field field(String name) {
        Field field = schema().field(name);
        if (field == null) {
            throw new DataException(name + " is not a valid field name");
        }
        return field;
    }

    private @Nullable Object typed(String fieldName, Schema.Type type) {
        Field field = field(fieldName);
        if (field.schema().type() != type) {
            throw new DataException("Field '" + fieldName + "' is not of type " + type);
        }
        return value(field);
    }

    @Override
    public @Nullable Byte getInt8(String fieldName) {
        return (Byte) typed(fieldName, Schema.Type.INT8);
    }

    @Override
    public @Nullable Short getInt16(String fieldName) {
        return (Short) typed(fieldName, Schema.Type.INT16);
    }

    @Override
    public @Nullable Integer getInt32(String fieldName) {
        return (Integer) typed(fieldName, Schema.Type.INT32);
    }

    @Override
    public @Nullable Long getInt64(String fieldName) {
        return (Long) typed(fieldName, Schema.Type.INT64);
    }

    @Override
    public @Nullable Float getFloat32(String fieldName) {
        return (Float) typed(fieldName, Schema.Type.FLOAT32);
    }

    @Override
    public @Nullable Double getFloat64(String fieldName) {
        return (Double) typed(fieldName, Schema.Type.FLOAT64);
    }

    @Override
    public @Nullable Boolean getBoolean(String fieldName) {
        return (Boolean) typed(fieldName, Schema.Type.BOOLEAN);
    }

    @Override
    public @Nullable String getString(String fieldName) {
        return (String) typed(fieldName, Schema.Type.STRING);
    }

    @Override
    public byte @Nullable [] getBytes(String fieldName) {
        return (byte[]) typed(fieldName, Schema.Type.BYTES);
    }

    @Override
    @SuppressWarnings("unchecked") // the caller says what the items are
    public <T> @Nullable List<T> getArray(String fieldName) {
        return (List<T>) typed(fieldName, Schema.Type.ARRAY);
    }

    @Override
    @SuppressWarnings("unchecked") // the caller says what the entries are
    public <K, V> @Nullable Map<K, V> getMap(String fieldName) {
        return (Map<K, V>) typed(fieldName, Schema.Type.MAP);
    }

    @Override
    public @Nullable Struct getStruct(String fieldName) {
        return (Struct) typed(fieldName, Schema.Type.STRUCT);
    }

    @Override
    public Struct put(String fieldName, @Nullable Object value) {
        throw new UnsupportedOperationException("rows of a batch cannot be changed");
    }

    @Override
    public Struct put(@Nullable Field field, @Nullable Object value) {
        throw new UnsupportedOperationException("rows of a batch cannot be changed");
    }

    /** Values of a batch that was decoded fit. */
    @Override
    public void validate() {}

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return rows.read(Objects.checkIndex(row, count)).toString();
    }
}
