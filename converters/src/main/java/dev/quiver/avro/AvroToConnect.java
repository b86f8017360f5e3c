/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.SchemaBuilderException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Avro schemas are in Connect. */
public final class AvroToConnect {
    /** Deeper schemas are refused. */
    private static final int NESTING_MAX = 200;

    /** More types are refused: records that are used many times within each other make millions of a few bytes. */
    private static final int TYPES_MAX = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(AvroToConnect.class);

    private final AvroOptions options;

    /** With types in the forms that {@code options} ask for. */
    public AvroToConnect(AvroOptions options) {
        this.options = options;
    }

    /**
     * What {@code schema} is in Connect; null for the one of values without a schema.
     *
     * @param version what the registry calls it; null if nobody knows
     * @throws DataException if Connect has no such schema, such as one that refers to itself
     */
    public org.apache.kafka.connect.data.@Nullable Schema of(Schema schema, @Nullable Integer version) {
        if (schema.equals(Anything.SCHEMA)) {
            return null;
        }
        try {
            return new Building().schema(schema, false, null, null, version);
        } catch (SchemaBuilderException e) {
            throw new DataException("Connect has no such schema: " + e.getMessage(), e);
        }
    }

    /** One schema on its way. */
    private final class Building {
        /** Records that the current schema is within, by identity. */
        private final Deque<Schema> outer = new ArrayDeque<>();

        private int depth;
        private int typeCount;
        private int unionCount;

        private org.apache.kafka.connect.data.Schema schema(
                Schema schema,
                boolean isOptional,
                @Nullable Object fieldDefault,
                @Nullable String fieldDoc,
                @Nullable Integer version) {
            if (++depth > NESTING_MAX) {
                throw new DataException("the schema is nested deeper than " + NESTING_MAX + " levels");
            }
            if (++typeCount > TYPES_MAX) {
                throw new DataException("the schema has more than " + TYPES_MAX + " types");
            }
            Schema only = flattened(schema);
            if (only != null) {
                boolean isNullable = schema.getTypes().size() == 2;
                org.apache.kafka.connect.data.Schema inner = schema(only, isNullable, null, fieldDoc, null);
                depth--;
                return inner;
            }
            SchemaBuilder builder = bare(schema);
            documentation(builder, schema, fieldDoc);
            version(builder, schema, version);
            parameters(builder, schema);
            defaultValue(builder, schema, fieldDefault);
            name(builder, schema);
            if (isOptional) {
                builder.optional();
            }
            depth--;
            return builder.build();
        }

        /** The type that stands for a union of it, or of it and null; null if there is none. */
        private @Nullable Schema flattened(Schema schema) {
            if (!schema.isUnion()) {
                return null;
            }
            List<Schema> types = schema.getTypes();
            if (types.size() == 1 && options.flattensSingletons()) {
                return types.get(0);
            }
            Integer nullIndex = schema.getIndexNamed("null");
            return types.size() == 2 && nullIndex != null ? types.get(1 - nullIndex) : null;
        }

        private org.apache.kafka.connect.data.Schema inner(Schema schema, boolean isOptional) {
            return schema(schema, isOptional, null, null, null);
        }

        private SchemaBuilder bare(Schema schema) {
            return switch (schema.getType()) {
                case BOOLEAN -> SchemaBuilder.bool();
                case BYTES, FIXED -> bytes(schema);
                case DOUBLE -> SchemaBuilder.float64();
                case FLOAT -> SchemaBuilder.float32();
                case INT -> whole32(schema);
                case LONG ->
                    AvroNames.TIMESTAMP_MILLIS.equalsIgnoreCase(schema.getProp(AvroNames.LOGICAL_TYPE))
                            ? Timestamp.builder()
                            : SchemaBuilder.int64();
                case STRING -> SchemaBuilder.string();
                case ARRAY -> array(schema.getElementType());
                case MAP ->
                    SchemaBuilder.map(
                            org.apache.kafka.connect.data.Schema.STRING_SCHEMA, inner(schema.getValueType(), false));
                case RECORD -> record(schema);
                case ENUM -> enumeration(schema);
                case UNION -> union(schema);
                case NULL -> throw new DataException("a schema of nothing but null is no schema in Connect");
            };
        }

        private SchemaBuilder array(Schema item) {
            if (!isMapEntry(item)) {
                return SchemaBuilder.array(inner(item, false));
            }
            Schema.Field key = item.getField(AvroNames.KEY);
            Schema.Field value = item.getField(AvroNames.VALUE);
            if (item.getFields().size() != 2 || key == null || value == null) {
                throw new DataException("the entries of a map are not records of a key and a value");
            }
            enter(item);
            SchemaBuilder map = SchemaBuilder.map(inner(key.schema(), false), inner(value.schema(), false));
            outer.pop();
            return map;
        }

        private SchemaBuilder record(Schema schema) {
            enter(schema);
            SchemaBuilder builder = SchemaBuilder.struct();
            boolean keepsDoc = !options.keepsFieldDocOnly() && options.hasMetaData();
            if (keepsDoc && schema.getDoc() != null) {
                builder.parameter(AvroNames.RECORD_DOC, schema.getDoc());
            }
            for (Schema.Field field : schema.getFields()) {
                if (keepsDoc && field.doc() != null) {
                    builder.parameter(AvroNames.FIELD_DOC + field.name(), field.doc());
                }
                builder.field(field.name(), schema(field.schema(), false, fieldDefault(field), field.doc(), null));
            }
            outer.pop();
            return builder;
        }

        @SuppressWarnings("ReferenceEquality") // a record may have an equal one within it
        private void enter(Schema record) {
            for (Schema enclosing : outer) {
                if (enclosing == record) {
                    throw new DataException("record " + record.getFullName()
                            + " refers to itself, which no schema of this converter may");
                }
            }
            outer.push(record);
        }

        private @Nullable Object fieldDefault(Schema.Field field) {
            try {
                return field.defaultVal();
            } catch (AvroRuntimeException e) {
                LOG.warn("passed over the default of field {}, which does not fit", field.name());
                return null;
            }
        }

        private SchemaBuilder union(Schema schema) {
            SchemaBuilder builder = SchemaBuilder.struct();
            if (options.isSumTypeGeneralized()) {
                String name = AvroNames.GENERAL_UNION_NAME + unionCount++;
                builder.name(name).parameter(AvroNames.GENERAL_UNION, name);
            } else {
                builder.name(AvroNames.UNION);
            }
            Set<String> names = new HashSet<>();
            for (int index = 0; index < schema.getTypes().size(); index++) {
                Schema type = schema.getTypes().get(index);
                if (type.getType() == Schema.Type.NULL) {
                    builder.optional();
                    continue;
                }
                String name = unionField(type, index);
                if (!names.add(name)) {
                    throw new DataException(
                            "several types of a union are called " + name + ", set enhanced.avro.schema.support");
                }
                builder.field(name, inner(type, true));
            }
            return builder;
        }

        private String unionField(Schema type, int index) {
            if (options.isSumTypeGeneralized()) {
                return AvroNames.GENERAL_UNION_FIELD + index;
            }
            return switch (type.getType()) {
                case RECORD, ENUM, FIXED -> options.isEnhanced() ? type.getFullName() : type.getName();
                case ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
                    type.getType().getName();
            };
        }

        private void defaultValue(SchemaBuilder builder, Schema schema, @Nullable Object fieldDefault) {
            Object stated = schema.getObjectProp(AvroNames.CONNECT_DEFAULT);
            if (fieldDefault != null && stated == null && !options.keepsFieldDocOnly() && options.hasMetaData()) {
                builder.parameter(AvroNames.FIELD_DEFAULT, "true");
            }
            Object value = fieldDefault == null ? stated : fieldDefault;
            if (value == null) {
                return;
            }
            try {
                Object converted = DefaultFromAvro.value(builder, schema, value);
                if (converted != null) {
                    builder.defaultValue(converted);
                }
            } catch (DataException | ClassCastException e) {
                LOG.warn("passed over a default of a schema of type {}, which does not fit", schema.getName());
            }
        }
    }

    static boolean isMapEntry(Schema item) {
        if (item.getType() != Schema.Type.RECORD) {
            return false;
        }
        boolean isNamed = AvroNames.NAMESPACE.equals(item.getNamespace()) && AvroNames.MAP_ENTRY.equals(item.getName());
        return isNamed || AvroNames.MAP_ENTRY.equals(item.getProp(AvroNames.CONNECT_INTERNAL_TYPE));
    }

    private static SchemaBuilder bytes(Schema schema) {
        SchemaBuilder builder = AvroNames.DECIMAL.equalsIgnoreCase(schema.getProp(AvroNames.LOGICAL_TYPE))
                ? decimal(schema)
                : SchemaBuilder.bytes();
        if (schema.getType() == Schema.Type.FIXED) {
            builder.parameter(AvroNames.FIXED_SIZE, Integer.toString(schema.getFixedSize()));
        }
        return builder;
    }

    private static SchemaBuilder decimal(Schema schema) {
        Object scale = schema.getObjectProp(AvroNames.SCALE);
        SchemaBuilder builder = Decimal.builder(scale instanceof Number number ? number.intValue() : 0);
        Object precision = schema.getObjectProp(AvroNames.PRECISION);
        if (precision == null) {
            return builder;
        }
        if (!(precision instanceof Number digits)) {
            throw new DataException("the precision of a decimal is no number");
        }
        if (digits.intValue() != AvroNames.DECIMAL_PRECISION_DEFAULT) {
            builder.parameter(AvroNames.DECIMAL_PRECISION, Integer.toString(digits.intValue()));
        }
        return builder;
    }

    private static SchemaBuilder whole32(Schema schema) {
        String logical = schema.getProp(AvroNames.LOGICAL_TYPE);
        if (logical != null) {
            if (AvroNames.DATE.equalsIgnoreCase(logical)) {
                return Date.builder();
            }
            return AvroNames.TIME_MILLIS.equalsIgnoreCase(logical) ? Time.builder() : SchemaBuilder.int32();
        }
        String type = schema.getProp(AvroNames.CONNECT_TYPE);
        if (type == null) {
            return SchemaBuilder.int32();
        }
        return switch (type) {
            case AvroNames.INT8 -> SchemaBuilder.int8();
            case AvroNames.INT16 -> SchemaBuilder.int16();
            default ->
                throw new DataException(AvroNames.CONNECT_TYPE + " of an int is neither int8 nor int16: " + type);
        };
    }

    private SchemaBuilder enumeration(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.string();
        if (options.hasMetaData() && schema.getDoc() != null) {
            builder.parameter(
                    options.keepsFieldDocOnly() ? AvroNames.CONNECT_ENUM_DOC : AvroNames.ENUM_DOC + schema.getName(),
                    schema.getDoc());
        }
        if (options.hasMetaData() && !options.keepsFieldDocOnly() && schema.getEnumDefault() != null) {
            builder.parameter(AvroNames.ENUM_DEFAULT + schema.getName(), schema.getEnumDefault());
        }
        String parameter = options.isSumTypeGeneralized() ? AvroNames.GENERAL_ENUM : AvroNames.ENUM;
        builder.parameter(parameter, schema.getFullName());
        for (int index = 0; index < schema.getEnumSymbols().size(); index++) {
            String symbol = schema.getEnumSymbols().get(index);
            builder.parameter(
                    parameter + "." + symbol, options.isSumTypeGeneralized() ? Integer.toString(index) : symbol);
        }
        return builder;
    }

    private void documentation(SchemaBuilder builder, Schema schema, @Nullable String fieldDoc) {
        String stated = schema.getProp(AvroNames.CONNECT_DOC);
        if (!options.keepsFieldDocOnly()) {
            if (options.hasMetaData() && stated != null) {
                builder.doc(stated);
            }
            return;
        }
        String doc = schema.getDoc() == null ? stated : schema.getDoc();
        if (fieldDoc != null || doc != null) {
            builder.doc(fieldDoc == null ? doc : fieldDoc);
        }
        if (options.hasMetaData() && schema.getDoc() != null) {
            builder.parameter(AvroNames.CONNECT_RECORD_DOC, schema.getDoc());
        }
    }

    /** The version that the schema says; else the one of the registry. */
    private static void version(SchemaBuilder builder, Schema schema, @Nullable Integer registered) {
        Object stated = schema.getObjectProp(AvroNames.CONNECT_VERSION);
        if (stated != null && !(stated instanceof Number)) {
            throw new DataException(AvroNames.CONNECT_VERSION + " is no number");
        }
        Integer version = stated instanceof Number number ? Integer.valueOf(number.intValue()) : registered;
        if (version == null || version < 0) {
            return;
        }
        if (builder.version() == null) {
            builder.version(version);
        } else if (stated != null && !builder.version().equals(version)) {
            throw new DataException("version " + version + " is not that of " + builder.name());
        }
    }

    private void parameters(SchemaBuilder builder, Schema schema) {
        Object stated = schema.getObjectProp(AvroNames.CONNECT_PARAMETERS);
        if (options.hasMetaData() && stated != null) {
            if (!(stated instanceof Map<?, ?> parameters)) {
                throw new DataException(AvroNames.CONNECT_PARAMETERS + " is no JSON object");
            }
            parameters.forEach((key, value) -> builder.parameter(String.valueOf(key), text(value)));
        }
        schema.getObjectProps().forEach((key, value) -> {
            if (key.startsWith(AvroNames.AVRO_PROPERTY)) {
                builder.parameter(key, value.toString());
            }
        });
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new DataException("a value of " + AvroNames.CONNECT_PARAMETERS + " is no text");
    }

    private static void name(SchemaBuilder builder, Schema schema) {
        Object stated = schema.getObjectProp(AvroNames.CONNECT_NAME);
        if (stated != null && !(stated instanceof String)) {
            throw new DataException(AvroNames.CONNECT_NAME + " is no text");
        }
        boolean isNamed = schema.getType() == Schema.Type.RECORD
                || schema.getType() == Schema.Type.ENUM
                || schema.getType() == Schema.Type.FIXED;
        String name = stated == null && isNamed ? schema.getFullName() : (String) stated;
        if (name == null || name.startsWith(AvroNames.DEFAULT_FULL_NAME)) {
            return;
        }
        if (builder.name() == null) {
            builder.name(name);
        } else if (stated != null && !builder.name().equals(name)) {
            throw new DataException("name " + name + " is not that of " + builder.name());
        }
    }
}
