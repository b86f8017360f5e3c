/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.List;

/** Reads the messages behind a schema into batches. */
final class ContentReader implements AutoCloseable {
    private final DecodedSchema schema;
    private final IpcLimits limits;
    private final Decompressor decompressor;
    private final BatchParser parser;
    private final DictionaryLedger dictionaries;
    private final List<DecodedBatch> batches = new ArrayList<>();
    private int rowCount;

    /** A reader of messages whose dictionaries later ones may replace, if {@code replaceable}. */
    ContentReader(DecodedSchema schema, IpcLimits limits, boolean replaceable) {
        this.schema = schema;
        this.limits = limits;
        ByteBudget budget = new ByteBudget(limits.decompressedBytesMax());
        this.decompressor = new Decompressor(budget);
        this.parser = new BatchParser(decompressor);
        this.dictionaries = new DictionaryLedger(schema, limits, budget, replaceable);
    }

    /** Reads {@code message}, the number {@code index} of its stream or file. */
    void read(Message message, int index) {
        try {
            switch (message.kind()) {
                case SCHEMA -> throw new MalformedIpcException("a second schema");
                case DICTIONARY -> dictionaries.read(message, parser);
                case BATCH -> batches.add(batch(message));
            }
        } catch (MalformedIpcException e) {
            String place = message.kind() == Message.Kind.BATCH ? ", batch " + batches.size() : "";
            throw e.within("message " + index + place);
        }
    }

    private DecodedBatch batch(Message message) {
        BatchParser.RowLimit limit = new BatchParser.RowLimit(rowCount, limits.rowsMax(), "max.rows");
        HeapBatch batch = parser.parse(message.header(), message, schema.rows(), limit);
        rowCount += batch.rowCount();
        Dictionaries current = dictionaries.settle();
        List<HeapColumn> columns = schema.rows().columnsOf(batch);
        new BatchValidator(limits, current).check(columns, batch.rowCount());
        return new DecodedBatch(batch, columns, current);
    }

    /** Everything read; dictionaries that no batch needed are checked all the same. */
    IpcContent content() {
        try {
            dictionaries.settle();
        } catch (MalformedIpcException e) {
            throw e.within("dictionaries behind the last batch");
        }
        return new IpcContent(schema.schema(), batches);
    }

    @Override
    public void close() {
        decompressor.close();
    }
}
