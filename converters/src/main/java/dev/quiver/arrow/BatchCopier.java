/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.HeapColumn;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies rows of decoded batches, all of one schema, to the columns of a builder. */
final class BatchCopier {
    private final List<Field> fields;
    private final List<ColumnCopier> columns;

    /** From columns of {@code fields}, in message format, to {@code storages}. */
    BatchCopier(List<Field> fields, List<ColumnStorage> storages) {
        this.fields = List.copyOf(fields);
        this.columns = CopyPlan.of("", fields, storages);
    }

    /** Refuses a batch of another schema. */
    void requireSchema(DecodedBatch batch) {
        List<HeapColumn> found = batch.columns();
        boolean fits = found.size() == fields.size();
        for (int index = 0; fits && index < found.size(); index++) {
            fits = fields.get(index).equals(found.get(index).field());
        }
        if (!fits) {
            throw new IllegalArgumentException("the batch has another schema than the builder");
        }
    }

    /** Copies {@code count} rows of {@code batch} from {@code from} on, column by column. */
    void copy(DecodedBatch batch, int from, int count) {
        for (int index = 0; index < columns.size(); index++) {
            columns.get(index)
                    .bind(batch.columns().get(index), batch.dictionaries())
                    .copy(from, count);
        }
    }
}
