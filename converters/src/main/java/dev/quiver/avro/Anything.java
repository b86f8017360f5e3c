/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/**
 * The Avro record that stands for a value without a schema: a field for each type, of which at most one has a value.
 */
final class Anything {
    /** Deeper values are refused. */
    static final int NESTING_MAX = 200;

    static final Schema SCHEMA = SchemaBuilder.record(AvroNames.ANYTHING)
            .namespace(AvroNames.NAMESPACE)
            .fields()
            .optionalBoolean("boolean")
            .optionalBytes("bytes")
            .optionalDouble("double")
            .optionalFloat("float")
            .optionalInt("int")
            .optionalLong("long")
            .optionalString("string")
            .name("array")
            .type()
            .optional()
            .array()
            .items()
            .type(AvroNames.ANYTHING)
            .name("map")
            .type()
            .optional()
            .array()
            .items()
            .record(AvroNames.MAP_ENTRY)
            .namespace(AvroNames.NAMESPACE)
            .fields()
            .name(AvroNames.KEY)
            .type(AvroNames.ANYTHING)
            .noDefault()
            .name(AvroNames.VALUE)
            .type(AvroNames.ANYTHING)
            .noDefault()
            .endRecord()
            .endRecord();

    private Anything() {}

    /** The fields of the record, in their order. */
    enum Kind {
        BOOLEAN,
        BYTES,
        DOUBLE,
        FLOAT,
        INT,
        LONG,
        STRING,
        ARRAY,
        MAP;

        /** All of them. */
        static final Kind[] ALL = values();
    }
}
