/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.converter.RecordBatches;
import dev.quiver.ipc.IpcContent;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcLimits;
import dev.quiver.ipc.MalformedIpcException;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records whose value is a whole batch. Whoever made the value, its bytes are checked here again: it may have
 * come through other converters and transformations.
 */
final class BatchRecords {
    private final IpcDecoder decoder = new IpcDecoder(IpcLimits.DEFAULTS);

    /**
     * The rows of {@code sinkRecord}, or null if its value is no batch.
     *
     * @throws DataException if the bytes of the batch are malformed
     */
    @Nullable
    IpcContent content(SinkRecord sinkRecord) {
        ByteBuffer bytes = RecordBatches.bytesOf(sinkRecord.valueSchema(), sinkRecord.value());
        if (bytes == null) {
            return null;
        }
        try {
            return decoder.decode(bytes);
        } catch (MalformedIpcException e) {
            throw new DataException("the batch is malformed: " + e.getMessage(), e);
        }
    }
}
