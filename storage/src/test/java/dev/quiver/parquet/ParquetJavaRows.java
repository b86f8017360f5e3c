/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.arrow.Canonical;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads a Parquet file with parquet-java's own reader into the plain form of {@link Canonical}. */
public final class ParquetJavaRows {
    private ParquetJavaRows() {}

    /** Every row of {@code file}. */
    public static List<Map<Object, @Nullable Object>> read(Path file) throws IOException {
        return read(file, null);
    }

    /** Every row of {@code file}, which may be encrypted. */
    static List<Map<Object, @Nullable Object>> read(Path file, @Nullable FileDecryptionProperties keys)
            throws IOException {
        List<Map<Object, @Nullable Object>> rows = new ArrayList<>();
        try (ParquetReader<Group> reader =
                new Builder(new LocalInputFile(file)).withDecryption(keys).build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                rows.add(struct(group));
            }
        }
        return rows;
    }

    /** The schema of {@code file}, of which the footer must be readable. */
    static MessageType schema(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFooter().getFileMetaData().getSchema();
        }
    }

    private static Map<Object, @Nullable Object> struct(Group group) {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (Type field : group.getType().getFields()) {
            values.put(field.getName(), field(group, field.getName(), field));
        }
        return values;
    }

    private static @Nullable Object field(Group group, String name, Type type) {
        return group.getFieldRepetitionCount(name) == 0 ? null : value(group, name, 0, type);
    }

    private static Object value(Group group, String name, int index, Type type) {
        if (type.isPrimitive()) {
            return primitive(group, name, index, type.asPrimitiveType());
        }
        Group child = group.getGroup(name, index);
        if (type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
            return list(child);
        }
        if (type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation) {
            return map(child);
        }
        return struct(child);
    }

    private static List<@Nullable Object> list(Group group) {
        GroupType repeated = group.getType().getType(0).asGroupType();
        List<@Nullable Object> items = new ArrayList<>();
        for (int index = 0; index < group.getFieldRepetitionCount(0); index++) {
            items.add(field(group.getGroup(0, index), "element", repeated.getType("element")));
        }
        return items;
    }

    private static Map<Object, @Nullable Object> map(Group group) {
        GroupType repeated = group.getType().getType(0).asGroupType();
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int index = 0; index < group.getFieldRepetitionCount(0); index++) {
            Group entry = group.getGroup(0, index);
            entries.put(
                    value(entry, "key", 0, repeated.getType("key")), field(entry, "value", repeated.getType("value")));
        }
        return entries;
    }

    private static Object primitive(Group group, String name, int index, PrimitiveType type) {
        if (type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(unscaled(group, name, index, type), decimal.getScale()).toPlainString();
        }
        boolean text = type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation;
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> (long) group.getInteger(name, index);
            case INT64 -> group.getLong(name, index);
            case FLOAT -> Canonical.scalar(group.getFloat(name, index));
            case DOUBLE -> Canonical.scalar(group.getDouble(name, index));
            case BOOLEAN -> group.getBoolean(name, index);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> {
                Binary binary = group.getBinary(name, index);
                yield text ? binary.toStringUsingUTF8() : Canonical.scalar(binary.getBytes());
            }
            case INT96 -> throw new IllegalArgumentException("INT96 is not written");
        };
    }

    private static BigInteger unscaled(Group group, String name, int index, PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> BigInteger.valueOf(group.getInteger(name, index));
            case INT64 -> BigInteger.valueOf(group.getLong(name, index));
            default -> new BigInteger(group.getBinary(name, index).getBytes());
        };
    }

    /** parquet-hadoop's builder for groups takes Hadoop paths only. */
    private static final class Builder extends ParquetReader.Builder<Group> {
        Builder(InputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
