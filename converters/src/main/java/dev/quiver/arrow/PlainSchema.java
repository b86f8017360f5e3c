/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Arrow schemas with fewer types, which is all that files and tables have to deal with: dictionaries and runs become
 * their values, views and large types the plain ones, unions structs, {@code arrow.bool8} booleans; decimals take at
 * least 128 bits, dates 32, times and timestamps at least milliseconds. Metadata still tells the whole Connect schema.
 */
final class PlainSchema {
    private final boolean metadata;

    /** With or without {@code metadata} about Connect schemas. */
    PlainSchema(boolean metadata) {
        this.metadata = metadata;
    }

    /** The plain form of {@code schema}, whose rows are {@code rows} in Connect. */
    Schema of(Schema schema, org.apache.kafka.connect.data.Schema rows) {
        return new Schema(fields(schema.getFields(), rows, FieldRole.FIELD), schema.getCustomMetadata());
    }

    private List<Field> fields(List<Field> fields, org.apache.kafka.connect.data.Schema struct, FieldRole role) {
        List<Field> plain = new ArrayList<>(fields.size());
        for (int index = 0; index < fields.size(); index++) {
            plain.add(field(fields.get(index), struct.fields().get(index).schema(), role));
        }
        return plain;
    }

    private Field field(Field field, org.apache.kafka.connect.data.Schema schema, FieldRole role) {
        Map<String, String> kept = new TreeMap<>(field.getMetadata());
        kept.keySet().removeAll(ConnectMetadata.KEYS);
        boolean isNullable = field.isNullable();
        Field values = field;
        while (values.getType() instanceof ArrowType.RunEndEncoded) {
            values = values.getChildren().get(1);
            isNullable |= values.isNullable();
        }
        boolean isBool8 = isBool8(values) || isBool8(field);
        if (isBool8) {
            kept.remove(FieldDescription.EXTENSION_NAME);
            kept.remove(FieldDescription.EXTENSION_METADATA);
        }
        ArrowType type = isBool8 ? ArrowType.Bool.INSTANCE : type(values.getType());
        FieldType plainType = new FieldType(isNullable || role == FieldRole.ALTERNATIVE, type, null, kept);
        Field bare = new Field(field.getName(), plainType, children(values, schema));
        if (!metadata) {
            return bare;
        }
        FieldRole plainRole = role == FieldRole.ALTERNATIVE ? FieldRole.FIELD : role;
        kept.putAll(ConnectMetadata.difference(FieldDescription.of(bare, plainRole), schema));
        return new Field(bare.getName(), new FieldType(bare.isNullable(), type, null, kept), bare.getChildren());
    }

    static boolean isBool8(Field field) {
        return LogicalNames.ARROW_BOOL8.equals(field.getMetadata().get(FieldDescription.EXTENSION_NAME))
                && field.getType().equals(new ArrowType.Int(Byte.SIZE, true));
    }

    private List<Field> children(Field field, org.apache.kafka.connect.data.Schema schema) {
        List<Field> children = field.getChildren();
        return switch (field.getType().getTypeID()) {
            case List, LargeList, ListView, LargeListView, FixedSizeList ->
                List.of(field(children.get(0), schema.valueSchema(), FieldRole.ELEMENT));
            case Map -> List.of(entries(children.get(0), schema));
            case Struct -> fields(children, schema, FieldRole.FIELD);
            case Union -> fields(children, schema, FieldRole.ALTERNATIVE);
            default -> List.of();
        };
    }

    private Field entries(Field entries, org.apache.kafka.connect.data.Schema map) {
        Field key = field(entries.getChildren().get(0), map.keySchema(), FieldRole.KEY);
        Field value = field(entries.getChildren().get(1), map.valueSchema(), FieldRole.VALUE);
        FieldType struct = new FieldType(false, ArrowType.Struct.INSTANCE, null);
        return new Field(entries.getName(), struct, List.of(key, value));
    }

    private static ArrowType type(ArrowType type) {
        return switch (type.getTypeID()) {
            case LargeUtf8, Utf8View -> ArrowType.Utf8.INSTANCE;
            case LargeBinary, BinaryView -> ArrowType.Binary.INSTANCE;
            case LargeList, ListView, LargeListView -> ArrowType.List.INSTANCE;
            case Union -> ArrowType.Struct.INSTANCE;
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Date -> new ArrowType.Date(DateUnit.DAY);
            case Time ->
                ((ArrowType.Time) type).getUnit() == TimeUnit.SECOND
                        ? new ArrowType.Time(TimeUnit.MILLISECOND, Integer.SIZE)
                        : type;
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            default -> type;
        };
    }

    private static ArrowType decimal(ArrowType.Decimal type) {
        return type.getBitWidth() >= 128 ? type : new ArrowType.Decimal(type.getPrecision(), type.getScale(), 128);
    }

    private static ArrowType timestamp(ArrowType.Timestamp type) {
        return type.getUnit() == TimeUnit.SECOND
                ? new ArrowType.Timestamp(TimeUnit.MILLISECOND, type.getTimezone())
                : type;
    }
}
