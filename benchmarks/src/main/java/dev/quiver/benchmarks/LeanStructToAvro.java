/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * As little as a way over Avro can do for flat rows: the work of each column is decided once, values, maps and lists
 * are passed on as they are, and one record is filled by position for every row.
 */
final class LeanStructToAvro implements StructToAvro {
    /** What becomes of the value of one column. */
    private enum Column {
        AS_IS,
        WRAPPED_BYTES,
        UNSCALED_BYTES,
        EPOCH_DAYS,
        EPOCH_MILLIS;

        static Column of(Schema schema) {
            return switch (schema.type()) {
                case BYTES -> Decimal.LOGICAL_NAME.equals(schema.name()) ? UNSCALED_BYTES : WRAPPED_BYTES;
                case INT32 ->
                    org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(schema.name()) ? EPOCH_DAYS : AS_IS;
                case INT64 -> Timestamp.LOGICAL_NAME.equals(schema.name()) ? EPOCH_MILLIS : AS_IS;
                case BOOLEAN, FLOAT32, FLOAT64, STRING -> AS_IS;
                case ARRAY -> asIs(schema.valueSchema());
                case MAP -> asIs(schema.valueSchema());
                case INT8, INT16, STRUCT ->
                    throw new IllegalArgumentException(schema.type() + " is not among the compared types");
            };
        }

        private static Column asIs(Schema element) {
            if (of(element) != AS_IS) {
                throw new IllegalArgumentException(element.type() + " is not compared inside a list or a map");
            }
            return AS_IS;
        }

        Object avro(Object value) {
            return switch (this) {
                case AS_IS -> value;
                case WRAPPED_BYTES -> value instanceof byte[] array ? ByteBuffer.wrap(array) : value;
                case UNSCALED_BYTES ->
                    ByteBuffer.wrap(((BigDecimal) value).unscaledValue().toByteArray());
                case EPOCH_DAYS -> (int) Math.floorDiv(((Date) value).getTime(), TimeUnit.DAYS.toMillis(1));
                case EPOCH_MILLIS -> Timestamp.fromLogical(Timestamp.SCHEMA, (Date) value);
            };
        }
    }

    private final Field[] fields;
    private final Column[] columns;
    private final GenericData.Record record;

    LeanStructToAvro(Schema from, org.apache.avro.Schema to) {
        List<Field> declared = from.fields();
        this.fields = declared.toArray(new Field[0]);
        this.columns = declared.stream().map(field -> Column.of(field.schema())).toArray(Column[]::new);
        this.record = new GenericData.Record(to);
    }

    @Override
    public GenericRecord record(Struct row) {
        for (int index = 0; index < fields.length; index++) {
            @Nullable Object value = row.get(fields[index]);
            record.put(index, value == null ? null : columns[index].avro(value));
        }
        return record;
    }
}
