/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One message with a batch, about to be written: a record batch or a dictionary. Its metadata is laid out by hand,
 * always in the same way, so that sizes are known before anything is written and nothing is written twice.
 */
final class BatchMessage {
    /** Continuation mark and length. */
    private static final int PREFIX_BYTES = 8;

    static final int NODE_BYTES = 16;
    static final int BUFFER_BYTES = 16;
    private static final int METADATA_V5 = 4;
    private static final int DICTIONARY_HEADER = 2;
    private static final int BATCH_HEADER = 3;

    /** Where the table of the message begins, behind the reference to it and its vtable. */
    private static final int MESSAGE = 16;

    /** Where the header begins: its vtable first. */
    private static final int HEADER = 36;

    private static final int DICTIONARY_BYTES = 40;
    private static final int RECORD_VTABLE_BYTES = 16;
    private static final int RECORD_BYTES = RECORD_VTABLE_BYTES + 28;
    private static final int COMPRESSION_BYTES = 16;

    /** Where the bytes of the body are told, counted from the beginning of the message. */
    static final int BODY_BYTES_AT = PREFIX_BYTES + MESSAGE + 8;
    /** Where the number of rows is told in a batch of rows. */
    static final int ROW_COUNT_AT = PREFIX_BYTES + HEADER + RECORD_VTABLE_BYTES + 4;
    /** Where the nodes are in a batch of rows without compression. */
    static final int NODES_AT = PREFIX_BYTES + HEADER + RECORD_BYTES + Long.BYTES;

    private static final byte[] PADDING = new byte[Long.BYTES];

    private final HeapBatch batch;
    private final IpcCompression.Codec codec;
    private final @Nullable DictionaryPart part;
    private final int metadataBytes;
    private final long bodyBytes;

    /** Which dictionary a batch is for, and whether it adds to what is there. */
    record DictionaryPart(long id, boolean delta) {}

    /** A message with {@code batch}, whose buffers {@code codec} has compressed already. */
    BatchMessage(HeapBatch batch, IpcCompression.Codec codec, @Nullable DictionaryPart part) {
        this.batch = batch;
        this.codec = codec;
        this.part = part;
        this.metadataBytes = PREFIX_BYTES
                + recordStart()
                + RECORD_BYTES
                + (codec == IpcCompression.Codec.NONE ? 0 : COMPRESSION_BYTES)
                + (Long.BYTES + batch.nodeCount() * NODE_BYTES)
                + (Long.BYTES + batch.bufferCount() * BUFFER_BYTES)
                + (batch.viewCount() == 0 ? 0 : Long.BYTES + batch.viewCount() * Long.BYTES);
        long body = 0;
        for (int buffer = 0; buffer < batch.bufferCount(); buffer++) {
            body += padded(batch.size(buffer));
        }
        this.bodyBytes = body;
    }

    /** Bytes up to the next multiple of 8. */
    static long padded(int bytes) {
        return (bytes + 7L) & -8;
    }

    boolean isDictionary() {
        return part != null;
    }

    /** Bytes before the body, with prefix. */
    int metadataBytes() {
        return metadataBytes;
    }

    long bodyBytes() {
        return bodyBytes;
    }

    long byteCount() {
        return metadataBytes + bodyBytes;
    }

    private int recordStart() {
        return part == null ? HEADER : HEADER + DICTIONARY_BYTES;
    }

    /** Writes the message from {@code start} on, where {@code target} must still be zeros. */
    void write(byte[] target, int start) {
        writeFrame(target, start);
        writeValues(target, start);
    }

    /**
     * Whether the frame of this message is that of every other with as many bytes of metadata: dictionaries have their
     * id in it, and columns of views may have any number of buffers.
     */
    boolean isFrameCommon() {
        return part == null && batch.viewCount() == 0;
    }

    /** Writes what does not depend on the values, where {@code target} must still be zeros. */
    void writeFrame(byte[] target, int start) {
        LittleEndian.putInt(target, start, -1);
        LittleEndian.putInt(target, start + Integer.BYTES, metadataBytes - PREFIX_BYTES);
        int metadata = start + PREFIX_BYTES;
        message(target, metadata);
        if (part != null) {
            dictionary(target, metadata + HEADER, part);
        }
        record(target, metadata + recordStart());
    }

    /** Writes the message without putting it together before. */
    void write(OutputStream output) throws IOException {
        byte[] metadata = new byte[metadataBytes];
        writeFrame(metadata, 0);
        writeNumbers(metadata, 0);
        output.write(metadata);
        for (int buffer = 0; buffer < batch.bufferCount(); buffer++) {
            int size = batch.size(buffer);
            output.write(batch.array(buffer), batch.offset(buffer), size);
            output.write(PADDING, 0, (int) padded(size) - size);
        }
    }

    /** Writes the rest into the frame that begins at {@code start}; the body must still be zeros. */
    void writeValues(byte[] target, int start) {
        writeNumbers(target, start);
        body(target, start + metadataBytes);
    }

    private void writeNumbers(byte[] target, int start) {
        int metadata = start + PREFIX_BYTES;
        LittleEndian.putLong(target, metadata + MESSAGE + 8, bodyBytes);
        int record = metadata + recordStart();
        LittleEndian.putLong(target, record + RECORD_VTABLE_BYTES + 4, batch.rowCount());
        int next = record + RECORD_BYTES + (isCompressed() ? COMPRESSION_BYTES : 0);
        next = nodes(target, next + Long.BYTES);
        buffers(target, next + Long.BYTES);
    }

    private boolean isCompressed() {
        return codec != IpcCompression.Codec.NONE;
    }

    private void message(byte[] target, int at) {
        LittleEndian.putInt(target, at, MESSAGE);
        vtable(target, at + 4, 20, 16, 18, 4, 8);
        int table = at + MESSAGE;
        LittleEndian.putInt(target, table, MESSAGE - 4);
        int headerTable = part == null ? HEADER + RECORD_VTABLE_BYTES : HEADER + 12;
        LittleEndian.putInt(target, table + 4, headerTable - MESSAGE - 4);
        LittleEndian.putShort(target, table + 16, METADATA_V5);
        target[table + 18] = (byte) (part == null ? BATCH_HEADER : DICTIONARY_HEADER);
    }

    /** A vtable of 10 bytes, two of padding, then id, reference to the batch and whether it is a delta. */
    private static void dictionary(byte[] target, int at, DictionaryPart part) {
        vtable(target, at, 24, 8, 4, 16);
        int table = at + 12;
        LittleEndian.putInt(target, table, 12);
        LittleEndian.putInt(target, table + 4, DICTIONARY_BYTES + RECORD_VTABLE_BYTES - 12 - 4);
        LittleEndian.putLong(target, table + 8, part.id());
        target[table + 16] = (byte) (part.delta() ? 1 : 0);
    }

    private void record(byte[] target, int at) {
        boolean compressed = isCompressed();
        boolean views = batch.viewCount() > 0;
        vtable(target, at, 28, 4, 12, 16, compressed ? 20 : 0, views ? 24 : 0);
        int table = at + RECORD_VTABLE_BYTES;
        LittleEndian.putInt(target, table, RECORD_VTABLE_BYTES);
        int next = at + RECORD_BYTES;
        if (compressed) {
            vtable(target, next, 8, 4, 5);
            LittleEndian.putInt(target, next + 8, 8);
            target[next + 12] = (byte) (codec == IpcCompression.Codec.ZSTD ? 1 : 0);
            LittleEndian.putInt(target, table + 20, next + 8 - (table + 20));
            next += COMPRESSION_BYTES;
        }
        vector(target, table + 12, next, batch.nodeCount());
        next += Long.BYTES + batch.nodeCount() * NODE_BYTES;
        vector(target, table + 16, next, batch.bufferCount());
        next += Long.BYTES + batch.bufferCount() * BUFFER_BYTES;
        if (views) {
            vector(target, table + 24, next, batch.viewCount());
            for (int view = 0; view < batch.viewCount(); view++) {
                LittleEndian.putLong(target, next + Long.BYTES + view * Long.BYTES, batch.variadicCount(view));
            }
        }
    }

    private static void vtable(byte[] target, int at, int tableBytes, int... offsets) {
        LittleEndian.putShort(target, at, 4 + offsets.length * Short.BYTES);
        LittleEndian.putShort(target, at + 2, tableBytes);
        for (int index = 0; index < offsets.length; index++) {
            LittleEndian.putShort(target, at + 4 + index * Short.BYTES, offsets[index]);
        }
    }

    /** Points {@code field} at a vector of {@code count} elements, which begin 8 bytes behind {@code at}. */
    private static void vector(byte[] target, int field, int at, int count) {
        LittleEndian.putInt(target, field, at + Integer.BYTES - field);
        LittleEndian.putInt(target, at + Integer.BYTES, count);
    }

    private int nodes(byte[] target, int start) {
        int at = start;
        for (int node = 0; node < batch.nodeCount(); node++, at += NODE_BYTES) {
            LittleEndian.putLong(target, at, batch.length(node));
            LittleEndian.putLong(target, at + Long.BYTES, batch.nullCount(node));
        }
        return at;
    }

    private void buffers(byte[] target, int start) {
        int at = start;
        long offset = 0;
        for (int buffer = 0; buffer < batch.bufferCount(); buffer++, at += BUFFER_BYTES) {
            int size = batch.size(buffer);
            LittleEndian.putLong(target, at, offset);
            LittleEndian.putLong(target, at + Long.BYTES, size);
            offset += padded(size);
        }
    }

    private void body(byte[] target, int start) {
        int at = start;
        for (int buffer = 0; buffer < batch.bufferCount(); buffer++) {
            int size = batch.size(buffer);
            LittleEndian.copy(batch.array(buffer), batch.offset(buffer), target, at, size);
            at += (int) padded(size);
        }
    }
}
