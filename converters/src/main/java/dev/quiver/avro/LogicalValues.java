/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.math.BigDecimal;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Values of Connect's logical types as the types that they are stored as. */
final class LogicalValues {
    private LogicalValues() {}

    /**
     * {@code value} of {@code schema} as it is stored.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the type does not take the value
     * @throws ClassCastException if the value is of another class
     */
    static Object stored(Schema schema, Object value) {
        String name = schema.name();
        if (name == null) {
            return value;
        }
        return switch (schema.type()) {
            case INT32 -> {
                if (name.equals(Date.LOGICAL_NAME)) {
                    yield Date.fromLogical(schema, (java.util.Date) value);
                }
                yield name.equals(Time.LOGICAL_NAME) ? Time.fromLogical(schema, (java.util.Date) value) : value;
            }
            case INT64 ->
                name.equals(Timestamp.LOGICAL_NAME) ? Timestamp.fromLogical(schema, (java.util.Date) value) : value;
            case BYTES -> name.equals(Decimal.LOGICAL_NAME) ? Decimal.fromLogical(schema, (BigDecimal) value) : value;
            case INT8, INT16, FLOAT32, FLOAT64, BOOLEAN, STRING, ARRAY, MAP, STRUCT -> value;
        };
    }
}
