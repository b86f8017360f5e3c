/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.Compression;
import dev.quiver.parquet.ParquetBatchWriter;
import dev.quiver.parquet.ParquetOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;

/** Ways to go over Arrow batches that end in Parquet pages. */
final class BatchPasses {
    private static final int ZSTD_LEVEL = 3;

    private BatchPasses() {}

    /** The writer alone. */
    static long write(OtelBatches batches, Path file, Stopwatch stopwatch) throws IOException {
        stopwatch.start();
        write(batches, file, ParquetOptions.DEFAULTS);
        stopwatch.stop();
        return Files.size(file);
    }

    private static void write(OtelBatches batches, Path file, ParquetOptions options) throws IOException {
        try (ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                ParquetBatchWriter writer = new ParquetBatchWriter(batches.schema(), options, encoders, output)) {
            for (ArrowBatch batch : batches.batches()) {
                writer.write(batch, 0, batch.rowCount());
            }
            writer.finish(Map.of());
        }
    }

    /** Only the compression of the pages that the writer makes. */
    static long compress(OtelBatches batches, Path file, Stopwatch stopwatch) throws IOException {
        ParquetOptions plain = ParquetOptions.DEFAULTS.withColumns(
                ParquetOptions.DEFAULTS.column().withCompression(Compression.NONE, 0));
        write(batches, file, plain);
        List<byte[]> pages = pages(file);
        int longest = pages.stream().mapToInt(page -> page.length).max().orElseThrow();
        ByteBuffer input = ByteBuffer.allocateDirect(longest);
        ByteBuffer output = ByteBuffer.allocateDirect(Math.toIntExact(Zstd.compressBound(longest)));
        long bytes = 0;
        try (ZstdCompressCtx context = new ZstdCompressCtx().setLevel(ZSTD_LEVEL)) {
            stopwatch.start();
            for (byte[] page : pages) {
                input.put(0, page);
                bytes += context.compressDirectByteBuffer(output, 0, output.capacity(), input, 0, page.length);
            }
            stopwatch.stop();
        }
        return bytes;
    }

    private static List<byte[]> pages(Path file) throws IOException {
        List<byte[]> pages = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            List<ColumnDescriptor> columns =
                    reader.getFileMetaData().getSchema().getColumns();
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                for (ColumnDescriptor column : columns) {
                    collect(group.getPageReader(column), pages);
                }
            }
        }
        return pages;
    }

    private static void collect(PageReader reader, List<byte[]> pages) throws IOException {
        DictionaryPage dictionary = reader.readDictionaryPage();
        if (dictionary != null) {
            pages.add(bytes(dictionary.getBytes()));
        }
        for (DataPage page = reader.readPage(); page != null; page = reader.readPage()) {
            pages.add(bytes(((DataPageV1) page).getBytes()));
        }
    }

    private static byte[] bytes(BytesInput input) throws IOException {
        return input.toInputStream().readAllBytes();
    }
}
