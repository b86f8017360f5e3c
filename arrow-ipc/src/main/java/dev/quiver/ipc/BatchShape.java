/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Which columns the batches of a schema have, worked out once. Immutable. */
final class BatchShape {
    private static final byte[] NO_BYTES = {};

    private final List<ColumnShape> columns;
    private final int nodeCount;
    private final int bufferCount;
    private final int viewCount;
    private final int unionCount;

    private BatchShape(List<ColumnShape> columns) {
        this.columns = List.copyOf(columns);
        Count count = new Count();
        columns.forEach(count::add);
        this.nodeCount = count.nodes;
        this.bufferCount = count.buffers;
        this.viewCount = count.views;
        this.unionCount = count.unions;
    }

    /** Batches of rows of {@code schema}. */
    static BatchShape of(Schema schema) {
        List<ColumnShape> columns = new ArrayList<>(schema.getFields().size());
        for (Field field : schema.getFields()) {
            columns.add(ColumnShape.of(field));
        }
        return new BatchShape(columns);
    }

    /** Batches with the values of the dictionary that {@code encoded} refers to. */
    static BatchShape ofDictionary(Field encoded) {
        return new BatchShape(List.of(ColumnShape.ofValues(encoded, false)));
    }

    List<ColumnShape> columns() {
        return columns;
    }

    /** The number of columns, those within others included. */
    int nodeCount() {
        return nodeCount;
    }

    /** The number of buffers without the data buffers of views. */
    int bufferCount() {
        return bufferCount;
    }

    int viewCount() {
        return viewCount;
    }

    int unionCount() {
        return unionCount;
    }

    /** A batch of this shape without rows. */
    HeapBatch empty() {
        HeapBatch.Builder builder = HeapBatch.builder(0, nodeCount, bufferCount);
        for (int node = 0; node < nodeCount; node++) {
            builder.node(0, 0);
        }
        for (int buffer = 0; buffer < bufferCount; buffer++) {
            builder.buffer(NO_BYTES, 0, 0);
        }
        for (int view = 0; view < viewCount; view++) {
            builder.variadic(0);
        }
        return builder.build();
    }

    /**
     * Refuses a batch of another shape.
     *
     * @throws IllegalArgumentException if it has more or fewer nodes or buffers
     */
    void checkFits(HeapBatch batch) {
        long buffers = bufferCount;
        for (int view = 0; view < batch.viewCount(); view++) {
            buffers += batch.variadicCount(view);
        }
        if (batch.nodeCount() != nodeCount || batch.viewCount() != viewCount || batch.bufferCount() != buffers) {
            throw new IllegalArgumentException("a batch of " + batch.nodeCount() + " nodes, " + batch.bufferCount()
                    + " buffers and " + batch.viewCount() + " view columns does not fit a schema of " + nodeCount + ", "
                    + buffers + " and " + viewCount);
        }
    }

    /** The columns of {@code batch}, which must have the nodes and buffers that this shape asks for. */
    List<HeapColumn> columnsOf(HeapBatch batch) {
        checkFits(batch);
        HeapColumn.Cursor cursor = new HeapColumn.Cursor(batch);
        HeapColumn[] found = new HeapColumn[columns.size()];
        for (int index = 0; index < found.length; index++) {
            found[index] = cursor.next(columns.get(index), null);
        }
        return List.of(found);
    }

    /** Sums over columns and those within them. */
    private static final class Count {
        private int nodes;
        private int buffers;
        private int views;
        private int unions;

        void add(ColumnShape column) {
            ColumnLayout layout = column.layout();
            nodes++;
            buffers += layout.bufferCount();
            views += layout == ColumnLayout.VIEW ? 1 : 0;
            unions += layout.isUnion() ? 1 : 0;
            column.children().forEach(this::add);
        }
    }
}
