/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** One column of a batch: which node and which buffers are its own, and the columns within it. Immutable. */
public final class HeapColumn {
    private static final HeapColumn[] NO_CHILDREN = {};
    private static final int PATH_LENGTH_MAX = 200;

    private final ColumnShape shape;
    private final HeapBatch batch;
    private final @Nullable HeapColumn parent;
    private final HeapColumn[] children;
    private final int node;
    private final int firstBuffer;
    private final int bufferCount;

    private HeapColumn(ColumnShape shape, @Nullable HeapColumn parent, Cursor cursor) {
        this.shape = shape;
        this.batch = cursor.batch;
        this.parent = parent;
        this.node = cursor.node++;
        this.firstBuffer = cursor.buffer;
        this.bufferCount = shape.layout().bufferCount() + cursor.dataBuffers(shape);
        cursor.buffer += bufferCount;
        int childCount = shape.children().size();
        this.children = childCount == 0 ? NO_CHILDREN : new HeapColumn[childCount];
    }

    /**
     * The columns of a batch of rows, one per field; those of dictionary-encoded fields hold indices.
     *
     * @throws IllegalArgumentException if {@code batch} has other nodes or buffers than {@code schema} asks for
     */
    public static List<HeapColumn> columns(Schema schema, HeapBatch batch) {
        return BatchShape.of(schema).columnsOf(batch);
    }

    /**
     * The one column of a dictionary: the values that the dictionary-encoded {@code field} refers to.
     *
     * @throws IllegalArgumentException if {@code dictionary} has other nodes or buffers than {@code field} asks for
     */
    public static HeapColumn values(Field field, HeapBatch dictionary) {
        return BatchShape.ofDictionary(field).columnsOf(dictionary).get(0);
    }

    /** The field as the schema has it. */
    public Field field() {
        return shape.field();
    }

    /** The type of what the buffers hold: the field's storage type, or that of indices into its dictionary. */
    public ArrowType type() {
        return shape.type();
    }

    /** How the values lie in the buffers. */
    public ColumnLayout layout() {
        return shape.layout();
    }

    /** Whether the buffers hold indices into the dictionary that the field names. */
    public boolean isDictionaryEncoded() {
        return shape.isDictionaryEncoded();
    }

    /** Bytes of one value with {@link ColumnLayout#FIXED}, values of one list with {@link ColumnLayout#FIXED_LIST}. */
    public int width() {
        return shape.width();
    }

    /** The batch that holds the buffers. */
    public HeapBatch batch() {
        return batch;
    }

    /** The number of this column among the nodes of the batch. */
    public int node() {
        return node;
    }

    /** The number of values. */
    public int length() {
        return batch.length(node);
    }

    /** The number of nulls; 0 with layouts that have no validity buffer, except {@link ColumnLayout#NULL}. */
    public int nullCount() {
        return batch.nullCount(node);
    }

    /** The number of this column's first buffer among those of the batch. */
    public int firstBuffer() {
        return firstBuffer;
    }

    /** The number of buffers of this column itself. */
    public int bufferCount() {
        return bufferCount;
    }

    /** The array that holds buffer {@code index} of this column, counted from its {@link #firstBuffer}. */
    public byte[] array(int index) {
        return batch.array(firstBuffer + index);
    }

    /** Where buffer {@code index} of this column begins in its array. */
    public int offset(int index) {
        return batch.offset(firstBuffer + index);
    }

    /** Bytes of buffer {@code index} of this column. */
    public int size(int index) {
        return batch.size(firstBuffer + index);
    }

    /** Whether value {@code index} is null. */
    public boolean isNull(int index) {
        if (!layout().hasValidity()) {
            return layout() == ColumnLayout.NULL;
        }
        return nullCount() > 0 && (array(0)[offset(0) + (index >>> 3)] >>> (index & 7) & 1) == 0;
    }

    /** The number of columns directly within this one. */
    public int childCount() {
        return children.length;
    }

    /** The column {@code index} within this one. */
    public HeapColumn child(int index) {
        return children[index];
    }

    /** The columns directly within this one. */
    public List<HeapColumn> children() {
        return List.of(children);
    }

    @Nullable
    HeapColumn parent() {
        return parent;
    }

    boolean isRequired() {
        return shape.required();
    }

    /** The refusal of this column because of {@code reason}. */
    MalformedIpcException malformed(String reason) {
        return new MalformedIpcException("column '" + path() + "': " + reason);
    }

    private String path() {
        StringBuilder path = new StringBuilder(field().getName());
        for (HeapColumn above = parent; above != null && path.length() < PATH_LENGTH_MAX; above = above.parent) {
            path.insert(0, '.').insert(0, above.field().getName());
        }
        for (int index = 0; index < path.length(); index++) {
            if (Character.isISOControl(path.charAt(index))) {
                path.setCharAt(index, '?');
            }
        }
        return path.length() <= PATH_LENGTH_MAX ? path.toString() : path.substring(0, PATH_LENGTH_MAX) + "…";
    }

    /** Hands out the nodes and buffers of a batch in their order. */
    static final class Cursor {
        private final HeapBatch batch;
        private int node;
        private int buffer;
        private int view;

        Cursor(HeapBatch batch) {
            this.batch = batch;
        }

        /** The next column, with those within it. */
        HeapColumn next(ColumnShape shape, @Nullable HeapColumn parent) {
            HeapColumn column = new HeapColumn(shape, parent, this);
            for (int index = 0; index < column.children.length; index++) {
                column.children[index] = next(shape.children().get(index), column);
            }
            return column;
        }

        private int dataBuffers(ColumnShape shape) {
            return shape.layout() == ColumnLayout.VIEW ? batch.variadicCount(view++) : 0;
        }
    }
}
