/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a stream or a file holds, all of it checked.
 *
 * @param schema the schema in message format: a dictionary-encoded field has the type of its values and a dictionary
 *     encoding beside it, an extension type is its storage type with metadata
 * @param batches the batches in their order, which share the bytes they were decoded from
 */
public record IpcContent(Schema schema, List<DecodedBatch> batches) {
    /** Copies the list. */
    public IpcContent {
        batches = List.copyOf(batches);
    }

    /** The rows of all batches. */
    public int rowCount() {
        int sum = 0;
        for (DecodedBatch batch : batches) {
            sum += batch.batch().rowCount();
        }
        return sum;
    }
}
