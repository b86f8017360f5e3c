/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A struct that keeps the Avro bytes it was read from and decodes them when it is looked at. To everybody it is a
 * {@link Struct} with the same values, the same text and the same hash; as Connect has it, structs of different classes
 * are never equal, so this equals others of its class alone.
 *
 * <p>Safe to hand to other threads. Who knows {@link AvroRow} takes the bytes instead of the values, until somebody
 * puts a value in or was given one that can be changed.
 */
public final class AvroStruct extends Struct implements Function<String, @Nullable Object> {
    /** Fields that are read alone, each time from the start, before all of them are. */
    private static final int LOOKS_MAX = 2;

    private static final byte[] NONE = {};

    private final @Nullable WriterSchema writer;
    private final int start;
    /** What all values are in, empty when they may not be that any more. */
    private volatile byte[] bytes;
    /** Null until decoded. */
    private volatile @Nullable Object @Nullable [] values;
    /** How often a field was read alone; may miss some that other threads read. */
    private int lookCount;
    /** The index behind the field that was read alone last: who goes on there wants all of them. */
    private int nextIndex = -1;

    /** A struct in {@code bytes} from {@code start} on, which {@code writer} can read. */
    AvroStruct(WriterSchema writer, byte[] bytes, int start) {
        super(structs(writer).schema());
        this.writer = writer;
        this.bytes = bytes;
        this.start = start;
    }

    /** A struct of {@code values}, which fit {@code schema}. */
    AvroStruct(Schema schema, @Nullable Object[] values) {
        super(schema);
        this.writer = null;
        this.bytes = NONE;
        this.start = 0;
        this.values = values;
    }

    private static AvroStructReader structs(WriterSchema writer) {
        return Objects.requireNonNull(writer.structs(), "values are no structs");
    }

    /** What wrote the bytes, or null if there are none. */
    @Nullable
    WriterSchema writer() {
        return bytes.length == 0 ? null : writer;
    }

    /** What all values are in, or empty. */
    byte[] bytes() {
        return bytes;
    }

    /** Where in {@link #bytes} the first value begins. */
    int start() {
        return start;
    }

    /** What {@link AvroRow} asks for when another class loader has made this. */
    @Override
    public @Nullable Object apply(String question) {
        byte[] all = bytes;
        if (writer == null || all.length == 0) {
            return null;
        }
        return switch (question) {
            case AvroRow.SCHEMA -> writer.structText();
            case AvroRow.BYTES -> all;
            case AvroRow.START -> start;
            default -> null;
        };
    }

    private @Nullable Object[] decoded() {
        @Nullable Object[] known = values;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = values;
            if (known == null) {
                known = structs(Objects.requireNonNull(writer)).values(cursor(bytes));
                values = known;
            }
            return known;
        }
    }

    private AvroCursor cursor(byte[] all) {
        return new AvroCursor().over(all, start, all.length);
    }

    /** The value of the field {@code index}, without default. */
    private @Nullable Object value(int index) {
        byte[] all = bytes;
        boolean isAlone = lookCount < LOOKS_MAX && index != nextIndex;
        if (values == null && writer != null && all.length > 0 && isAlone) {
            lookCount++;
            nextIndex = index + 1;
            Object value = structs(writer).value(cursor(all), index);
            if (value != AvroStructReader.UNREAD) {
                return value;
            }
        }
        Object value = decoded()[index];
        if (value instanceof List || value instanceof Map || value instanceof Struct || value instanceof ByteBuffer) {
            // Its changes would be changes of this.
            bytes = NONE;
        }
        return value;
    }

    @Override
    public @Nullable Object get(String fieldName) {
        return get(field(fieldName));
    }

    @Override
    public @Nullable Object get(Field field) {
        Object value = value(field.index());
        return value == null ? field.schema().defaultValue() : value;
    }

    @Override
    public @Nullable Object getWithoutDefault(String fieldName) {
        return value(field(fieldName).index());
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
        return value(field.index());
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
    @SuppressWarnings("ByteBufferBackingArray") // the array is the value's own, and Connect's own struct does the same
    public byte @Nullable [] getBytes(String fieldName) {
        Object value = typed(fieldName, Schema.Type.BYTES);
        return value instanceof ByteBuffer buffer ? buffer.array() : (byte[]) value;
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
        return put(field(fieldName), value);
    }

    @Override
    public Struct put(@Nullable Field field, @Nullable Object value) {
        if (field == null) {
            throw new DataException("field cannot be null.");
        }
        ConnectSchema.validateValue(field.name(), field.schema(), value);
        @Nullable Object[] changed = decoded();
        bytes = NONE;
        changed[field.index()] = value;
        return this;
    }

    /** Values that were read fit; those that were put in were checked, but may have been changed since. */
    @Override
    public void validate() {
        if (bytes.length > 0) {
            return;
        }
        @Nullable Object[] all = decoded();
        for (Field field : schema().fields()) {
            ConnectSchema.validateValue(field.name(), field.schema(), all[field.index()]);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof AvroStruct that
                && schema().equals(that.schema())
                && Arrays.deepEquals(decoded(), that.decoded());
    }

    @Override
    public int hashCode() {
        return Objects.hash(schema(), Arrays.deepHashCode(decoded()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Struct{");
        @Nullable Object[] all = decoded();
        boolean isFirst = true;
        for (Field field : schema().fields()) {
            Object value = all[field.index()];
            if (value != null) {
                text.append(isFirst ? "" : ",").append(field.name()).append('=').append(value);
                isFirst = false;
            }
        }
        return text.append('}').toString();
    }
}
