/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.Arrays;

/**
 * One record batch on the heap, laid out as the IPC format has it: nodes (length and null count of each column,
 * children after their parent, depth first) and buffers in the order of the format, each a range of some byte array. A
 * batch that was decoded shares the arrays of its message; nobody changes them. Immutable.
 */
public final class HeapBatch {
    private static final int NODES_USUAL = 16;
    private static final int BUFFERS_USUAL = 48;

    private final int rowCount;
    private final int[] lengths;
    private final int[] nullCounts;
    private final byte[][] arrays;
    private final int[] offsets;
    private final int[] sizes;
    private final int[] variadicCounts;

    private HeapBatch(Builder builder) {
        this.rowCount = builder.rowCount;
        this.lengths = trimmed(builder.lengths, builder.nodeCount);
        this.nullCounts = trimmed(builder.nullCounts, builder.nodeCount);
        this.arrays = builder.arrays.length == builder.bufferCount
                ? builder.arrays
                : Arrays.copyOf(builder.arrays, builder.bufferCount);
        this.offsets = trimmed(builder.offsets, builder.bufferCount);
        this.sizes = trimmed(builder.sizes, builder.bufferCount);
        this.variadicCounts = trimmed(builder.variadicCounts, builder.viewCount);
        builder.built = true;
    }

    private static int[] trimmed(int[] numbers, int count) {
        return numbers.length == count ? numbers : Arrays.copyOf(numbers, count);
    }

    /** The number of rows. */
    public int rowCount() {
        return rowCount;
    }

    /** The number of columns, those within others included. */
    public int nodeCount() {
        return lengths.length;
    }

    /** The number of values of column {@code node}. */
    public int length(int node) {
        return lengths[node];
    }

    /** The number of nulls of column {@code node}. */
    public int nullCount(int node) {
        return nullCounts[node];
    }

    /** The number of buffers. */
    public int bufferCount() {
        return arrays.length;
    }

    /** The array that holds buffer {@code buffer}, from {@link #offset} on for {@link #size} bytes. */
    public byte[] array(int buffer) {
        return arrays[buffer];
    }

    /** Where buffer {@code buffer} begins in {@link #array}. */
    public int offset(int buffer) {
        return offsets[buffer];
    }

    /** Bytes of buffer {@code buffer}; 0 for a validity buffer that is left out because nothing is null. */
    public int size(int buffer) {
        return sizes[buffer];
    }

    /** The number of columns of a view type. */
    public int viewCount() {
        return variadicCounts.length;
    }

    /** The number of data buffers of the view column number {@code view}, counted over the view columns in order. */
    public int variadicCount(int view) {
        return variadicCounts[view];
    }

    /** Bytes of all buffers. */
    public long byteCount() {
        long sum = 0;
        for (int size : sizes) {
            sum += size;
        }
        return sum;
    }

    /** A batch of {@code rowCount} rows to be filled with nodes and buffers in the order of the format. */
    public static Builder builder(int rowCount) {
        return new Builder(rowCount, NODES_USUAL, BUFFERS_USUAL);
    }

    /** The same, for about so many nodes and buffers. */
    public static Builder builder(int rowCount, int nodes, int buffers) {
        return new Builder(rowCount, nodes, buffers);
    }

    /** Gathers the nodes and buffers of one batch. */
    public static final class Builder implements BatchTarget {
        private final int rowCount;
        private int[] lengths;
        private int[] nullCounts;
        private int nodeCount;
        private byte[][] arrays;
        private int[] offsets;
        private int[] sizes;
        private int bufferCount;
        private int[] variadicCounts = {};
        private int viewCount;
        private boolean built;

        private Builder(int rowCount, int nodes, int buffers) {
            this.rowCount = rowCount;
            this.lengths = new int[nodes];
            this.nullCounts = new int[nodes];
            this.arrays = new byte[buffers][];
            this.offsets = new int[buffers];
            this.sizes = new int[buffers];
        }

        /** Adds a column of {@code length} values, {@code nullCount} of which are null. */
        @Override
        public Builder node(int length, int nullCount) {
            if (nodeCount == lengths.length) {
                lengths = Arrays.copyOf(lengths, nodeCount * 2 + 1);
                nullCounts = Arrays.copyOf(nullCounts, nodeCount * 2 + 1);
            }
            lengths[nodeCount] = length;
            nullCounts[nodeCount] = nullCount;
            nodeCount++;
            return this;
        }

        /** Adds the {@code size} bytes of {@code array} from {@code offset} on; the array is shared, not copied. */
        @Override
        public Builder buffer(byte[] array, int offset, int size) {
            if (bufferCount == arrays.length) {
                arrays = Arrays.copyOf(arrays, bufferCount * 2 + 1);
                offsets = Arrays.copyOf(offsets, bufferCount * 2 + 1);
                sizes = Arrays.copyOf(sizes, bufferCount * 2 + 1);
            }
            arrays[bufferCount] = array;
            offsets[bufferCount] = offset;
            sizes[bufferCount] = size;
            bufferCount++;
            return this;
        }

        /** Says that the view column just added has this many data buffers. */
        @Override
        public Builder variadic(int dataBufferCount) {
            if (viewCount == variadicCounts.length) {
                variadicCounts = Arrays.copyOf(variadicCounts, viewCount * 2 + 1);
            }
            variadicCounts[viewCount++] = dataBufferCount;
            return this;
        }

        /**
         * The batch, which takes what was gathered.
         *
         * @throws IllegalStateException if it was taken before
         */
        public HeapBatch build() {
            if (built) {
                throw new IllegalStateException("a batch was built already");
            }
            return new HeapBatch(this);
        }
    }
}
