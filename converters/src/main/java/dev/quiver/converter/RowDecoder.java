/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.arrow.ConnectSchemas;
import dev.quiver.arrow.RowReader;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcContent;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Shows decoded content of one Arrow schema as Connect data. */
final class RowDecoder {
    private final RowReader reader;
    private final Schema arraySchema;
    private final @Nullable Field root;

    /**
     * For content of {@code schema}.
     *
     * @throws DataException if Connect has no such schema; the message names the column
     */
    RowDecoder(org.apache.arrow.vector.types.pojo.Schema schema, TypeOptions options) {
        this.reader = new RowReader(schema, options);
        this.arraySchema = RecordBatches.arrayOf(reader.schema());
        Integer column = ConnectSchemas.rootColumn(schema);
        this.root = column == null ? null : reader.schema().fields().get(column);
    }

    /** All rows, as a list that makes them when they are asked for. */
    SchemaAndValue array(byte[] bytes, IpcContent content) {
        return new SchemaAndValue(arraySchema, new LazyRows(bytes, content, reader));
    }

    /**
     * The only row, or the only value of the only row where that is what was encoded.
     *
     * @throws DataException if there is another number of rows
     */
    SchemaAndValue one(IpcContent content) {
        if (content.rowCount() != 1) {
            throw new DataException("there are " + content.rowCount() + " rows but there must be exactly one");
        }
        for (DecodedBatch batch : content.batches()) {
            if (batch.batch().rowCount() == 1) {
                Struct row = reader.rows(batch).get(0);
                return root == null
                        ? new SchemaAndValue(row.schema(), row)
                        : new SchemaAndValue(root.schema(), row.getWithoutDefault(root.name()));
            }
        }
        throw new IllegalStateException("the only row is in no batch");
    }
}
