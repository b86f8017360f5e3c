/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Reads structs of one Connect schema. */
public sealed interface AvroStructReader extends AvroReader {
    /** The schema of the structs. */
    Schema schema();

    /** Reads the values of all fields. */
    @Nullable
    Object[] values(AvroCursor cursor);

    /**
     * Reads the value of field {@code index} alone.
     *
     * @return {@link #UNREAD} if another way is better
     */
    @Nullable
    Object value(AvroCursor cursor, int index);

    /** What {@link #value} returns where it does not read. */
    Object UNREAD = new Object();

    @Override
    default boolean isImmutable() {
        return false;
    }

    /** STRUCT of a record. */
    final class Row implements AvroStructReader {
        private final Schema schema;
        private final AvroReader[] fields;
        private final AvroValues reading;
        private final AvroWalk walk;
        private final int bytesMin;

        Row(Schema schema, List<AvroReader> fields) {
            this.schema = schema;
            this.fields = fields.toArray(AvroReader[]::new);
            this.reading = new AvroValues(fields);
            this.walk = AvroWalk.over(fields);
            long sum = 0;
            for (AvroReader field : fields) {
                sum += field.bytesMin();
            }
            this.bytesMin = (int) Math.min(sum, BYTES_MIN_MAX);
        }

        @Override
        public Schema schema() {
            return schema;
        }

        /** The number of fields. */
        public int fieldCount() {
            return fields.length;
        }

        /** The reader of the field {@code index}. */
        public AvroReader field(int index) {
            return fields[index];
        }

        @Override
        public AvroStruct read(AvroCursor cursor) {
            return new AvroStruct(schema, values(cursor));
        }

        @Override
        public @Nullable Object[] values(AvroCursor cursor) {
            return reading.read(cursor);
        }

        @Override
        public @Nullable Object value(AvroCursor cursor, int index) {
            if (!fields[index].isImmutable()) {
                return UNREAD;
            }
            for (int before = 0; before < index; before++) {
                fields[before].skip(cursor);
            }
            return fields[index].read(cursor);
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.pass(walk);
        }

        @Override
        public int bytesMin() {
            return bytesMin;
        }
    }

    /** STRUCT of a union: one field for each type but null; at most one has a value. */
    final class Choice implements AvroStructReader {
        private final Schema schema;
        private final @Nullable AvroReader[] types;
        private final int[] fieldOfType;

        /**
         * @param types the readers of all types of the union, null for the type null
         */
        Choice(Schema schema, List<@Nullable AvroReader> types) {
            this.schema = schema;
            this.types = types.toArray(AvroReader[]::new);
            this.fieldOfType = new int[this.types.length];
            int field = 0;
            for (int type = 0; type < fieldOfType.length; type++) {
                fieldOfType[type] = this.types[type] == null ? -1 : field++;
            }
        }

        @Override
        public Schema schema() {
            return schema;
        }

        /** The number of types, null included. */
        public int typeCount() {
            return types.length;
        }

        /** The reader of the type {@code index}, or null if that is null. */
        public @Nullable AvroReader type(int index) {
            return types[index];
        }

        /** The index of the type that follows. */
        public int readType(AvroCursor cursor) {
            return cursor.readIndex(types.length, "type of a union");
        }

        @Override
        public @Nullable AvroStruct read(AvroCursor cursor) {
            int type = readType(cursor);
            return types[type] == null ? null : new AvroStruct(schema, values(cursor, type));
        }

        @Override
        public @Nullable Object[] values(AvroCursor cursor) {
            return values(cursor, readType(cursor));
        }

        private @Nullable Object[] values(AvroCursor cursor, int type) {
            @Nullable Object[] values = new @Nullable Object[schema.fields().size()];
            AvroReader reader = types[type];
            if (reader != null) {
                values[fieldOfType[type]] = reader.read(cursor);
            }
            return values;
        }

        @Override
        public @Nullable Object value(AvroCursor cursor, int index) {
            return UNREAD;
        }

        @Override
        public void skip(AvroCursor cursor) {
            AvroReader reader = types[readType(cursor)];
            if (reader != null) {
                reader.skip(cursor);
            }
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }
}
