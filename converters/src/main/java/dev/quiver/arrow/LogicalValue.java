/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Set;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Which Java class holds the values of a Connect schema, where it is not the one of its type. */
enum LogicalValue {
    /** The class of the type. */
    NONE,
    /** {@link java.math.BigDecimal}. */
    DECIMAL,
    /** {@link java.util.Date} at midnight UTC. */
    DATE,
    /** {@link java.util.Date} on 1970-01-01 UTC. */
    TIME,
    /** {@link java.util.Date}. */
    TIMESTAMP;

    /** The names of Connect's own logical types. */
    static final Set<String> CONNECT_TYPES =
            Set.of(Decimal.LOGICAL_NAME, Date.LOGICAL_NAME, Time.LOGICAL_NAME, Timestamp.LOGICAL_NAME);

    static LogicalValue of(Schema schema) {
        String name = schema.name();
        if (name == null) {
            return NONE;
        }
        return switch (schema.type()) {
            case BYTES -> name.equals(Decimal.LOGICAL_NAME) ? DECIMAL : NONE;
            case INT32 -> {
                if (name.equals(Date.LOGICAL_NAME)) {
                    yield DATE;
                }
                yield name.equals(Time.LOGICAL_NAME) ? TIME : NONE;
            }
            case INT64 -> name.equals(Timestamp.LOGICAL_NAME) ? TIMESTAMP : NONE;
            case INT8, INT16, FLOAT32, FLOAT64, BOOLEAN, STRING, ARRAY, MAP, STRUCT -> NONE;
        };
    }
}
