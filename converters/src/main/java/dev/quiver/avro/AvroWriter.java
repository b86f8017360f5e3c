/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Writes values of one Connect schema as Avro has them. Made once for each schema by {@link AvroWriters}. */
sealed interface AvroWriter {
    /**
     * Writes one value, null included.
     *
     * @throws DataException if the schema does not take it
     * @throws ClassCastException if it is of another class
     */
    void write(@Nullable Object value, AvroOutput output);

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new DataException("the value is null but the schema does not allow it");
        }
        return value;
    }

    /** INT8. */
    record Int8() implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            output.writeLong(present((Byte) value));
        }
    }

    /** INT16. */
    record Int16() implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            output.writeLong(present((Short) value));
        }
    }

    /** INT32, Date and Time. */
    record Int32(Schema schema) implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            output.writeLong((Integer) LogicalValues.stored(schema, present(value)));
        }
    }

    /** INT64 and Timestamp. */
    record Int64(Schema schema) implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            output.writeLong((Long) LogicalValues.stored(schema, present(value)));
        }
    }

    /** FLOAT32. */
    record Float32() implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            output.writeFloat(present((Float) value));
        }
    }

    /** FLOAT64. */
    record Float64() implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            output.writeDouble(present((Double) value));
        }
    }

    /** BOOLEAN. */
    record Flag() implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            output.writeBoolean(present((Boolean) value));
        }
    }

    /** STRING. */
    record Text() implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            output.writeText(present((String) value));
        }
    }

    /** STRING as an enumeration. */
    record Symbol(Map<String, Integer> indexes) implements AvroWriter {
        public Symbol {
            indexes = Map.copyOf(indexes);
        }

        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            Integer index = indexes.get(present((String) value));
            if (index == null) {
                throw new DataException("the value is no symbol of the enumeration");
            }
            output.writeLong(index);
        }
    }

    /** BYTES and Decimal. */
    record Bytes(Schema schema) implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            Object stored = LogicalValues.stored(schema, present(value));
            if (stored instanceof byte[] bytes) {
                output.writeBytes(bytes);
            } else {
                output.writeBytes((ByteBuffer) stored);
            }
        }
    }

    /** BYTES as a fixed. */
    record Fixed(int size) implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            byte[] bytes = present(value) instanceof byte[] array ? array : copy((ByteBuffer) value);
            if (bytes.length != size) {
                throw new DataException("a value has " + bytes.length + " bytes but the schema takes " + size);
            }
            output.writeRaw(bytes);
        }

        private static byte[] copy(@Nullable ByteBuffer buffer) {
            ByteBuffer source = present(buffer).duplicate();
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            return bytes;
        }
    }

    /** ARRAY. */
    record Items(AvroWriter item) implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            Collection<?> items = present((Collection<?>) value);
            if (!items.isEmpty()) {
                output.writeLong(items.size());
                for (Object each : items) {
                    item.write(each, output);
                }
            }
            output.writeLong(0);
        }
    }

    /** MAP as a map, whose keys are texts, or as an array of records of a key and a value. */
    record Entries(AvroWriter key, AvroWriter item) implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            Map<?, ?> entries = present((Map<?, ?>) value);
            if (!entries.isEmpty()) {
                output.writeLong(entries.size());
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    key.write(entry.getKey(), output);
                    item.write(entry.getValue(), output);
                }
            }
            output.writeLong(0);
        }
    }

    /** What may be null. */
    record Optional(AvroWriter value, int nullIndex) implements AvroWriter {
        @Override
        public void write(@Nullable Object given, AvroOutput output) {
            output.writeLong(given == null ? nullIndex : 1 - nullIndex);
            if (given != null) {
                value.write(given, output);
            }
        }
    }

    /** STRUCT as a record. */
    final class Row implements AvroWriter {
        private final Field[] fields;
        private final AvroWriter[] writers;
        private final boolean keepsNulls;
        /** Equal to the schema of the structs; most carry this very instance. */
        private volatile Schema known;

        Row(Schema schema, AvroWriter[] writers, boolean keepsNulls) {
            this.known = schema;
            this.fields = schema.fields().toArray(Field[]::new);
            this.writers = writers;
            this.keepsNulls = keepsNulls;
        }

        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            Struct struct = present((Struct) value);
            if (struct.schema() != known) {
                if (!struct.schema().equals(known)) {
                    throw new DataException("the struct has another schema");
                }
                known = struct.schema();
            }
            for (int index = 0; index < fields.length; index++) {
                write(struct, index, output);
            }
        }

        private void write(Struct struct, int index, AvroOutput output) {
            Field field = fields[index];
            Object value = keepsNulls ? struct.getWithoutDefault(field.name()) : struct.get(field);
            try {
                writers[index].write(value, output);
            } catch (ClassCastException e) {
                String kind = value == null ? "null" : value.getClass().getName();
                throw new DataException(
                        "field '" + field.name() + "': a value of " + kind + " does not fit "
                                + field.schema().type(),
                        e);
            } catch (DataException e) {
                throw new DataException("field '" + field.name() + "': " + e.getMessage(), e);
            }
        }
    }

    /** STRUCT as a union: the first field with a value is its type. */
    final class Choice implements AvroWriter {
        private final Field[] fields;
        private final AvroWriter[] writers;
        private final boolean mayBeNull;
        private final boolean keepsNulls;

        Choice(Schema schema, AvroWriter[] writers, boolean keepsNulls) {
            this.fields = schema.fields().toArray(Field[]::new);
            this.writers = writers;
            this.mayBeNull = schema.isOptional();
            this.keepsNulls = keepsNulls;
        }

        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            if (value != null) {
                Struct struct = (Struct) value;
                for (int index = 0; index < fields.length; index++) {
                    Object chosen =
                            keepsNulls ? struct.getWithoutDefault(fields[index].name()) : struct.get(fields[index]);
                    if (chosen != null) {
                        output.writeLong(mayBeNull ? index + 1 : index);
                        writers[index].write(chosen, output);
                        return;
                    }
                }
            }
            if (!mayBeNull) {
                throw new DataException("no field of the union has a value");
            }
            output.writeLong(0);
        }
    }

    /** A value without a schema. */
    record Schemaless() implements AvroWriter {
        @Override
        public void write(@Nullable Object value, AvroOutput output) {
            write(value, output, 0);
        }

        private static void write(@Nullable Object value, AvroOutput output, int depth) {
            if (depth > Anything.NESTING_MAX) {
                throw new DataException("the value is nested deeper than " + Anything.NESTING_MAX + " levels");
            }
            Anything.Kind kind = value == null ? null : AvroWriters.kind(value);
            for (Anything.Kind each : Anything.Kind.ALL) {
                output.writeLong(each == kind ? 1 : 0);
                if (value != null && each == kind) {
                    content(kind, value, output, depth);
                }
            }
        }

        private static void content(Anything.Kind kind, Object value, AvroOutput output, int depth) {
            switch (kind) {
                case BOOLEAN -> output.writeBoolean((Boolean) value);
                case BYTES -> {
                    if (value instanceof byte[] bytes) {
                        output.writeBytes(bytes);
                    } else {
                        output.writeBytes((ByteBuffer) value);
                    }
                }
                case DOUBLE -> output.writeDouble((Double) value);
                case FLOAT -> output.writeFloat((Float) value);
                case INT, LONG -> output.writeLong(((Number) value).longValue());
                case STRING -> output.writeText((String) value);
                case ARRAY -> list((Collection<?>) value, output, depth);
                case MAP -> map((Map<?, ?>) value, output, depth);
            }
        }

        private static void list(Collection<?> items, AvroOutput output, int depth) {
            if (!items.isEmpty()) {
                output.writeLong(items.size());
                items.forEach(item -> write(item, output, depth + 1));
            }
            output.writeLong(0);
        }

        private static void map(Map<?, ?> entries, AvroOutput output, int depth) {
            if (!entries.isEmpty()) {
                output.writeLong(entries.size());
                entries.forEach((key, item) -> {
                    write(key, output, depth + 1);
                    write(item, output, depth + 1);
                });
            }
            output.writeLong(0);
        }
    }
}
