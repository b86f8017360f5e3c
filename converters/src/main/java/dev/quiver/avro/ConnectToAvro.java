/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Connect schemas are in Avro, the order of all properties included: registries compare texts. */
final class ConnectToAvro {
    /** Deeper schemas are refused: one that refers to itself would never end. */
    private static final int NESTING_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectToAvro.class);

    private final AvroOptions options;
    private final DefaultToAvro defaults;

    /** With types in the forms that {@code options} ask for. */
    ConnectToAvro(AvroOptions options) {
        this.options = options;
        this.defaults = new DefaultToAvro(options);
    }

    /**
     * What {@code schema} is in Avro, null included, which stands for values without a schema.
     *
     * @throws DataException if Avro has no such schema
     */
    org.apache.avro.Schema of(@Nullable Schema schema) {
        if (schema == null) {
            return Anything.SCHEMA;
        }
        requireFinite(schema, 0);
        try {
            org.apache.avro.Schema avro = new Building().schema(schema, true);
            // What is defined twice is found when it is written.
            return AvroSchemas.parse(avro.toString());
        } catch (SchemaParseException e) {
            throw new DataException("Avro has no such schema: " + e.getMessage() + ", set scrub.invalid.names", e);
        } catch (AvroRuntimeException | NumberFormatException e) {
            throw new DataException("Avro has no such schema: " + e.getMessage(), e);
        }
    }

    private static void requireFinite(Schema schema, int depth) {
        if (depth > NESTING_MAX) {
            throw new DataException("the schema refers to itself, or is nested deeper than " + NESTING_MAX + " levels");
        }
        switch (schema.type()) {
            case STRUCT -> schema.fields().forEach(field -> requireFinite(field.schema(), depth + 1));
            case ARRAY -> requireFinite(schema.valueSchema(), depth + 1);
            case MAP -> {
                requireFinite(schema.keySchema(), depth + 1);
                requireFinite(schema.valueSchema(), depth + 1);
            }
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> {}
        }
    }

    /** One schema on its way. */
    private final class Building {
        /** What is there already, since Avro wants each named type once. */
        private final Map<Schema, org.apache.avro.Schema> known = new HashMap<>();

        private int unnamedCount;

        private org.apache.avro.Schema schema(Schema schema, boolean mayBeNull) {
            boolean isUnion = AvroNames.isUnion(schema);
            if (!isUnion && !schema.isOptional()) {
                org.apache.avro.Schema same = known.get(schema);
                if (same != null) {
                    return same;
                }
            }
            org.apache.avro.Schema avro = isUnion ? union(schema) : wrapped(schema, mayBeNull);
            if (!schema.isOptional()) {
                known.put(schema, avro);
            }
            return avro;
        }

        private org.apache.avro.Schema union(Schema schema) {
            List<org.apache.avro.Schema> types = new ArrayList<>();
            if (schema.isOptional()) {
                types.add(org.apache.avro.Schema.create(org.apache.avro.Schema.Type.NULL));
            }
            for (Field field : schema.fields()) {
                types.add(schema(required(field.schema()), false));
            }
            return org.apache.avro.Schema.createUnion(types);
        }

        /** A type, or the union of it with null; the first one of a union has the default. */
        private org.apache.avro.Schema wrapped(Schema schema, boolean mayBeNull) {
            org.apache.avro.Schema nothing = org.apache.avro.Schema.create(org.apache.avro.Schema.Type.NULL);
            if (schema.type() == Schema.Type.STRUCT && schema.isOptional()) {
                return org.apache.avro.Schema.createUnion(nothing, schema(required(schema), true));
            }
            org.apache.avro.Schema bare = bare(schema);
            annotate(bare, schema);
            if (!mayBeNull || !schema.isOptional()) {
                return bare;
            }
            return schema.defaultValue() == null
                    ? org.apache.avro.Schema.createUnion(nothing, bare)
                    : org.apache.avro.Schema.createUnion(bare, nothing);
        }

        private org.apache.avro.Schema bare(Schema schema) {
            return switch (schema.type()) {
                case INT8, INT16, INT32 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.INT);
                case INT64 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.LONG);
                case FLOAT32 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.FLOAT);
                case FLOAT64 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.DOUBLE);
                case BOOLEAN -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BOOLEAN);
                case STRING -> string(schema);
                case BYTES -> bytes(schema);
                case ARRAY -> org.apache.avro.Schema.createArray(schema(schema.valueSchema(), true));
                case MAP -> map(schema);
                case STRUCT -> record(schema);
            };
        }

        private org.apache.avro.Schema string(Schema schema) {
            String parameter = enumParameter(schema, options);
            if (parameter == null) {
                return org.apache.avro.Schema.create(org.apache.avro.Schema.Type.STRING);
            }
            Map<String, String> parameters = AvroNames.parameters(schema);
            List<String> symbols = new ArrayList<>();
            parameters.keySet().stream()
                    .filter(key -> key.startsWith(parameter + "."))
                    .forEach(key -> symbols.add(key.substring(parameter.length() + 1)));
            String name = name(schema).name();
            String fullName = Objects.requireNonNull(parameters.get(parameter));
            boolean isBare = options.keepsFieldDocOnly();
            return org.apache.avro.Schema.createEnum(
                    options.scrubsNames() ? AvroNames.scrubbedFull(fullName) : fullName,
                    parameters.get(isBare ? AvroNames.CONNECT_ENUM_DOC : AvroNames.ENUM_DOC + name),
                    null,
                    symbols,
                    isBare ? null : parameters.get(AvroNames.ENUM_DEFAULT + name));
        }

        private org.apache.avro.Schema bytes(Schema schema) {
            Map<String, String> parameters = AvroNames.parameters(schema);
            boolean isDecimal = isNamed(schema, Decimal.LOGICAL_NAME);
            // A decimal is always bytes: its own name is taken.
            org.apache.avro.Schema avro = AvroNames.isFixed(schema) && !isDecimal
                    ? fixed(schema, Integer.parseInt(parameters.get(AvroNames.FIXED_SIZE)))
                    : org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BYTES);
            if (isDecimal) {
                avro.addProp(AvroNames.SCALE, (Object) scale(parameters));
                avro.addProp(AvroNames.PRECISION, (Object) precision(parameters));
            }
            return avro;
        }

        private org.apache.avro.Schema fixed(Schema schema, int size) {
            AvroNames.Split name = name(schema);
            return org.apache.avro.Schema.createFixed(name.name(), null, name.namespace(), size);
        }

        private org.apache.avro.Schema map(Schema schema) {
            if (hasTextKeys(schema, options)) {
                return org.apache.avro.Schema.createMap(schema(schema.valueSchema(), true));
            }
            AvroNames.Split name = schema.name() == null
                    ? new AvroNames.Split(AvroNames.NAMESPACE, AvroNames.MAP_ENTRY)
                    : name(schema);
            org.apache.avro.Schema entry =
                    org.apache.avro.Schema.createRecord(name.name(), null, name.namespace(), false);
            if (schema.name() != null) {
                entry.addProp(AvroNames.CONNECT_INTERNAL_TYPE, AvroNames.MAP_ENTRY);
            }
            entry.setFields(List.of(
                    field(AvroNames.KEY, schema.keySchema(), null),
                    field(AvroNames.VALUE, schema.valueSchema(), null)));
            return org.apache.avro.Schema.createArray(entry);
        }

        private org.apache.avro.Schema record(Schema schema) {
            AvroNames.Split name = name(schema);
            Map<String, String> parameters = AvroNames.parameters(schema);
            boolean isBare = options.keepsFieldDocOnly();
            org.apache.avro.Schema record = org.apache.avro.Schema.createRecord(
                    name.name(),
                    parameters.get(isBare ? AvroNames.CONNECT_RECORD_DOC : AvroNames.RECORD_DOC),
                    name.namespace(),
                    false);
            List<org.apache.avro.Schema.Field> fields = new ArrayList<>();
            for (Field field : schema.fields()) {
                String fieldName = options.scrubsNames() ? AvroNames.scrubbed(field.name()) : field.name();
                String doc = isBare ? null : parameters.get(AvroNames.FIELD_DOC + field.name());
                fields.add(field(fieldName, field.schema(), doc));
            }
            record.setFields(fields);
            return record;
        }

        private org.apache.avro.Schema.Field field(String name, Schema schema, @Nullable String doc) {
            Object defaultValue = schema.defaultValue() != null
                    ? defaults.value(schema, schema.defaultValue())
                    : schema.isOptional() ? JsonProperties.NULL_VALUE : null;
            org.apache.avro.Schema avro = schema(schema, true);
            String stated = options.keepsFieldDocOnly() ? schema.doc() : doc;
            try {
                return new org.apache.avro.Schema.Field(name, avro, stated, defaultValue);
            } catch (AvroTypeException e) {
                LOG.warn("passed over the default of field {}, which does not fit", name);
                return new org.apache.avro.Schema.Field(name, avro, stated);
            }
        }

        private AvroNames.Split name(Schema schema) {
            if (schema.name() != null) {
                return AvroNames.split(schema.name(), options.scrubsNames());
            }
            unnamedCount++;
            return new AvroNames.Split(
                    AvroNames.NAMESPACE, AvroNames.DEFAULT_NAME + (unnamedCount > 1 ? unnamedCount : ""));
        }

        private void annotate(org.apache.avro.Schema avro, Schema schema) {
            if (options.hasMetaData()) {
                describe(avro, schema);
            }
            addLogicalType(avro, schema);
            AvroNames.parameters(schema).forEach((key, value) -> {
                if (key.startsWith(AvroNames.AVRO_PROPERTY)) {
                    avro.addProp(key, value);
                }
            });
        }
    }

    private void describe(org.apache.avro.Schema avro, Schema schema) {
        if (schema.doc() != null) {
            avro.addProp(AvroNames.CONNECT_DOC, schema.doc());
        }
        if (schema.version() != null) {
            avro.addProp(AvroNames.CONNECT_VERSION, (Object) schema.version());
        }
        Map<String, String> parameters = new LinkedHashMap<>(AvroNames.parameters(schema));
        boolean hadFieldDefault = parameters.containsKey(AvroNames.FIELD_DEFAULT);
        if (!options.keepsFieldDocOnly()) {
            parameters.remove(AvroNames.FIELD_DEFAULT);
        }
        if (!parameters.isEmpty()) {
            avro.addProp(AvroNames.CONNECT_PARAMETERS, parameters);
        }
        if (schema.defaultValue() != null && (options.keepsFieldDocOnly() || !hadFieldDefault)) {
            avro.addProp(AvroNames.CONNECT_DEFAULT, defaults.value(schema, schema.defaultValue()));
        }
        if (schema.name() != null) {
            avro.addProp(AvroNames.CONNECT_NAME, schema.name());
        }
        if (schema.type() == Schema.Type.INT8 || schema.type() == Schema.Type.INT16) {
            avro.addProp(AvroNames.CONNECT_TYPE, schema.type().getName());
        }
    }

    /** A decimal that Avro's rules do not allow says what it is all the same. */
    private static void addLogicalType(org.apache.avro.Schema avro, Schema schema) {
        if (isNamed(schema, Decimal.LOGICAL_NAME) && schema.type() == Schema.Type.BYTES) {
            Map<String, String> parameters = AvroNames.parameters(schema);
            int scale = scale(parameters);
            int precision = precision(parameters);
            if (scale < 0 || scale > precision) {
                avro.addProp(AvroNames.LOGICAL_TYPE, AvroNames.DECIMAL);
            } else {
                LogicalTypes.decimal(precision, scale).addToSchema(avro);
            }
        } else if (isNamed(schema, Time.LOGICAL_NAME) && schema.type() == Schema.Type.INT32) {
            LogicalTypes.timeMillis().addToSchema(avro);
        } else if (isNamed(schema, Timestamp.LOGICAL_NAME) && schema.type() == Schema.Type.INT64) {
            LogicalTypes.timestampMillis().addToSchema(avro);
        } else if (isNamed(schema, Date.LOGICAL_NAME) && schema.type() == Schema.Type.INT32) {
            LogicalTypes.date().addToSchema(avro);
        }
    }

    private static boolean isNamed(Schema schema, String name) {
        return name.equalsIgnoreCase(schema.name());
    }

    private static int scale(Map<String, String> parameters) {
        String scale = parameters.get(Decimal.SCALE_FIELD);
        if (scale == null) {
            throw new DataException("a decimal has no parameter " + Decimal.SCALE_FIELD);
        }
        return Integer.parseInt(scale);
    }

    private static int precision(Map<String, String> parameters) {
        String precision = parameters.get(AvroNames.DECIMAL_PRECISION);
        return precision == null ? AvroNames.DECIMAL_PRECISION_DEFAULT : Integer.parseInt(precision);
    }

    /** Whether a map of Connect is a map in Avro, whose keys are texts. */
    static boolean hasTextKeys(Schema map, AvroOptions options) {
        return map.keySchema().type() == Schema.Type.STRING
                && (!map.keySchema().isOptional() || options.mayKeysBeOptional());
    }

    /** The parameter that makes {@code schema} an enumeration in Avro, or null if it is text. */
    static @Nullable String enumParameter(Schema schema, AvroOptions options) {
        Map<String, String> parameters = AvroNames.parameters(schema);
        if (options.isSumTypeGeneralized() && parameters.containsKey(AvroNames.GENERAL_ENUM)) {
            return AvroNames.GENERAL_ENUM;
        }
        return options.isEnhanced() && parameters.containsKey(AvroNames.ENUM) ? AvroNames.ENUM : null;
    }

    /** {@code schema}, whose values are never null. */
    static Schema required(Schema schema) {
        boolean isStruct = schema.type() == Schema.Type.STRUCT;
        boolean isMap = schema.type() == Schema.Type.MAP;
        boolean hasValues = isMap || schema.type() == Schema.Type.ARRAY;
        return new ConnectSchema(
                schema.type(),
                false,
                schema.defaultValue(),
                schema.name(),
                schema.version(),
                schema.doc(),
                schema.parameters(),
                isStruct ? schema.fields() : null,
                isMap ? schema.keySchema() : null,
                hasValues ? schema.valueSchema() : null);
    }
}
