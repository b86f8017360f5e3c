/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes an IPC file batch by batch, of metadata V5. Nothing of a batch is kept once it is written. A batch that is
 * refused changes nothing, unless there are too many dictionaries; once bytes could not be written, the file can only
 * be given up. Not thread safe.
 */
public final class IpcFileWriter {
    private final IpcEncoder encoder;
    private final OutputStream output;
    private final List<ArrowBlock> dictionaryBlocks = new ArrayList<>();
    private final List<ArrowBlock> batchBlocks = new ArrayList<>();
    private final Map<Long, List<HeapBatch>> sent = new HashMap<>();
    private long position;
    private boolean finished;
    /** Whether bytes of a message are missing, or may be. */
    private boolean broken;

    /**
     * Begins a file with batches of {@code schema}, which is in message format, on {@code output}. That gets whole
     * buffers, and pieces of a few bytes between them; it is neither flushed nor closed.
     *
     * @throws IOException if the bytes could not be written
     */
    public IpcFileWriter(Schema schema, IpcCompression compression, OutputStream output) throws IOException {
        this.encoder = new IpcEncoder(schema, compression);
        this.output = output;
        byte[] head = encoder.fileHead();
        output.write(head);
        this.position = head.length;
    }

    /** Bytes written so far. */
    public long byteCount() {
        return position;
    }

    /**
     * Writes one batch, and before it what is new of the dictionaries that it refers to: they may grow from batch to
     * batch, but the format does not let a file replace one.
     *
     * @throws IOException if the bytes could not be written
     * @throws IllegalArgumentException if the batch does not fit the schema, or a dictionary is missing or another one
     *     than before
     */
    public void write(HeapBatch batch, Dictionaries dictionaries) throws IOException {
        requireUsable();
        List<BatchMessage> messages = encoder.fileMessages(batch, dictionaries, sent);
        if (dictionaryBlocks.size() + messages.size() - 1 > DictionaryLedger.BATCHES_MAX) {
            broken = true;
            throw new IllegalArgumentException(
                    "a file can have at most " + DictionaryLedger.BATCHES_MAX + " dictionary batches");
        }
        broken = true;
        for (BatchMessage message : messages) {
            ArrowBlock block = new ArrowBlock(position, message.metadataBytes(), message.bodyBytes());
            message.write(output);
            (message.isDictionary() ? dictionaryBlocks : batchBlocks).add(block);
            position += message.byteCount();
        }
        broken = false;
    }

    /**
     * Writes the footer, without which the file cannot be read.
     *
     * @throws IOException if the bytes could not be written
     */
    public void finish() throws IOException {
        finish(Map.of());
    }

    /**
     * Writes the footer, which tells {@code metadata}.
     *
     * @throws IOException if the bytes could not be written
     */
    public void finish(Map<String, String> metadata) throws IOException {
        requireUsable();
        broken = true;
        byte[] tail = encoder.fileTail(dictionaryBlocks, batchBlocks, metadata);
        output.write(tail);
        position += tail.length;
        finished = true;
    }

    private void requireUsable() {
        if (finished) {
            throw new IllegalStateException("the file of " + position + " bytes is already finished");
        }
        if (broken) {
            throw new IllegalStateException("the file lacks bytes beyond " + position + " that could not be written");
        }
    }
}
