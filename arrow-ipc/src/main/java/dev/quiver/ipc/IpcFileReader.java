/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Reads an IPC file batch by batch, in any order, so that no more of it is on the heap than the dictionaries and one
 * batch. What breaks the format's rules or the limits is refused when it is read. The limits hold for each batch, and
 * for all dictionaries together; bytes that are read count as those that are decompressed. Not thread safe.
 */
public final class IpcFileReader implements AutoCloseable {
    /** Read at once from the end, which nearly always holds the whole footer. */
    private static final int END_BYTES = 64 << 10;

    private final FileSource source;
    private final IpcLimits limits;
    private final DecodedSchema schema;
    private final List<FileFooter.Block> batches;
    private final Dictionaries dictionaries;
    private final BatchLoader loader;
    /** Holds the batch that was read last. */
    private byte[] bytes = {};

    /**
     * Reads footer, schema and dictionaries of {@code owned}, which is closed with this reader or if that fails.
     *
     * @throws IOException if the bytes could not be read
     * @throws MalformedIpcException if they are no file, break a rule of the format or pass a limit
     */
    @MustBeClosed
    public IpcFileReader(FileSource owned, IpcLimits limits) throws IOException {
        this.source = owned;
        this.limits = limits;
        try {
            FileFooter footer = footer();
            this.schema = schema(footer);
            this.batches = footer.batches();
            this.dictionaries = dictionaries(footer.dictionaries());
            this.loader = new BatchLoader(schema.schema());
        } catch (IOException | RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            source.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private FileFooter footer() throws IOException {
        byte[] end = new byte[(int) Math.min(END_BYTES, source.size())];
        source.read(source.size() - end.length, end, 0, end.length);
        int size = FileFooter.size(new ByteRange(end, 0, end.length), source.size());
        long position = source.size() - FileFooter.TAIL_BYTES - size;
        int start = end.length - FileFooter.TAIL_BYTES - size;
        if (start >= 0) {
            return new FileFooter(new ByteRange(end, start, start + size), position);
        }
        new ByteBudget(limits.decompressedBytesMax()).take(size, "the footer");
        byte[] whole = new byte[size];
        source.read(position, whole, 0, size);
        return new FileFooter(new ByteRange(whole, 0, size), position);
    }

    private DecodedSchema schema(FileFooter footer) {
        try {
            return DecodedSchema.parse(footer.schema(), footer.range().size(), limits);
        } catch (MalformedIpcException e) {
            throw e.within("schema");
        }
    }

    private Dictionaries dictionaries(List<FileFooter.Block> blocks) throws IOException {
        ByteBudget budget = new ByteBudget(limits.decompressedBytesMax());
        DictionaryLedger ledger = new DictionaryLedger(schema, limits, budget, false);
        int index = 0;
        try (Decompressor decompressor = new Decompressor(budget)) {
            BatchParser parser = new BatchParser(decompressor);
            for (; index < blocks.size(); index++) {
                FileFooter.Block block = blocks.get(index);
                int size = block.arrayBytes(budget);
                ledger.read(block.message(read(block, new byte[size], size)), parser);
            }
            return ledger.settle();
        } catch (MalformedIpcException e) {
            throw e.within(index < blocks.size() ? "dictionary batch " + index : "dictionaries");
        }
    }

    /** The schema, in message format. */
    public Schema schema() {
        return schema.schema();
    }

    /** The dictionaries of all batches. */
    public Dictionaries dictionaries() {
        return dictionaries;
    }

    /** The number of batches. */
    public int batchCount() {
        return batches.size();
    }

    /**
     * Reads batch {@code index}, counted from 0. What is returned is valid until the next one is read: both lie in the
     * same array.
     *
     * @throws IOException if the bytes could not be read
     * @throws MalformedIpcException if they break a rule of the format or pass a limit
     * @throws IndexOutOfBoundsException if there is no such batch
     */
    public DecodedBatch batch(int index) throws IOException {
        FileFooter.Block block = batches.get(Objects.checkIndex(index, batches.size()));
        ByteBudget budget = new ByteBudget(limits.decompressedBytesMax());
        try (Decompressor decompressor = new Decompressor(budget)) {
            int size = block.arrayBytes(budget);
            if (bytes.length < size) {
                bytes = new byte[size];
            }
            Message message = block.message(read(block, bytes, size));
            BatchParser.RowLimit limit = new BatchParser.RowLimit(0, limits.rowsMax(), "max.rows");
            HeapBatch batch = new BatchParser(decompressor).parse(message.header(), message, schema.rows(), limit);
            List<HeapColumn> columns = schema.rows().columnsOf(batch);
            new BatchValidator(limits, dictionaries).check(columns, batch.rowCount());
            return new DecodedBatch(batch, columns, dictionaries);
        } catch (MalformedIpcException e) {
            throw e.within("batch " + index);
        }
    }

    /**
     * Batch {@code index} as vectors, counted from 0, which the caller closes. Of a mapped file, buffers that are not
     * compressed stay where they are: such vectors are for reading only, since to write to them would end the JVM, and
     * keep the file mapped until they are closed; {@code allocator} counts the bytes of the whole message, and nobody
     * may change the file as long. Dictionary-encoded columns are indices into {@link #dictionaries}.
     *
     * @throws IOException if the bytes could not be read
     * @throws MalformedIpcException if they break a rule of the format or pass a limit
     * @throws IndexOutOfBoundsException if there is no such batch
     */
    @MustBeClosed
    public VectorSchemaRoot vectors(int index, BufferAllocator allocator) throws IOException {
        DecodedBatch batch = batch(index);
        FileFooter.Block block = batches.get(index);
        ArrowBuf mapped = source instanceof MappedFile file
                ? file.mapped(block.offset(), (int) (block.end() - block.offset()), allocator)
                : null;
        if (mapped == null) {
            return loader.load(batch, allocator);
        }
        try (MappedBody body = new MappedBody(mapped, bytes)) {
            return loader.load(batch, allocator, body);
        }
    }

    private ByteRange read(FileFooter.Block block, byte[] target, int size) throws IOException {
        source.read(block.offset(), target, 0, size);
        return new ByteRange(target, 0, size);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
