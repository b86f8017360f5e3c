/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Encodes batches of one schema as IPC streams and files, of metadata V5. The schema is encoded once. Not thread safe.
 */
public final class IpcEncoder {
    private static final int END_MARK_BYTES = 8;
    private static final int FILE_HEAD_BYTES = FileFooter.HEAD_BYTES;

    private final DecodedSchema schema;
    private final IpcCompression compression;
    private final byte[] schemaMessage;
    /** The dictionaries of the schema, each behind those that its values refer to. */
    private final List<Long> dictionaryIds;
    /** How streams of one batch begin: schema and the frame of the batch, once there was one. */
    private byte[] head = {};

    private @Nullable RowStream rowStream;

    /** An encoder of batches of {@code schema}, which is in message format, as {@link IpcContent#schema} is. */
    public IpcEncoder(Schema schema, IpcCompression compression) {
        this.schema = DecodedSchema.of(schema);
        this.compression = compression;
        this.schemaMessage = SchemaMessage.of(schema);
        Set<Long> ids = new LinkedHashSet<>();
        new TreeSet<>(this.schema.dictionaries().keySet()).forEach(id -> collect(id, ids));
        this.dictionaryIds = List.copyOf(ids);
    }

    private void collect(long id, Set<Long> ids) {
        Objects.requireNonNull(schema.dictionaries().get(id)).inner().forEach(inner -> collect(inner, ids));
        ids.add(id);
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

    /** Whether {@link #stream(int, Consumer)} can be asked: there are no dictionaries, views or compression. */
    public boolean isDirect() {
        return compression.codec() == IpcCompression.Codec.NONE
                && dictionaryIds.isEmpty()
                && schema.rows().viewCount() == 0;
    }

    /**
     * A stream of one batch of {@code rowCount} rows, which {@code rows} hands over: what it hands over is copied once.
     *
     * @throws IllegalArgumentException if the batch does not fit the schema or no array is long enough
     * @throws IllegalStateException if this encoder is not direct
     */
    public byte[] stream(int rowCount, Consumer<BatchTarget> rows) {
        RowStream stream = rowStream();
        stream.begin(rowCount);
        rows.accept(stream);
        return stream.end();
    }

    private RowStream rowStream() {
        RowStream known = rowStream;
        if (known == null) {
            if (!isDirect()) {
                throw new IllegalStateException("dictionaries, views and compression need a whole batch");
            }
            known = new RowStream(schemaMessage, schema.rows());
            rowStream = known;
        }
        return known;
    }

    /** Schema and the frame of {@code message}, which all streams of one such message have in common. */
    private byte[] head(BatchMessage message) {
        int size = schemaMessage.length + message.metadataBytes();
        if (head.length != size) {
            byte[] made = Arrays.copyOf(schemaMessage, size);
            message.writeFrame(made, schemaMessage.length);
            head = made;
        }
        return head;
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
        int known = sent == null ? 0 : commonCount(parts, sent);
        boolean grew = sent != null && known == sent.size();
        for (int index = grew ? known : 0; index < parts.size(); index++) {
            messages.add(message(compressor, id, parts.get(index), index > 0));
        }
    }

    /** How many of {@code parts} are those that {@code others} begins with. */
    private static int commonCount(List<HeapBatch> parts, List<HeapBatch> others) {
        int count = 0;
        while (count < others.size() && count < parts.size() && others.get(count) == parts.get(count)) {
            count++;
        }
        return count;
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
        byte[] tail = fileTail(dictionaryBlocks, batchBlocks, Map.of());
        byte[] target = new byte[size(messages, FILE_HEAD_BYTES - END_MARK_BYTES + tail.length)];
        System.arraycopy(FileFooter.MAGIC, 0, target, 0, FileFooter.MAGIC.length);
        int at = write(messages, target, FILE_HEAD_BYTES);
        System.arraycopy(tail, 0, target, at - END_MARK_BYTES, tail.length);
        return target;
    }

    /** How files begin: up to the schema. */
    byte[] fileHead() {
        byte[] head = new byte[FILE_HEAD_BYTES + schemaMessage.length];
        System.arraycopy(FileFooter.MAGIC, 0, head, 0, FileFooter.MAGIC.length);
        System.arraycopy(schemaMessage, 0, head, FILE_HEAD_BYTES, schemaMessage.length);
        return head;
    }

    /**
     * How a file ends whose messages are at {@code dictionaryBlocks} and {@code batchBlocks}: from the end mark on.
     *
     * @param metadata what the footer tells besides
     */
    byte[] fileTail(List<ArrowBlock> dictionaryBlocks, List<ArrowBlock> batchBlocks, Map<String, String> metadata) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        builder.finish(
                new ArrowFooter(schema.schema(), dictionaryBlocks, batchBlocks, metadata.isEmpty() ? null : metadata)
                        .writeTo(builder));
        byte[] footer = builder.sizedByteArray();
        byte[] tail = new byte[END_MARK_BYTES + footer.length + Integer.BYTES + FileFooter.MAGIC.length];
        LittleEndian.putInt(tail, 0, -1);
        System.arraycopy(footer, 0, tail, END_MARK_BYTES, footer.length);
        LittleEndian.putInt(tail, END_MARK_BYTES + footer.length, footer.length);
        System.arraycopy(FileFooter.MAGIC, 0, tail, tail.length - FileFooter.MAGIC.length, FileFooter.MAGIC.length);
        return tail;
    }

    /**
     * The messages for {@code batch} in a file, for which {@code sent} remembers the dictionaries that it has.
     *
     * @throws IllegalArgumentException if the batch does not fit the schema, or a dictionary is missing or replaced;
     *     {@code sent} is then as before
     */
    List<BatchMessage> fileMessages(HeapBatch batch, Dictionaries dictionaries, Map<Long, List<HeapBatch>> sent) {
        List<BatchMessage> messages = new ArrayList<>();
        Map<Long, List<HeapBatch>> now = new HashMap<>();
        try (Compressor compressor = new Compressor(compression)) {
            for (long id : dictionaryIds) {
                List<HeapBatch> parts = dictionaries.parts(id);
                List<HeapBatch> known = sent.get(id);
                now.put(id, parts);
                if (known != null && known.size() > commonCount(parts, known)) {
                    throw new IllegalArgumentException(
                            "dictionary " + id + " is another one than before, which files do not allow");
                }
                addParts(messages, compressor, id, parts, known);
            }
            messages.add(message(compressor, batch));
        }
        sent.putAll(now);
        return messages;
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
        int size = size(messages, 0);
        BatchMessage only = messages.size() == 1 ? messages.get(0) : null;
        if (only != null && only.isFrameCommon()) {
            byte[] target = Arrays.copyOf(head(only), size);
            only.writeValues(target, schemaMessage.length);
            LittleEndian.putInt(target, size - END_MARK_BYTES, -1);
            return target;
        }
        byte[] target = new byte[size];
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
