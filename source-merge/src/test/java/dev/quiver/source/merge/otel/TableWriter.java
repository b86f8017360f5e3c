/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.ColumnOptions;
import dev.quiver.parquet.Compression;
import dev.quiver.parquet.PageOptions;
import dev.quiver.parquet.ParquetBatchWriter;
import dev.quiver.parquet.ParquetOptions;
import dev.quiver.parquet.RowGroupOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Writes rows given as maps from dotted paths to values as Parquet files with small pages and row groups. */
public final class TableWriter {
    private final Map<String, ArrowType> columns;
    private final ParquetOptions options;

    /** A table with {@code columns}, in pages of {@code pageRows} and row groups of {@code groupRows}. */
    public TableWriter(Map<String, ArrowType> columns, int pageRows, int groupRows) {
        this.columns = new LinkedHashMap<>(columns);
        this.options = ParquetOptions.DEFAULTS
                .withColumns(ColumnOptions.DEFAULTS.withCompression(Compression.NONE, 0))
                .withPages(new PageOptions(1 << 20, pageRows, PageOptions.Version.V1, false))
                .withRowGroups(new RowGroupOptions(1L << 30, groupRows));
    }

    private Schema schema() {
        List<Field> fields = new ArrayList<>();
        List<Field> within = new ArrayList<>();
        String open = "";
        for (Map.Entry<String, ArrowType> column : columns.entrySet()) {
            int dot = column.getKey().indexOf('.');
            String group = dot < 0 ? "" : column.getKey().substring(0, dot);
            if (!group.equals(open)) {
                close(open, within, fields);
                open = group;
            }
            Field field = Field.nullable(column.getKey().substring(dot + 1), column.getValue());
            (group.isEmpty() ? fields : within).add(field);
        }
        close(open, within, fields);
        return new Schema(fields);
    }

    private static void close(String group, List<Field> within, List<Field> fields) {
        if (!group.isEmpty()) {
            fields.add(new Field(group, FieldType.nullable(ArrowType.Struct.INSTANCE), List.copyOf(within)));
            within.clear();
        }
    }

    /** The file of {@code rows}. */
    public byte[] file(List<Map<String, @Nullable Object>> rows) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Schema schema = schema();
        try (BufferAllocator allocator = new RootAllocator();
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                ParquetBatchWriter writer = new ParquetBatchWriter(schema, options, encoders, output)) {
            try (ArrowBatch batch = new ArrowBatch(root(schema, rows, allocator))) {
                writer.write(batch, 0, rows.size());
            }
            writer.finish(Map.of());
        }
        return output.toByteArray();
    }

    private VectorSchemaRoot root(Schema schema, List<Map<String, @Nullable Object>> rows, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        for (FieldVector vector : root.getFieldVectors()) {
            if (vector instanceof StructVector struct) {
                for (FieldVector child : struct.getChildrenFromFields()) {
                    fill(vector.getName() + "." + child.getName(), child, rows);
                }
                for (int row = 0; row < rows.size(); row++) {
                    struct.setIndexDefined(row);
                }
                struct.setValueCount(rows.size());
            } else {
                fill(vector.getName(), vector, rows);
            }
        }
        root.setRowCount(rows.size());
        return root;
    }

    private static void fill(String path, FieldVector vector, List<Map<String, @Nullable Object>> rows) {
        vector.allocateNew();
        for (int row = 0; row < rows.size(); row++) {
            Object value = rows.get(row).get(path);
            if (value == null) {
                vector.setNull(row);
            } else {
                set(vector, row, value);
            }
        }
        vector.setValueCount(rows.size());
    }

    private static void set(FieldVector vector, int row, Object value) {
        if (vector instanceof VarCharVector texts) {
            texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
        } else if (vector instanceof VarBinaryVector bytes) {
            bytes.setSafe(row, (byte[]) value);
        } else if (vector instanceof FixedSizeBinaryVector fixed) {
            fixed.setSafe(row, (byte[]) value);
        } else if (vector instanceof Float8Vector reals) {
            reals.setSafe(row, (Double) value);
        } else if (vector instanceof BitVector flags) {
            flags.setSafe(row, (Boolean) value ? 1 : 0);
        } else {
            setNumber(vector, row, ((Number) value).longValue());
        }
    }

    private static void setNumber(FieldVector vector, int row, long value) {
        if (vector instanceof UInt4Vector numbers) {
            numbers.setSafe(row, (int) value);
        } else if (vector instanceof UInt2Vector numbers) {
            numbers.setSafe(row, (char) value);
        } else if (vector instanceof UInt1Vector numbers) {
            numbers.setSafe(row, (byte) value);
        } else if (vector instanceof IntVector numbers) {
            numbers.setSafe(row, (int) value);
        } else if (vector instanceof TimeStampNanoVector times) {
            times.setSafe(row, value);
        } else {
            ((BigIntVector) vector).setSafe(row, value);
        }
    }
}
