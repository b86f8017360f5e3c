/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.math.BigDecimal;
import java.math.BigInteger;
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

/** The way back from {@link LeanStructToAvro}: the work of each column is decided once, fields go by position. */
final class LeanAvroToStruct {
    /** What becomes of the value of one column. */
    private enum Column {
        AS_IS,
        INSTANT,
        DAY,
        DECIMAL;

        static Column of(Schema schema) {
            return switch (schema.type()) {
                case BYTES -> Decimal.LOGICAL_NAME.equals(schema.name()) ? DECIMAL : AS_IS;
                case INT32 -> org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(schema.name()) ? DAY : AS_IS;
                case INT64 -> Timestamp.LOGICAL_NAME.equals(schema.name()) ? INSTANT : AS_IS;
                case BOOLEAN, FLOAT32, FLOAT64, STRING -> AS_IS;
                case INT8, INT16, ARRAY, MAP, STRUCT ->
                    throw new IllegalArgumentException(schema.type() + " is not among the compared types");
            };
        }
    }

    private final Schema schema;
    private final Field[] fields;
    private final Column[] columns;
    private final int[] scales;

    /** To structs of {@code schema}; texts must already be strings. */
    LeanAvroToStruct(Schema schema) {
        List<Field> declared = schema.fields();
        this.schema = schema;
        this.fields = declared.toArray(new Field[0]);
        this.columns = declared.stream().map(field -> Column.of(field.schema())).toArray(Column[]::new);
        this.scales = declared.stream()
                .mapToInt(field -> Column.of(field.schema()) == Column.DECIMAL ? scale(field.schema()) : 0)
                .toArray();
    }

    private static int scale(Schema decimal) {
        return Integer.parseInt(decimal.parameters().get(Decimal.SCALE_FIELD));
    }

    Struct row(GenericRecord record) {
        GenericData.Record values = (GenericData.Record) record;
        Struct row = new Struct(schema);
        for (int index = 0; index < fields.length; index++) {
            @Nullable Object value = values.get(index);
            if (value != null) {
                row.put(fields[index], connect(index, value));
            }
        }
        return row;
    }

    private Object connect(int index, Object value) {
        return switch (columns[index]) {
            case AS_IS -> value;
            case INSTANT -> new Date((Long) value);
            case DAY -> new Date(TimeUnit.DAYS.toMillis((Integer) value));
            case DECIMAL -> decimal((ByteBuffer) value, scales[index]);
        };
    }

    private static BigDecimal decimal(ByteBuffer unscaled, int scale) {
        byte[] bytes = new byte[unscaled.remaining()];
        unscaled.get(bytes);
        return new BigDecimal(new BigInteger(bytes), scale);
    }
}
