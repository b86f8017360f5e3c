/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.Arrays;

/**
 * A stream of one batch, which is written into an array that is used again and again while the batch comes: what all
 * streams of a schema have in common stands there already. Only for schemas without dictionaries and views, and without
 * compression. Not thread safe.
 */
final class RowStream implements BatchTarget {
    /** A larger array is given back after each stream. */
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private static final int ROOM_MIN = 1 << 12;
    private static final int END_MARK_BYTES = 8;
    private static final int LENGTH_MAX = Integer.MAX_VALUE - Long.BYTES;

    private final int nodeCount;
    private final int bufferCount;
    /** The schema and the frame of a batch. */
    private final byte[] head;
    /** Where the message of the batch begins. */
    private final int start;

    private byte[] bytes;
    private int node;
    private int buffer;
    private int end;

    RowStream(byte[] schemaMessage, BatchShape shape) {
        BatchMessage frame = new BatchMessage(shape.empty(), IpcCompression.Codec.NONE, null);
        this.nodeCount = shape.nodeCount();
        this.bufferCount = shape.bufferCount();
        this.start = schemaMessage.length;
        this.head = Arrays.copyOf(schemaMessage, start + frame.metadataBytes());
        frame.writeFrame(head, start);
        this.bytes = Arrays.copyOf(head, head.length + ROOM_MIN);
    }

    /** Begins a stream of a batch of {@code rowCount} rows, which drops what is there of another one. */
    void begin(int rowCount) {
        node = 0;
        buffer = 0;
        end = head.length;
        LittleEndian.putLong(bytes, start + BatchMessage.ROW_COUNT_AT, rowCount);
    }

    @Override
    public RowStream node(int length, int nullCount) {
        if (node == nodeCount) {
            throw misfit();
        }
        int at = start + BatchMessage.NODES_AT + node++ * BatchMessage.NODE_BYTES;
        LittleEndian.putLong(bytes, at, length);
        LittleEndian.putLong(bytes, at + Long.BYTES, nullCount);
        return this;
    }

    @Override
    public RowStream buffer(byte[] array, int offset, int size) {
        if (buffer == bufferCount) {
            throw misfit();
        }
        int next = room(BatchMessage.padded(size));
        int at = start
                + BatchMessage.NODES_AT
                + nodeCount * BatchMessage.NODE_BYTES
                + Long.BYTES
                + buffer++ * BatchMessage.BUFFER_BYTES;
        LittleEndian.putLong(bytes, at, end - head.length);
        LittleEndian.putLong(bytes, at + Long.BYTES, size);
        if (next > end) {
            // What is behind the last value is zeros, whatever stood there.
            LittleEndian.putLong(bytes, next - Long.BYTES, 0);
            LittleEndian.copy(array, offset, bytes, end, size);
            end = next;
        }
        return this;
    }

    @Override
    public RowStream variadic(int dataBufferCount) {
        throw misfit();
    }

    /** Makes room for {@code more} bytes and an end mark; where these bytes end. */
    private int room(long more) {
        long needed = end + more + END_MARK_BYTES;
        if (needed > bytes.length) {
            if (needed > LENGTH_MAX) {
                throw new IllegalArgumentException(needed + " bytes do not fit an array: encode fewer rows");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(LENGTH_MAX, Math.max(needed, bytes.length * 2L)));
        }
        return (int) (end + more);
    }

    private IllegalArgumentException misfit() {
        return new IllegalArgumentException(
                "a batch does not fit a schema of " + nodeCount + " nodes and " + bufferCount + " buffers");
    }

    /**
     * The stream.
     *
     * @throws IllegalArgumentException if nodes or buffers are missing
     */
    byte[] end() {
        if (node != nodeCount || buffer != bufferCount) {
            throw misfit();
        }
        LittleEndian.putLong(bytes, start + BatchMessage.BODY_BYTES_AT, end - head.length);
        LittleEndian.putLong(bytes, end, 0xffff_ffffL);
        byte[] stream = Arrays.copyOf(bytes, end + END_MARK_BYTES);
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = Arrays.copyOf(head, head.length + ROOM_MIN);
        }
        return stream;
    }
}
