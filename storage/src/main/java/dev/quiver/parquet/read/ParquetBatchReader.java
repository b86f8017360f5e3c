/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.arrow.ArrowBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one file in batches. What it holds is bounded by its options, and by the pages and dictionaries
 * that are open, one of each for every leaf column; not by row groups. One thread at a time. After an exception only
 * {@link #close} remains.
 */
public final class ParquetBatchReader implements AutoCloseable {
    private final Schema schema;
    private final BufferAllocator allocator;
    private final VectorBuffers buffers;
    private final PageDecompressor decompressor;
    private final List<LeafColumn> columns;
    private final VectorReaders.Readers readers;
    private final RowCursor cursor;
    private final RowWindow window;
    private final BatchDictionaries dictionaries;

    private long batchStart;
    private int rowGroup = -1;
    private boolean failed;
    private boolean closed;

    /** Reads {@code shapes} of {@code content}. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    ParquetBatchReader(Content content, List<Shape> shapes, ReadOptions options, BufferAllocator allocator) {
        this.schema = content.schema();
        this.allocator = allocator;
        this.buffers = new VectorBuffers(allocator);
        this.decompressor = new PageDecompressor();
        LeafColumn.ReadContext context = new LeafColumn.ReadContext(content.source(), decompressor, options);
        this.readers = VectorReaders.of(shapes, Place.of(content.source().name()), context, content.encoded());
        this.columns = readers.columns();
        this.dictionaries = new BatchDictionaries(readers.leaves(), allocator);
        this.cursor = new RowCursor(content.layout(), content.selection(), columns, options.fetchBytesMax());
        this.window = new RowWindow(content.source(), columns, options);
    }

    /**
     * What is read.
     *
     * @param schema of the batches
     * @param encoded leaf columns that come as ids of dictionaries
     */
    record Content(RangeSource source, FileLayout layout, Selection selection, Schema schema, Set<Integer> encoded) {}

    /** The columns of the batches. */
    public Schema schema() {
        return schema;
    }

    /**
     * The next rows that are wanted, in a batch that the caller closes; all of them lie one behind the other in one row
     * group.
     *
     * @return null when there are no more
     * @throws MalformedParquetException if the file is damaged, or passes a limit
     * @throws UnsupportedParquetException if it needs something that is not read here
     */
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    public @Nullable ArrowBatch next() throws IOException {
        checkUsable();
        failed = true;
        long left = cursor.advance();
        ArrowBatch batch = left == 0 ? null : batch(left);
        failed = false;
        return batch;
    }

    private void checkUsable() {
        if (closed) {
            throw new IllegalStateException("the reader is already closed");
        }
        if (failed) {
            throw new IllegalStateException("the reader has failed before");
        }
    }

    @MustBeClosed
    private ArrowBatch batch(long rowsLeft) throws IOException {
        if (cursor.rowGroup() != rowGroup) {
            rowGroup = cursor.rowGroup();
            window.expect(cursor.rowBytes());
        }
        batchStart = cursor.row();
        int rows = window.take(rowsLeft);
        cursor.passed(rows);
        List<FieldVector> loaded = load(rows);
        columns.forEach(LeafColumn::release);
        return new ArrowBatch(new VectorSchemaRoot(schema, loaded, rows));
    }

    private List<FieldVector> load(int rows) throws MalformedParquetException {
        for (LeafReader leaf : readers.leaves()) {
            leaf.slots().refresh();
        }
        List<VectorReader> vectors = readers.vectors();
        List<FieldVector> loaded = new ArrayList<>(vectors.size());
        boolean complete = false;
        try {
            for (int index = 0; index < vectors.size(); index++) {
                Field field = schema.getFields().get(index);
                FieldVector vector = field.createVector(allocator);
                loaded.add(vector);
                vectors.get(index).load(vector, rows, buffers);
            }
            dictionaries.refresh(buffers);
            complete = true;
            return loaded;
        } finally {
            buffers.trim();
            if (!complete) {
                loaded.forEach(FieldVector::close);
            }
        }
    }

    /**
     * The dictionaries of the batch that {@link #next} gave last, for the columns that were asked for as ids. Their
     * vectors are the reader's, and valid until it is moved or closed.
     */
    public DictionaryProvider dictionaries() {
        return dictionaries;
    }

    /** The first row of the batch that {@link #next} gave last, counted from the first row of the file on. */
    public long batchStart() {
        return batchStart;
    }

    /**
     * Moves so that the next batch begins with the first wanted row that is not before {@code row}, counted from the
     * first row of the file on; back as well as forth.
     */
    public void seek(long row) throws IOException {
        checkUsable();
        if (row < 0) {
            throw new IllegalArgumentException("there is no row " + row);
        }
        failed = true;
        cursor.seek(row);
        failed = false;
    }

    /** Heap bytes held. */
    public long heapBytes() {
        return columns.stream().mapToLong(LeafColumn::retainedBytes).sum();
    }

    /** Gives back what was held; batches stay. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            dictionaries.close();
            decompressor.close();
        }
    }
}
