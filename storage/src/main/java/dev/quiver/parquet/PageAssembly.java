/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Puts the pages of one column together: levels, then values, compressed, with their statistics. */
final class PageAssembly {
    /** A first page that keeps more than this part of its size is taken for incompressible. */
    private static final double INCOMPRESSIBLE_RATIO = 0.9;

    private final ColumnDescriptor descriptor;
    private final PageOptions options;
    private final ColumnOptions wanted;
    private final ColumnOptions uncompressed;
    private final PageCompressor compressor;

    /** The options of the chunk in the making, which has one codec for all its pages. */
    private ColumnOptions chunk;

    private boolean judged;

    PageAssembly(ColumnDescriptor descriptor, PageOptions options, ColumnOptions column, PageCompressor compressor) {
        this.descriptor = descriptor;
        this.options = options;
        this.wanted = column;
        this.uncompressed = column.withCompression(Compression.NONE, 0);
        this.compressor = compressor;
        this.chunk = column;
    }

    /** The page of {@code rowCount} rows that the buffers hold; they still have to be cleared. */
    StoredPage assemble(
            LevelBuffer repetitions, LevelBuffer definitions, PageValues values, int rowCount, EncodingScratch scratch)
            throws IOException {
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
        byte[] bytes = bytes(page, apart ? definitionsEnd : 0);
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
    private byte[] bytes(PageBytes page, int compressedFrom) throws IOException {
        byte[] compressed = compressor.compress(chunk, page, compressedFrom);
        if (!judged) {
            judged = true;
            int plainLength = page.size() - compressedFrom;
            if (options.incompressiblePlain() && compressed.length > plainLength * INCOMPRESSIBLE_RATIO) {
                chunk = uncompressed;
                compressed = compressor.compress(chunk, page, compressedFrom);
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

    /** {@code page} compressed as the chunk in the making is. */
    byte[] compress(PageBytes page) throws IOException {
        return compressor.compress(chunk, page, 0);
    }

    /** The next page begins a new chunk. */
    void endChunk() {
        chunk = wanted;
        judged = false;
    }

    /** Writes {@code page} to {@code file}. */
    void write(StoredPage page, ParquetFileWriter file) throws IOException {
        if (options.version() == PageOptions.Version.V2) {
            writeApart(page, file);
            return;
        }
        StoredPage.Counts counts = page.counts();
        file.writeDataPage(
                counts.slotCount(),
                counts.plainBytes(),
                BytesInput.from(page.body().read()),
                page.statistics(),
                counts.rowCount(),
                Encoding.RLE,
                Encoding.RLE,
                page.encoding(),
                null,
                null,
                page.sizes());
    }

    private void writeApart(StoredPage page, ParquetFileWriter file) throws IOException {
        StoredPage.Counts counts = page.counts();
        byte[] bytes = page.body().read();
        int levelBytes = counts.repetitionBytes() + counts.definitionBytes();
        file.writeDataPageV2(
                counts.rowCount(),
                counts.nullCount(),
                counts.slotCount(),
                BytesInput.from(bytes, 0, counts.repetitionBytes()),
                BytesInput.from(bytes, counts.repetitionBytes(), counts.definitionBytes()),
                page.encoding(),
                BytesInput.from(bytes, levelBytes, bytes.length - levelBytes),
                chunk.compression() != Compression.NONE,
                counts.plainBytes() - levelBytes,
                page.statistics(),
                null,
                null,
                page.sizes());
    }
}
