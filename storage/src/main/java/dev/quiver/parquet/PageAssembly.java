/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Puts the pages of one column together: levels, then values, compressed, with their statistics. */
final class PageAssembly {
    /** A first page that keeps more than this part of its size is taken for incompressible. */
    private static final double INCOMPRESSIBLE_RATIO = 0.9;

    private final ColumnDescriptor descriptor;
    private final PageOptions options;
    private final ColumnOptions wanted;
    private final ColumnOptions uncompressed;

    /** The options of the chunk in the making, which has one codec for all its pages. */
    private ColumnOptions chunk;

    private boolean judged;

    PageAssembly(ColumnDescriptor descriptor, PageOptions options, ColumnOptions column) {
        this.descriptor = descriptor;
        this.options = options;
        this.wanted = column;
        this.uncompressed = column.withCompression(Compression.NONE, 0);
        this.chunk = column;
    }

    /** The page of {@code rowCount} rows that the buffers hold; they still have to be cleared. */
    StoredPage assemble(
            LevelBuffer repetitions, LevelBuffer definitions, PageValues values, int rowCount, PageCompressor lane)
            throws IOException {
        EncodingScratch scratch = lane.scratch();
        PageBytes page = scratch.page();
        page.clear();
        if (descriptor.getMaxRepetitionLevel() > 0) {
            levels(repetitions, page, scratch);
        }
        int repetitionsEnd = page.size();
        if (descriptor.getMaxDefinitionLevel() > 0) {
            levels(definitions, page, scratch);
        }
        int definitionsEnd = page.size();
        PageValues.Encoded encoded = values.endPage(page, scratch);
        boolean apart = options.version() == PageOptions.Version.V2;
        byte[] bytes = bytes(page, apart ? definitionsEnd : 0, lane);
        int nullCount = definitions.belowMaxCount();
        Statistics<?> statistics = encoded.statistics();
        if (statistics.isNumNullsSet()) {
            statistics.incrementNumNulls(nullCount);
        }
        StoredPage.Counts counts = new StoredPage.Counts(
                rowCount,
                definitions.count(),
                nullCount,
                apart ? repetitionsEnd : 0,
                apart ? definitionsEnd - repetitionsEnd : 0,
                page.size());
        SizeStatistics sizes = sizes(repetitions, definitions, encoded.byteStringBytes());
        return new StoredPage(counts, new PageBody.OnHeap(bytes), encoded.encoding(), statistics, sizes);
    }

    /** Pages of version 1 say how long the levels are in front of them, those of version 2 in their header. */
    private void levels(LevelBuffer levels, PageBytes page, EncodingScratch scratch) {
        if (options.version() == PageOptions.Version.V2) {
            levels.encode(page, scratch.ints());
            return;
        }
        int lengthAt = page.reserve(Integer.BYTES);
        levels.encode(page, scratch.ints());
        page.setInt(lengthAt, page.size() - lengthAt - Integer.BYTES);
    }

    /** The page's bytes, those before {@code compressedFrom} as they are and the others compressed. */
    private byte[] bytes(PageBytes page, int compressedFrom, PageCompressor lane) throws IOException {
        byte[] compressed = lane.compress(chunk, page, compressedFrom);
        if (!judged) {
            judged = true;
            int plainLength = page.size() - compressedFrom;
            if (options.incompressiblePlain() && compressed.length > plainLength * INCOMPRESSIBLE_RATIO) {
                chunk = uncompressed;
                compressed = lane.compress(chunk, page, compressedFrom);
            }
        }
        if (compressedFrom == 0) {
            return compressed;
        }
        byte[] bytes = Arrays.copyOf(page.array(), compressedFrom + compressed.length);
        System.arraycopy(compressed, 0, bytes, compressedFrom, compressed.length);
        return bytes;
    }

    /** Histograms are left out where they say nothing that the counts do not say. */
    private SizeStatistics sizes(LevelBuffer repetitions, LevelBuffer definitions, long byteStringBytes) {
        return new SizeStatistics(
                descriptor.getPrimitiveType(),
                byteStringBytes,
                histogram(repetitions, descriptor.getMaxRepetitionLevel() > 0),
                histogram(definitions, descriptor.getMaxDefinitionLevel() > 1));
    }

    private static List<Long> histogram(LevelBuffer levels, boolean telling) {
        List<Long> histogram = new ArrayList<>();
        if (telling) {
            for (long count : levels.histogram()) {
                histogram.add(count);
            }
        }
        return histogram;
    }

    /** The codec of the chunk in the making. */
    CompressionCodecName codecName() {
        return chunk.compression().codecName();
    }

    /** The page of {@code entryCount} dictionary entries, compressed as the chunk in the making is. */
    StoredDictionary dictionary(PageBytes entries, int entryCount, Encoding encoding, PageCompressor lane)
            throws IOException {
        return new StoredDictionary(lane.compress(chunk, entries, 0), entries.size(), entryCount, encoding);
    }

    /** The next page begins a new chunk. */
    void endChunk() {
        chunk = wanted;
        judged = false;
    }

    /** Writes {@code dictionary} to {@code file}. */
    static void write(StoredDictionary dictionary, ParquetFileWriter file, @Nullable ChunkCipher cipher)
            throws IOException {
        byte[] bytes = cipher == null ? dictionary.bytes() : cipher.dictionary(dictionary.bytes());
        file.writeDictionaryPage(
                new DictionaryPage(
                        BytesInput.from(bytes),
                        dictionary.plainBytes(),
                        dictionary.entryCount(),
                        dictionary.encoding()),
                cipher == null ? null : cipher.headers(),
                cipher == null ? null : cipher.dictionaryHeaderPlace());
    }

    /** Writes {@code page}, which is the one with the number {@code ordinal} in its chunk, to {@code file}. */
    void write(StoredPage page, ParquetFileWriter file, @Nullable ChunkCipher cipher, int ordinal) throws IOException {
        if (options.version() == PageOptions.Version.V2) {
            writeApart(page, file, cipher, ordinal);
            return;
        }
        StoredPage.Counts counts = page.counts();
        byte[] bytes = page.body().read();
        file.writeDataPage(
                counts.slotCount(),
                counts.plainBytes(),
                BytesInput.from(cipher == null ? bytes : cipher.page(bytes, ordinal)),
                wanted.statistics() ? page.statistics() : null,
                counts.rowCount(),
                Encoding.RLE,
                Encoding.RLE,
                page.encoding(),
                cipher == null ? null : cipher.headers(),
                cipher == null ? null : cipher.headerPlace(ordinal),
                page.sizes());
    }

    private void writeApart(StoredPage page, ParquetFileWriter file, @Nullable ChunkCipher cipher, int ordinal)
            throws IOException {
        StoredPage.Counts counts = page.counts();
        byte[] bytes = page.body().read();
        int levelBytes = counts.repetitionBytes() + counts.definitionBytes();
        byte[] values = Arrays.copyOfRange(bytes, levelBytes, bytes.length);
        file.writeDataPageV2(
                counts.rowCount(),
                counts.nullCount(),
                counts.slotCount(),
                BytesInput.from(bytes, 0, counts.repetitionBytes()),
                BytesInput.from(bytes, counts.repetitionBytes(), counts.definitionBytes()),
                page.encoding(),
                BytesInput.from(cipher == null ? values : cipher.page(values, ordinal)),
                chunk.compression() != Compression.NONE,
                counts.plainBytes() - levelBytes,
                wanted.statistics() ? page.statistics() : null,
                cipher == null ? null : cipher.headers(),
                cipher == null ? null : cipher.headerPlace(ordinal),
                page.sizes());
    }
}
