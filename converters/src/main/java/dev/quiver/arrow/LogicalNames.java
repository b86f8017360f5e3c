/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

/** Names of Connect schemas that mean more than the type they are stored as. */
final class LogicalNames {
    static final String DEBEZIUM_DATE = "io.debezium.time.Date";
    static final String DEBEZIUM_TIME = "io.debezium.time.Time";
    static final String MICRO_TIME = "io.debezium.time.MicroTime";
    static final String NANO_TIME = "io.debezium.time.NanoTime";
    static final String DEBEZIUM_TIMESTAMP = "io.debezium.time.Timestamp";
    static final String MICRO_TIMESTAMP = "io.debezium.time.MicroTimestamp";
    static final String NANO_TIMESTAMP = "io.debezium.time.NanoTimestamp";
    static final String ZONED_TIMESTAMP = "io.debezium.time.ZonedTimestamp";
    static final String MICRO_DURATION = "io.debezium.time.MicroDuration";
    static final String NANO_DURATION = "io.debezium.time.NanoDuration";
    static final String UUID = "io.debezium.data.Uuid";
    static final String JSON = "io.debezium.data.Json";
    static final String ENUM = "io.debezium.data.Enum";
    static final String BITS = "io.debezium.data.Bits";
    static final String VARIABLE_SCALE_DECIMAL = "io.debezium.data.VariableScaleDecimal";

    /** The parameter of {@link #ENUM} with its values, separated by commas. */
    static final String ALLOWED = "allowed";
    /** The parameter of {@link #BITS} with the number of bits. */
    static final String LENGTH = "length";
    /** The fields of {@link #VARIABLE_SCALE_DECIMAL}. */
    static final String SCALE_FIELD = "scale";

    static final String VALUE_FIELD = "value";

    /** A struct with one field for each type of a union. */
    static final String UNION = "io.confluent.connect.avro.Union";
    /** Parameters that only enumerations of the Avro converter have. */
    static final String AVRO_ENUM = "io.confluent.connect.avro.Enum";

    static final String CONNECT_ENUM = "org.apache.kafka.connect.data.Enum";

    /** Arrow's extension types that have a form of their own in Connect. */
    static final String ARROW_UUID = "arrow.uuid";

    static final String ARROW_JSON = "arrow.json";
    static final String ARROW_BOOL8 = "arrow.bool8";

    private LogicalNames() {}
}
