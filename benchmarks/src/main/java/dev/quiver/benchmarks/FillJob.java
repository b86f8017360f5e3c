/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** From rows to Arrow vectors, which are dropped as soon as they are full. */
abstract sealed class FillJob implements Job<List<Struct>> {
    private final BufferAllocator allocator = new RootAllocator();

    @Override
    public List<Struct> prepare(List<Struct> rows) {
        return rows;
    }

    @Override
    public long run(List<Struct> rows) {
        fill(rows, allocator);
        return 0;
    }

    @Override
    public void close() {
        allocator.close();
    }

    abstract void fill(List<Struct> rows, BufferAllocator from);

    static Schema arrowSchema() {
        return new BatchBuilder(FlatRecords.SCHEMA, NullHandling.KEEP).arrowSchema();
    }

    /** Values and vectors by name, the type looked at for each value, vectors that grow as they need. */
    static final class ByName extends FillJob {
        private final Schema schema = arrowSchema();

        @Override
        void fill(List<Struct> rows, BufferAllocator from) {
            try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, from)) {
                for (int row = 0; row < rows.size(); row++) {
                    for (Field field : FlatRecords.SCHEMA.fields()) {
                        @Nullable Object value = rows.get(row).get(field.name());
                        FieldVector vector = root.getVector(field.name());
                        if (value == null) {
                            vector.setNull(row);
                        } else {
                            VectorColumn.of(vector).set(row, value);
                        }
                    }
                }
                root.setRowCount(rows.size());
            }
        }
    }

    /** The class of each column's writer chosen once, as Spark's writer of Arrow batches does it. */
    static final class Compiled extends FillJob {
        private final Schema schema = arrowSchema();

        @Override
        void fill(List<Struct> rows, BufferAllocator from) {
            try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, from)) {
                new Writers(root).fill(rows);
            }
        }
    }

    /** A writer for each column of some vectors. */
    static final class Writers {
        private final VectorSchemaRoot root;
        private final List<Field> fields = FlatRecords.SCHEMA.fields();
        private final VectorColumn[] columns;

        Writers(VectorSchemaRoot root) {
            this.root = root;
            this.columns = root.getFieldVectors().stream().map(VectorColumn::of).toArray(VectorColumn[]::new);
        }

        /** Sets {@code rows} from the first row on. */
        void fill(List<Struct> rows) {
            for (int row = 0; row < rows.size(); row++) {
                Struct struct = rows.get(row);
                for (int column = 0; column < columns.length; column++) {
                    @Nullable Object value = struct.get(fields.get(column));
                    if (value == null) {
                        columns[column].vector().setNull(row);
                    } else {
                        columns[column].set(row, value);
                    }
                }
            }
            root.setRowCount(rows.size());
        }
    }

    /** The builders of Quiver. */
    static final class Builder extends FillJob {
        private final BatchBuilder builder = new BatchBuilder(FlatRecords.SCHEMA, NullHandling.KEEP);

        @Override
        void fill(List<Struct> rows, BufferAllocator from) {
            for (Struct row : rows) {
                builder.append(row);
            }
            try (ArrowBatch batch = builder.seal(from)) {
                if (batch.rowCount() != rows.size()) {
                    throw new IllegalStateException("lost rows");
                }
            }
        }
    }
}
