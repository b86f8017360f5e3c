/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes the message that a stream begins with. Types that fields have in common are there once; their metadata is not,
 * since readers count how much a message claims to hold.
 */
final class SchemaMessage {
    private static final int PREFIX_BYTES = 2 * Integer.BYTES;
    private static final int METADATA_V5 = 4;
    private static final int SCHEMA_HEADER = 1;
    private static final int[] NOTHING = {};

    private final FlatWriter writer = new FlatWriter();
    private final TypeWriter types = new TypeWriter(writer);
    private final IdentityHashMap<FieldType, Parts> known = new IdentityHashMap<>();
    private final int noChildren = writer.references(NOTHING, 0);

    /** Where the parts of a field are that do not depend on its name, metadata and children. */
    private record Parts(int typeCode, int type, int dictionary) {}

    private SchemaMessage() {}

    /** The message with {@code schema}, which is in message format: mark, length and metadata of V5. */
    static byte[] of(Schema schema) {
        SchemaMessage message = new SchemaMessage();
        byte[] bytes = message.writer.finish(message.message(schema), PREFIX_BYTES);
        LittleEndian.putInt(bytes, 0, -1);
        LittleEndian.putInt(bytes, Integer.BYTES, bytes.length - PREFIX_BYTES);
        return bytes;
    }

    private int message(Schema schema) {
        int metadata = metadata(schema.getCustomMetadata());
        int fields = fields(schema.getFields());
        writer.startTable();
        writer.putReference(2, metadata);
        writer.putReference(1, fields);
        writer.putShort(0, 0);
        int header = writer.endTable();
        writer.startTable();
        writer.putLong(3, 0);
        writer.putReference(2, header);
        writer.putShort(0, METADATA_V5);
        writer.putByte(1, SCHEMA_HEADER);
        return writer.endTable();
    }

    private int fields(List<Field> fields) {
        if (fields.isEmpty()) {
            return noChildren;
        }
        int[] places = new int[fields.size()];
        for (int index = 0; index < places.length; index++) {
            places[index] = field(fields.get(index));
        }
        return writer.references(places, places.length);
    }

    private int field(Field field) {
        Parts parts = parts(field.getFieldType());
        int children = fields(field.getChildren());
        int metadata = metadata(field.getMetadata());
        int name = field.getName() == null ? 0 : writer.text(field.getName());
        writer.startTable();
        writer.putReference(6, metadata);
        writer.putReference(5, children);
        writer.putReference(4, parts.dictionary());
        writer.putReference(3, parts.type());
        writer.putReference(0, name);
        writer.putByte(2, parts.typeCode());
        writer.putFlag(1, field.isNullable());
        return writer.endTable();
    }

    private Parts parts(FieldType type) {
        Parts parts = known.get(type);
        if (parts == null) {
            ArrowType storage = ColumnLayout.storageOf(type.getType());
            parts = new Parts(
                    storage.getTypeID().getFlatbufID(), types.type(storage), dictionary(type.getDictionary()));
            known.put(type, parts);
        }
        return parts;
    }

    private int dictionary(@Nullable DictionaryEncoding dictionary) {
        if (dictionary == null) {
            return 0;
        }
        int indexType = types.type(dictionary.getIndexType());
        writer.startTable();
        writer.putLong(0, dictionary.getId());
        writer.putReference(1, indexType);
        writer.putFlag(2, dictionary.isOrdered());
        return writer.endTable();
    }

    private int metadata(@Nullable Map<String, String> metadata) {
        if (metadata == null || metadata.isEmpty()) {
            return 0;
        }
        int[] places = new int[metadata.size()];
        int count = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            int value = writer.text(entry.getValue());
            int key = writer.text(entry.getKey());
            writer.startTable();
            writer.putReference(1, value);
            writer.putReference(0, key);
            places[count++] = writer.endTable();
        }
        return writer.references(places, count);
    }
}
