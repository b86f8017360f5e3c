/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Struct;

/** Makes Avro records of Connect rows of one schema. */
interface StructToAvro {
    /** The returned record is valid until the next call. */
    GenericRecord record(Struct row);

    /** Makes the conversion from a Connect schema to the Avro schema that {@link AvroSchemas} has for it. */
    interface Factory {
        StructToAvro conversion(org.apache.kafka.connect.data.Schema from, org.apache.avro.Schema to);
    }
}
