/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.benchmarks.ReadPass.Columns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads a Parquet file with parquet-java's column readers, value by value into one vector for each leaf column of a row
 * group. Lists and maps are not put together: their levels are only kept.
 */
@SuppressWarnings("deprecation") // there is no other way to learn how many values there are
final class ColumnReaderPass {
    private ColumnReaderPass() {}

    static long read(Path path, Columns columns) throws IOException {
        long rows = 0;
        try (ParquetFileReader file = ParquetFileReader.open(new LocalInputFile(path));
                BufferAllocator allocator = new RootAllocator()) {
            MessageType schema = projection(file.getFileMetaData().getSchema(), columns.names());
            file.setRequestedSchema(schema);
            String writer = file.getFileMetaData().getCreatedBy();
            for (PageReadStore pages = file.readNextRowGroup(); pages != null; pages = file.readNextRowGroup()) {
                ColumnReadStoreImpl readers = new ColumnReadStoreImpl(
                        pages, new GroupRecordConverter(schema).getRootConverter(), schema, writer);
                for (ColumnDescriptor column : schema.getColumns()) {
                    column(column, readers.getColumnReader(column), allocator);
                }
                rows += pages.getRowCount();
            }
        }
        return rows;
    }

    private static MessageType projection(MessageType schema, List<String> names) {
        List<Type> fields = new ArrayList<>();
        names.forEach(name -> fields.add(schema.getType(name)));
        return new MessageType(schema.getName(), fields);
    }

    /** Puts one value of a column reader into a vector. */
    private interface Setter {
        void set(int index);
    }

    private static void column(ColumnDescriptor column, ColumnReader reader, BufferAllocator allocator) {
        switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> {
                try (IntVector vector = new IntVector("", allocator)) {
                    values(column, reader, index -> vector.setSafe(index, reader.getInteger()));
                }
            }
            case INT64 -> {
                try (BigIntVector vector = new BigIntVector("", allocator)) {
                    values(column, reader, index -> vector.setSafe(index, reader.getLong()));
                }
            }
            case DOUBLE -> {
                try (Float8Vector vector = new Float8Vector("", allocator)) {
                    values(column, reader, index -> vector.setSafe(index, reader.getDouble()));
                }
            }
            case BOOLEAN -> {
                try (BitVector vector = new BitVector("", allocator)) {
                    values(column, reader, index -> vector.setSafe(index, reader.getBoolean() ? 1 : 0));
                }
            }
            default -> {
                try (VarBinaryVector vector = new VarBinaryVector("", allocator)) {
                    values(
                            column,
                            reader,
                            index -> vector.setSafe(index, reader.getBinary().getBytesUnsafe()));
                }
            }
        }
    }

    private static void values(ColumnDescriptor column, ColumnReader reader, Setter setter) {
        int count = Math.toIntExact(reader.getTotalValueCount());
        byte[] levels = new byte[count];
        for (int index = 0; index < count; index++) {
            int definition = reader.getCurrentDefinitionLevel();
            levels[index] = (byte) (definition | reader.getCurrentRepetitionLevel() << 4);
            if (definition == column.getMaxDefinitionLevel()) {
                setter.set(index);
            }
            reader.consume();
        }
    }
}
