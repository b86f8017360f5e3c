/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Encodes batches of one schema as IPC streams and files, of metadata V5. The schema is encoded once. Not thread safe.
 */
public final class IpcEncoder {
    private static final int END_MARK_BYTES = 8;
    private static final int FILE_HEAD_BYTES = 8;

    private final DecodedSchema schema;
    private final IpcCompression compression;
    private final byte[] schemaMessage;
    /** The dictionaries of the schema, each behind those that its values refer to. */
    private final List<Long> dictionaryIds;

    /** An encoder of batches of {@code schema}, which is in message format, as {@link IpcContent#schema} is. */
    public IpcEncoder(Schema schema, IpcCompression compression) {
        this.schema = DecodedSchema.of(schema);
        this.compression = compression;
        this.schemaMessage = schemaMessage(schema);
        Set<Long> ids = new LinkedHashSet<>();
        new TreeSet<>(this.schema.dictionaries().keySet()).forEach(id -> collect(id, ids));
        this.dictionaryIds = List.copyOf(ids);
    }

    private void collect(long id, Set<Long> ids) {
        Objects.requireNonNull(schema.dictionaries().get(id)).inner().forEach(inner -> collect(inner, ids));
        ids.add(id);
    }

    private static byte[] schemaMessage(Schema schema) {
        ByteBuffer metadata = MessageSerializer.serializeMetadata(schema, IpcOption.DEFAULT);
        int size = (int) BatchMessage.padded(metadata.remaining());
        byte[] message = new byte[2 * Integer.BYTES + size];
        LittleEndian.putInt(message, 0, -1);
        LittleEndian.putInt(message, Integer.BYTES, size);
        metadata.get(message, 2 * Integer.BYTES, metadata.remaining());
        return message;
    }

    /**
     * A stream: schema, dictionaries, batches and an end mark.
     *
     * @throws IllegalArgumentException if a batch does not fit the schema, a dictionary is missing or no array is long
     *     enough
     */
    public byte[] stream(List<HeapBatch> batches, Dictionaries dictionaries) {
        return streamOf(messages(batches, dictionaries));
    }

    /**
     * A stream of batches that were decoded: dictionaries that grew between two of them are sent as deltas, those that
     * were replaced are sent anew.
     *
     * @throws IllegalArgumentException if a batch does not fit the schema, a dictionary is missing or no array is long
     *     enough
     */
    public byte[] stream(List<DecodedBatch> batches) {
        List<BatchMessage> messages = new ArrayList<>();
        Map<Long, List<HeapBatch>> sent = new HashMap<>();
        try (Compressor compressor = new Compressor(compression)) {
            for (DecodedBatch batch : batches) {
                for (long id : dictionaryIds) {
                    List<HeapBatch> parts = batch.dictionaries().parts(id);
                    addParts(messages, compressor, id, parts, sent.put(id, parts));
                }
                messages.add(message(compressor, batch.batch()));
            }
        }
        return streamOf(messages);
    }

    /** Adds messages for those of {@code parts} that are not in {@code sent}. */
    private void addParts(
            List<BatchMessage> messages,
            Compressor compressor,
            long id,
            List<HeapBatch> parts,
            @Nullable List<HeapBatch> sent) {
        int known = 0;
        while (sent != null && known < sent.size() && known < parts.size() && sent.get(known) == parts.get(known)) {
            known++;
        }
        boolean grew = sent != null && known == sent.size();
        for (int index = grew ? known : 0; index < parts.size(); index++) {
            messages.add(message(compressor, id, parts.get(index), index > 0));
        }
    }

    /**
     * A file: what a stream has, and a footer to find it by.
     *
     * @throws IllegalArgumentException if a batch does not fit the schema, a dictionary is missing or no array is long
     *     enough
     */
    public byte[] file(List<HeapBatch> batches, Dictionaries dictionaries) {
        List<BatchMessage> messages = messages(batches, dictionaries);
        List<ArrowBlock> dictionaryBlocks = new ArrayList<>();
        List<ArrowBlock> batchBlocks = new ArrayList<>();
        long position = FILE_HEAD_BYTES;
        position += schemaMessage.length;
        for (BatchMessage message : messages) {
            ArrowBlock block = new ArrowBlock(position, message.metadataBytes(), message.bodyBytes());
            (message.isDictionary() ? dictionaryBlocks : batchBlocks).add(block);
            position += message.byteCount();
        }
        FlatBufferBuilder builder = new FlatBufferBuilder();
        builder.finish(new ArrowFooter(schema.schema(), dictionaryBlocks, batchBlocks).writeTo(builder));
        byte[] footer = builder.sizedByteArray();
        int tail = footer.length + Integer.BYTES + FileFooter.MAGIC.length;
        byte[] target = new byte[size(messages, FILE_HEAD_BYTES + tail)];
        System.arraycopy(FileFooter.MAGIC, 0, target, 0, FileFooter.MAGIC.length);
        int at = write(messages, target, FILE_HEAD_BYTES);
        System.arraycopy(footer, 0, target, at, footer.length);
        LittleEndian.putInt(target, at + footer.length, footer.length);
        System.arraycopy(FileFooter.MAGIC, 0, target, target.length - FileFooter.MAGIC.length, FileFooter.MAGIC.length);
        return target;
    }

    private List<BatchMessage> messages(List<HeapBatch> batches, Dictionaries dictionaries) {
        List<BatchMessage> messages = new ArrayList<>(dictionaryIds.size() + batches.size());
        try (Compressor compressor = new Compressor(compression)) {
            for (long id : dictionaryIds) {
                messages.add(message(compressor, id, dictionaries.values(id), false));
            }
            for (HeapBatch batch : batches) {
                messages.add(message(compressor, batch));
            }
        }
        return messages;
    }

    private BatchMessage message(Compressor compressor, HeapBatch batch) {
        schema.rows().checkFits(batch);
        return new BatchMessage(compressor.compress(batch), compression.codec(), null);
    }

    private BatchMessage message(Compressor compressor, long id, HeapBatch values, boolean delta) {
        Objects.requireNonNull(schema.dictionaries().get(id)).shape().checkFits(values);
        return new BatchMessage(
                compressor.compress(values), compression.codec(), new BatchMessage.DictionaryPart(id, delta));
    }

    private byte[] streamOf(List<BatchMessage> messages) {
        byte[] target = new byte[size(messages, 0)];
        write(messages, target, 0);
        return target;
    }

    /** Bytes of schema, {@code messages}, end mark and {@code more}. */
    private int size(List<BatchMessage> messages, int more) {
        long size = (long) schemaMessage.length + END_MARK_BYTES + more;
        for (BatchMessage message : messages) {
            size += message.byteCount();
        }
        if (size > Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalArgumentException(size + " bytes do not fit an array: encode fewer rows");
        }
        return (int) size;
    }

    /** Writes schema, {@code messages} and end mark from {@code start} on; where that ends. */
    private int write(List<BatchMessage> messages, byte[] target, int start) {
        System.arraycopy(schemaMessage, 0, target, start, schemaMessage.length);
        int at = start + schemaMessage.length;
        for (BatchMessage message : messages) {
            message.write(target, at);
            at += (int) message.byteCount();
        }
        LittleEndian.putInt(target, at, -1);
        return at + END_MARK_BYTES;
    }
}
