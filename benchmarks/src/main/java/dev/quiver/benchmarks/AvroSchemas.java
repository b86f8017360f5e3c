/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** The Avro schema of a Connect schema: an optional type becomes a union with null, null first. */
final class AvroSchemas {
    /** The precision that Avro wants to be told; nothing is checked against it. */
    private static final int DECIMAL_DIGITS = 38;

    private AvroSchemas() {}

    static Schema of(org.apache.kafka.connect.data.Schema schema) {
        Schema required = required(schema);
        if (!schema.isOptional()) {
            return required;
        }
        return Schema.createUnion(Schema.create(Schema.Type.NULL), required);
    }

    /** The branch of an optional type that is not null; any other schema is returned as it is. */
    static Schema withoutNull(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        for (Schema branch : schema.getTypes()) {
            if (branch.getType() != Schema.Type.NULL) {
                return branch;
            }
        }
        throw new IllegalArgumentException("a union of nothing but null: " + schema);
    }

    private static Schema required(org.apache.kafka.connect.data.Schema schema) {
        return switch (schema.type()) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case INT8, INT16 -> Schema.create(Schema.Type.INT);
            case INT32 -> int32(schema);
            case INT64 -> int64(schema);
            case FLOAT32 -> Schema.create(Schema.Type.FLOAT);
            case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
            case STRING -> Schema.create(Schema.Type.STRING);
            case BYTES -> bytes(schema);
            case ARRAY -> Schema.createArray(of(schema.valueSchema()));
            case MAP -> map(schema);
            case STRUCT -> record(schema);
        };
    }

    private static Schema int32(org.apache.kafka.connect.data.Schema schema) {
        Schema plain = Schema.create(Schema.Type.INT);
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return LogicalTypes.date().addToSchema(plain);
        }
        if (Time.LOGICAL_NAME.equals(schema.name())) {
            return LogicalTypes.timeMillis().addToSchema(plain);
        }
        return plain;
    }

    private static Schema int64(org.apache.kafka.connect.data.Schema schema) {
        Schema plain = Schema.create(Schema.Type.LONG);
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return LogicalTypes.timestampMillis().addToSchema(plain);
        }
        return plain;
    }

    private static Schema bytes(org.apache.kafka.connect.data.Schema schema) {
        Schema plain = Schema.create(Schema.Type.BYTES);
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
            return LogicalTypes.decimal(DECIMAL_DIGITS, scale).addToSchema(plain);
        }
        if (schema.name() != null) {
            throw new IllegalArgumentException("bytes with a logical type are not compared: " + schema.name());
        }
        return plain;
    }

    private static Schema map(org.apache.kafka.connect.data.Schema schema) {
        if (schema.keySchema().type() != org.apache.kafka.connect.data.Schema.Type.STRING) {
            throw new IllegalArgumentException("only maps with string keys are compared, not "
                    + schema.keySchema().type());
        }
        return Schema.createMap(of(schema.valueSchema()));
    }

    private static Schema record(org.apache.kafka.connect.data.Schema schema) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            Schema type = of(field.schema());
            if (field.schema().isOptional()) {
                fields.add(new Schema.Field(field.name(), type, null, JsonProperties.NULL_VALUE));
            } else {
                fields.add(new Schema.Field(field.name(), type));
            }
        }
        return Schema.createRecord(schema.name(), null, null, false, fields);
    }
}
