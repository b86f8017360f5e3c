/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.ipc.BatchLoader;
import dev.quiver.ipc.BatchTarget;
import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.HeapBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Gathers structs of one schema, and decoded batches of it, into columns on the heap and seals them into a batch.
 * Nothing is held off the heap while rows are gathered. One thread at a time.
 */
public final class BatchBuilder {
    private static final @Nullable Object[] NOTHING = {};

    private final org.apache.kafka.connect.data.Schema connectSchema;
    private final Schema messageSchema;
    private final Schema arrowSchema;
    private final StructStorage storage;
    private final StructColumn row;
    private final AvroAppender avro;
    /** The columns beside those of the structs, which come behind them. */
    private final ColumnBuilder[] beside;

    /** Columns of the structs. */
    private final int rowColumnCount;

    private @Nullable BatchCopier copier;
    private @Nullable BatchLoader loader;
    /** What the last batch had, which the next one is likely to have. */
    private int nodeCountUsual;

    private int bufferCountUsual;

    /**
     * A builder for rows of {@code schema}, which come out in plain types: no dictionaries, views, runs or unions.
     *
     * @param nullHandling what an optional field with a default value becomes when it is null
     * @throws DataException if {@code schema} is not a struct or has a column that no Arrow type can hold
     */
    public BatchBuilder(org.apache.kafka.connect.data.Schema schema, NullHandling nullHandling) {
        this(schema, nullHandling, TypeOptions.DEFAULTS);
    }

    /**
     * A builder for rows of {@code schema}, which come out in plain types of the forms that {@code options} ask for.
     *
     * @param nullHandling what an optional field with a default value becomes when it is null
     * @throws DataException if {@code schema} is not a struct or has a column that no Arrow type can hold
     */
    public BatchBuilder(org.apache.kafka.connect.data.Schema schema, NullHandling nullHandling, TypeOptions options) {
        this(schema, schema, message(schema, options), nullHandling, new PlainSchema(options.metadata()));
    }

    /** Rows are structs of {@code connectSchema}, and beside them what {@code whole} has more. */
    private BatchBuilder(
            org.apache.kafka.connect.data.Schema connectSchema,
            org.apache.kafka.connect.data.Schema whole,
            Schema messageSchema,
            NullHandling nullHandling,
            @Nullable PlainSchema plain) {
        this.connectSchema = connectSchema;
        this.messageSchema = messageSchema;
        this.arrowSchema = plain == null ? messageSchema : plain.of(messageSchema, whole);
        this.storage = Storages.rows(arrowSchema);
        this.rowColumnCount = connectSchema.fields().size();
        ColumnPlan plan = new ColumnPlan(nullHandling);
        this.row = plan.rows(connectSchema, arrowSchema.getFields().subList(0, rowColumnCount), storage);
        this.avro = new AvroAppender(row);
        int count = arrowSchema.getFields().size();
        this.beside = plan.columns(
                whole.fields().subList(rowColumnCount, count),
                arrowSchema.getFields().subList(rowColumnCount, count),
                storage.children().subList(rowColumnCount, count));
    }

    /**
     * A builder for rows of {@code schema} with more columns behind them, those of the struct {@code beside}; in plain
     * types.
     *
     * @param nullable whether a row may have nothing but the columns beside: all others may be null then
     * @throws DataException if there is a column that no Arrow type can hold, or two have one name
     */
    public static BatchBuilder withColumns(
            org.apache.kafka.connect.data.Schema schema,
            org.apache.kafka.connect.data.Schema beside,
            boolean nullable,
            NullHandling nullHandling) {
        org.apache.kafka.connect.data.Schema whole = WholeSchema.of(schema, beside, nullable);
        TypeOptions options = TypeOptions.DEFAULTS;
        return new BatchBuilder(
                schema, whole, message(whole, options), nullHandling, new PlainSchema(options.metadata()));
    }

    /**
     * A builder for decoded batches of {@code schema}, which is in message format, with more columns behind them, those
     * of the struct {@code beside}; in plain types.
     *
     * @throws DataException if Connect has no such schema, or two columns have one name
     */
    public static BatchBuilder withColumns(
            Schema schema, org.apache.kafka.connect.data.Schema beside, NullHandling nullHandling) {
        TypeOptions options = TypeOptions.DEFAULTS;
        org.apache.kafka.connect.data.Schema rows = new ConnectSchemas(options).rows(schema);
        List<Field> fields = new ArrayList<>(schema.getFields());
        fields.addAll(message(beside, options).getFields());
        return new BatchBuilder(
                rows,
                WholeSchema.of(rows, beside, false),
                new Schema(fields, schema.getCustomMetadata()),
                nullHandling,
                new PlainSchema(options.metadata()));
    }

    /**
     * A builder for decoded batches of {@code schema}, which is in message format, and for rows of the Connect schema
     * that it becomes; they come out in plain types: no dictionaries, views, runs or unions.
     *
     * @throws DataException if Connect has no such schema
     */
    public static BatchBuilder of(Schema schema, NullHandling nullHandling, TypeOptions options) {
        org.apache.kafka.connect.data.Schema rows = new ConnectSchemas(options).rows(schema);
        return new BatchBuilder(rows, rows, schema, nullHandling, new PlainSchema(options.metadata()));
    }

    /**
     * A builder for rows of {@code schema}, which come out in the very types that {@link ArrowSchemas} gives.
     *
     * @throws DataException if {@code schema} is not a struct or has a column that no Arrow type can hold
     */
    public static BatchBuilder inMessageFormat(
            org.apache.kafka.connect.data.Schema schema, NullHandling nullHandling, TypeOptions options) {
        return new BatchBuilder(schema, schema, message(schema, options), nullHandling, null);
    }

    private static Schema message(org.apache.kafka.connect.data.Schema schema, TypeOptions options) {
        if (schema.type() != org.apache.kafka.connect.data.Schema.Type.STRUCT) {
            throw new DataException("rows must be structs but the schema is " + schema.type());
        }
        return new ArrowSchemas(options).of(schema);
    }

    /**
     * Refuses schemas whose rows cannot be gathered, those that refer to themselves among them.
     *
     * @throws DataException if {@code schema} is not a struct or has a column that no Arrow type can hold
     */
    public static void requireFits(org.apache.kafka.connect.data.Schema schema) {
        message(schema, TypeOptions.DEFAULTS);
    }

    /** The schema of the batches. */
    public Schema arrowSchema() {
        return arrowSchema;
    }

    /** The schema of the rows, without the columns beside. */
    public org.apache.kafka.connect.data.Schema connectSchema() {
        return connectSchema;
    }

    /**
     * Appends one row; a row that cannot be appended leaves no trace.
     *
     * @throws DataException if a value does not fit its column; the message names the column and the kind of value
     */
    public void append(Struct struct) {
        append(struct, NOTHING);
    }

    /**
     * Appends one row with the columns beside it; a row that cannot be appended leaves no trace.
     *
     * @param struct null if there is nothing but the columns beside
     * @param values of the columns beside, in their order; the array is free for reuse on return
     * @throws DataException if a value does not fit its column; the message names the column and the kind of value
     */
    public void append(@Nullable Struct struct, @Nullable Object[] values) {
        requireCount(values);
        int rowCount = rowCount();
        boolean appended = false;
        try {
            appendBeside(values);
            if (struct == null) {
                appendNoStruct();
            } else if (!avro.append(struct)) {
                row.append(struct);
            }
            appended = true;
        } finally {
            if (!appended) {
                storage.truncate(rowCount);
            }
        }
    }

    private void requireCount(@Nullable Object[] values) {
        if (values.length != beside.length) {
            throw new IllegalArgumentException(
                    "there are " + beside.length + " columns beside the rows but " + values.length + " values");
        }
    }

    private void appendBeside(@Nullable Object[] values) {
        for (int index = 0; index < beside.length; index++) {
            beside[index].append(values[index]);
        }
    }

    private void appendNoStruct() {
        for (int column = 0; column < rowColumnCount; column++) {
            if (!arrowSchema.getFields().get(column).isNullable()) {
                throw new IllegalArgumentException("a row without a struct needs columns that may be null");
            }
            storage.children().get(column).appendNull();
        }
        storage.endStruct();
    }

    /** Appends columns as {@link #appendColumnsOf(Struct, Object[])} does, with none beside. */
    public boolean appendColumnsOf(Struct struct) {
        return appendColumnsOf(struct, NOTHING);
    }

    /**
     * Appends those columns of {@code struct}, which has another schema, that this builder has, and says true; columns
     * are matched by name, and those that {@code struct} lacks are null or their default. Says false, and has done
     * nothing, if {@code struct} does not keep Avro bytes that can be read so.
     *
     * @param values of the columns beside, in their order
     * @throws DataException if a value does not fit its column; nothing has changed then
     */
    public boolean appendColumnsOf(Struct struct, @Nullable Object[] values) {
        requireCount(values);
        int rowCount = rowCount();
        boolean appended = false;
        try {
            appendBeside(values);
            appended = avro.appendColumnsOf(struct);
            return appended;
        } finally {
            if (!appended) {
                storage.truncate(rowCount);
            }
        }
    }

    /**
     * Appends the rows of {@code decoded} from {@code from} up to {@code to}, column by column; if one cannot be
     * appended, none is.
     *
     * @throws DataException if a value does not fit its column or the columns become too large
     * @throws IllegalArgumentException if {@code decoded} has another schema than this, or no such rows
     */
    public void append(DecodedBatch decoded, int from, int to) {
        append(decoded, from, to, NOTHING);
    }

    /**
     * Appends rows as {@link #append(DecodedBatch, int, int)} does, all of them with the same values in the columns
     * beside.
     *
     * @throws DataException if a value does not fit its column or the columns become too large
     * @throws IllegalArgumentException if {@code decoded} has another schema than this, or no such rows
     */
    public void append(DecodedBatch decoded, int from, int to, @Nullable Object[] values) {
        requireCount(values);
        Objects.checkFromToIndex(from, to, decoded.batch().rowCount());
        BatchCopier copier = copier();
        copier.requireSchema(decoded);
        int rowCount = rowCount();
        boolean appended = false;
        try {
            copier.copy(decoded, from, to - from);
            for (int index = 0; index < beside.length; index++) {
                for (int row = from; row < to; row++) {
                    beside[index].append(values[index]);
                }
            }
            storage.validity().appendSet(to - from);
            appended = true;
        } finally {
            if (!appended) {
                storage.truncate(rowCount);
            }
        }
    }

    private BatchCopier copier() {
        if (copier == null) {
            copier = new BatchCopier(
                    messageSchema.getFields().subList(0, rowColumnCount),
                    storage.children().subList(0, rowColumnCount));
        }
        return copier;
    }

    /** The number of rows gathered since the last seal. */
    public int rowCount() {
        return storage.count();
    }

    /** Heap bytes held. */
    public long byteCount() {
        return storage.byteCount();
    }

    /** Moves the rows, in the order they came, into a batch the caller must close; this builder is empty again. */
    @MustBeClosed
    public ArrowBatch seal(BufferAllocator allocator) {
        return seal(allocator, null);
    }

    /**
     * Moves rows into a batch the caller must close; this builder is empty again, unless it fails.
     *
     * @param order the indexes of the rows to move, in the order they shall have; rows not listed are dropped. Null for
     *     all rows as they came
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // it belongs to the caller as soon as the rows are forgotten here
    public ArrowBatch seal(BufferAllocator allocator, int @Nullable [] order) {
        ArrowBatch batch = new ArrowBatch(loader().load(rows(order).batch(), allocator));
        storage.clear();
        return batch;
    }

    /**
     * Moves rows into a batch on the heap; this builder is empty again. Without order nothing is copied.
     *
     * @param order the indexes of the rows to move, in the order they shall have; rows not listed are dropped. Null for
     *     all rows as they came
     */
    public HeapRows sealOnHeap(int @Nullable [] order) {
        HeapRows rows = rows(order);
        storage.release();
        return rows;
    }

    /** The rows in the order they came, which stay; valid until this builder changes. */
    public HeapRows rowsOnHeap() {
        return rows(null);
    }

    /** A copy of the rows with the indexes {@code order}, in that order; all of them stay. */
    public HeapRows rowsOnHeap(int[] order) {
        return rows(order);
    }

    private BatchLoader loader() {
        if (loader == null) {
            loader = new BatchLoader(arrowSchema);
        }
        return loader;
    }

    /** Hands the rows to {@code target} in the order they came, none of them with dictionaries; they stay. */
    public void writeTo(BatchTarget target) {
        storage.sealChildren(BatchBuffers.into(target), null);
    }

    private HeapRows rows(int @Nullable [] order) {
        int count = order == null ? rowCount() : order.length;
        HeapBatch.Builder batch = HeapBatch.builder(count, nodeCountUsual, bufferCountUsual);
        BatchBuffers buffers = BatchBuffers.into(batch);
        storage.sealChildren(buffers, order);
        HeapRows rows = new HeapRows(batch.build(), buffers.dictionaries());
        nodeCountUsual = rows.batch().nodeCount();
        bufferCountUsual = rows.batch().bufferCount();
        return rows;
    }

    /** Drops every row from {@code rowCount} on. */
    public void truncate(int rowCount) {
        Objects.checkFromToIndex(0, rowCount, rowCount());
        storage.truncate(rowCount);
    }

    /** Drops all rows but keeps the arrays. */
    public void clear() {
        storage.clear();
    }

    /** Drops all rows and the arrays. */
    public void release() {
        storage.release();
    }
}
