/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads one schema. Parts of a flatbuffer may be shared, so that a few bytes can claim any number of fields, texts and
 * metadata: all three are counted while they are read. Extension types are left as storage type and metadata.
 */
final class SchemaParser {
    private static final int FIELD_NAME = 0;
    private static final int FIELD_NULLABLE = 1;
    private static final int FIELD_TYPE_CODE = 2;
    private static final int FIELD_TYPE = 3;
    private static final int FIELD_DICTIONARY = 4;
    private static final int FIELD_CHILDREN = 5;
    private static final int FIELD_METADATA = 6;

    /** Writers may share equal texts; they do not share them by the megabyte. */
    private static final int SHARED_TEXT_LENGTH_MAX = 1 << 20;

    /** Types that are remembered while a schema is read: most have a few. */
    private static final int KNOWN_MAX = 32;

    private static final int ENTRY_BYTES_MIN = Integer.BYTES;

    private final IpcLimits limits;
    private final int textLengthMax;
    private final int entriesMax;
    private final Map<Long, Field> dictionaries = new HashMap<>();
    /** What columns without children and metadata are, by where that is said: writers may say it once for all. */
    private final FieldType[] known = new FieldType[KNOWN_MAX];

    private final long[] knownPlaces = new long[KNOWN_MAX];
    private int knownCount;
    private int fieldCount;
    private int entryCount;
    private int textLength;

    private SchemaParser(IpcLimits limits, int metadataBytes) {
        this.limits = limits;
        this.textLengthMax = metadataBytes + Math.min(SHARED_TEXT_LENGTH_MAX, Integer.MAX_VALUE - metadataBytes);
        this.entriesMax = metadataBytes / ENTRY_BYTES_MIN;
    }

    /** A schema, and which field each dictionary belongs to. */
    record Parsed(Schema schema, Map<Long, Field> dictionaries) {}

    /** The schema that {@code table}, of {@code metadataBytes} of metadata, holds. */
    static Parsed parse(FlatTable table, int metadataBytes, IpcLimits limits) {
        if (table.shortAt(0, 0) != 0) {
            throw table.malformed("big-endian data is unsupported");
        }
        SchemaParser parser = new SchemaParser(limits, metadataBytes);
        List<Field> fields = parser.fields(table, 1, 1);
        return new Parsed(new Schema(fields, parser.metadata(table, 2)), Map.copyOf(parser.dictionaries));
    }

    private List<Field> fields(FlatTable table, int slot, int depth) {
        FlatTable.Vector vector = table.vector(slot, Integer.BYTES, "fields");
        if (vector.count() > limits.columnsMax() - fieldCount) {
            throw table.malformed("more than " + limits.columnsMax() + " fields (max.columns)");
        }
        if (vector.count() > 0 && depth > limits.nestingMax()) {
            throw table.malformed("fields nest deeper than " + limits.nestingMax() + " (max.nesting)");
        }
        fieldCount += vector.count();
        List<Field> fields = new ArrayList<>(vector.count());
        for (int index = 0; index < vector.count(); index++) {
            fields.add(field(table.element(vector, index, "field"), depth));
        }
        return fields;
    }

    private Field field(FlatTable table, int depth) {
        String name = text(table, FIELD_NAME);
        List<Field> children = fields(table, FIELD_CHILDREN, depth + 1);
        boolean isPlain = children.isEmpty()
                && !table.has(FIELD_DICTIONARY)
                && table.vector(FIELD_METADATA, Integer.BYTES, "metadata entries")
                                .count()
                        == 0;
        if (!isPlain) {
            return made(table, name, children);
        }
        int code = ((table.byteAt(FIELD_TYPE_CODE, 0) & 0xff) << 1) | (table.isTrue(FIELD_NULLABLE) ? 1 : 0);
        long place = ((long) table.place(FIELD_TYPE) << (2 * Byte.SIZE)) | code;
        for (int index = 0; index < knownCount; index++) {
            if (knownPlaces[index] == place) {
                countZone(table, known[index].getType());
                return new Field(name, known[index], children);
            }
        }
        Field field = made(table, name, children);
        if (knownCount < KNOWN_MAX) {
            known[knownCount] = field.getFieldType();
            knownPlaces[knownCount++] = place;
        }
        return field;
    }

    private Field made(FlatTable table, String name, List<Field> children) {
        ArrowTypeID id = TypeParser.id(table, table.byteAt(FIELD_TYPE_CODE, 0));
        FlatTable details = table.requiredTable(FIELD_TYPE, "type");
        ArrowType type = TypeParser.parse(id, details, children.size());
        countZone(table, type);
        checkChildren(table, name, type, children);
        DictionaryEncoding dictionary = dictionary(table);
        FieldType fieldType =
                new FieldType(table.isTrue(FIELD_NULLABLE), type, dictionary, metadata(table, FIELD_METADATA));
        Field field = new Field(name, fieldType, children);
        if (dictionary != null) {
            checkDictionary(table, dictionary.getId(), field);
        }
        return field;
    }

    private void countZone(FlatTable table, ArrowType type) {
        if (type instanceof ArrowType.Timestamp timestamp && timestamp.getTimezone() != null) {
            count(table, timestamp.getTimezone());
        }
    }

    private static void checkChildren(FlatTable table, String name, ArrowType type, List<Field> children) {
        int expected = switch (ColumnLayout.of(type)) {
            case NULL, BITS, FIXED, VARIABLE, LARGE_VARIABLE, VIEW -> 0;
            case LIST, LARGE_LIST, LIST_VIEW, LARGE_LIST_VIEW, FIXED_LIST -> 1;
            case RUN_END -> 2;
            case STRUCT, SPARSE_UNION, DENSE_UNION -> children.size();
        };
        if (children.size() != expected) {
            throw table.malformed("field '" + name + "' of type " + type.getTypeID() + " has " + children.size()
                    + " children instead of " + expected);
        }
        if (type instanceof ArrowType.Struct || type instanceof ArrowType.Union) {
            checkNames(table, name, type, children);
        }
        if (type instanceof ArrowType.Map) {
            Field entries = children.get(0);
            if (!(entries.getType() instanceof ArrowType.Struct)
                    || entries.getChildren().size() != 2
                    || entries.getDictionary() != null) {
                throw table.malformed("map '" + name + "' has entries other than a struct of key and value");
            }
        }
        if (type instanceof ArrowType.RunEndEncoded) {
            checkRunEnds(table, name, children.get(0));
        }
    }

    /** A struct or union whose fields cannot be told apart by name has no counterpart among vectors, rows or tables. */
    private static void checkNames(FlatTable table, String name, ArrowType type, List<Field> children) {
        Set<String> names = new HashSet<>();
        for (Field child : children) {
            if (!names.add(child.getName())) {
                throw table.malformed(
                        type.getTypeID() + " '" + name + "' has two fields named '" + child.getName() + "'");
            }
        }
    }

    private static void checkRunEnds(FlatTable table, String name, Field runEnds) {
        boolean signed =
                runEnds.getType() instanceof ArrowType.Int type && type.getIsSigned() && type.getBitWidth() > 8;
        if (!signed || runEnds.getDictionary() != null) {
            throw table.malformed("run ends of '" + name + "' are no signed integers of 16, 32 or 64 bits");
        }
    }

    private static @Nullable DictionaryEncoding dictionary(FlatTable field) {
        FlatTable table = field.table(FIELD_DICTIONARY, "dictionary encoding");
        if (table == null) {
            return null;
        }
        if (table.shortAt(3, 0) != 0) {
            throw table.malformed("dictionary kind " + table.shortAt(3, 0) + " is unknown");
        }
        FlatTable indexType = table.table(1, "index type");
        ArrowType.Int index = indexType == null ? new ArrowType.Int(32, true) : TypeParser.integer(indexType);
        return new DictionaryEncoding(table.longAt(0, 0), table.isTrue(2), index);
    }

    /** Several fields may share a dictionary, if its values suit all of them. */
    private void checkDictionary(FlatTable table, long id, Field field) {
        Field other = dictionaries.putIfAbsent(id, field);
        if (other != null
                && !(Objects.equals(other.getType(), field.getType())
                        && other.getChildren().equals(field.getChildren()))) {
            throw table.malformed("dictionary " + id + " has values of " + other.getType() + " for '" + other.getName()
                    + "' but of " + field.getType() + " for '" + field.getName() + "'");
        }
    }

    private Map<String, String> metadata(FlatTable table, int slot) {
        FlatTable.Vector vector = table.vector(slot, Integer.BYTES, "metadata entries");
        if (vector.count() == 0) {
            return Map.of();
        }
        entryCount += vector.count();
        if (entryCount > entriesMax) {
            throw table.malformed("its metadata claims " + entryCount + " entries, " + entriesMax + " fit its bytes");
        }
        Map<String, String> entries = new LinkedHashMap<>();
        for (int index = 0; index < vector.count(); index++) {
            FlatTable entry = table.element(vector, index, "metadata entry");
            entries.put(text(entry, 0), text(entry, 1));
        }
        return entries;
    }

    private String text(FlatTable table, int slot) {
        String text = table.text(slot);
        count(table, text);
        return text;
    }

    private void count(FlatTable table, String text) {
        if (text.length() > textLengthMax - textLength) {
            throw table.malformed("its texts claim more than the " + textLengthMax + " characters that fit its bytes");
        }
        textLength += text.length();
    }
}
