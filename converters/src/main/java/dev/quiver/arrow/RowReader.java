/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.DecodedBatch;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Shows the rows of decoded batches of one schema as structs. Immutable: threads may share it. */
public final class RowReader {
    private final Schema schema;
    private final NestedReaders.Structs rows;

    /**
     * A reader for batches of {@code schema}, which is in message format.
     *
     * @throws org.apache.kafka.connect.errors.DataException if Connect has no such schema; the message names the column
     */
    public RowReader(org.apache.arrow.vector.types.pojo.Schema schema, TypeOptions options) {
        this.schema = new ConnectSchemas(options).rows(schema);
        this.rows = ReaderPlan.rows(this.schema, schema.getFields());
    }

    /** The schema of the structs. */
    public Schema schema() {
        return schema;
    }

    /**
     * The rows of {@code batch}, each of which is made anew whenever it is asked for. {@link List#get} throws {@link
     * org.apache.kafka.connect.errors.DataException} if Connect has no such value.
     */
    public List<Struct> rows(DecodedBatch batch) {
        return new BatchRows(
                rows.rows(batch.columns(), batch.dictionaries()), batch.batch().rowCount());
    }

    /** The rows of {@code batch} one at a time, of which values are read one at a time. */
    public RowView view(DecodedBatch batch) {
        return new RowView(rows.rows(batch.columns(), batch.dictionaries()), batch);
    }

    /** The rows of one batch. */
    private static final class BatchRows extends AbstractList<Struct> implements RandomAccess {
        private final NestedReaders.Rows rows;
        private final int count;

        BatchRows(NestedReaders.Rows rows, int count) {
            this.rows = rows;
            this.count = count;
        }

        @Override
        public Struct get(int index) {
            return rows.read(Objects.checkIndex(index, count));
        }

        @Override
        public int size() {
            return count;
        }
    }
}
