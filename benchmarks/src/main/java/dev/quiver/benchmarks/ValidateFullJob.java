/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.apache.kafka.connect.data.Struct;

/** Arrow's own full validation of vectors that are already loaded. */
final class ValidateFullJob implements Job<VectorSchemaRoot> {
    private final BufferAllocator allocator = new RootAllocator();
    private final BatchBuilder builder = new BatchBuilder(FlatRecords.SCHEMA, NullHandling.KEEP);
    private final List<ArrowBatch> batches = new ArrayList<>();

    @Override
    @SuppressWarnings("MustBeClosed") // closed with the job: several passes go over it
    public VectorSchemaRoot prepare(List<Struct> rows) {
        rows.forEach(builder::append);
        ArrowBatch batch = builder.seal(allocator);
        batches.add(batch);
        return batch.vectors();
    }

    @Override
    public long run(VectorSchemaRoot vectors) {
        ValueVectorUtility.validateFull(vectors);
        return 0;
    }

    @Override
    public void close() {
        batches.forEach(ArrowBatch::close);
        allocator.close();
    }
}
