/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.FileSource;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcFileReader;
import dev.quiver.ipc.IpcFileWriter;
import dev.quiver.ipc.IpcLimits;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.ParquetBatchWriter;
import dev.quiver.parquet.ParquetOptions;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.RangeSource;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import dev.quiver.store.ByteSpan;
import dev.quiver.store.ObjectFile;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.ParallelReads;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StagedOutput;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import dev.quiver.store.file.FileStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrow and Parquet files go through any object store, in both directions. */
final class FilesInStoresTest {
    private static final Schema ROWS =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final int COUNT = 5_000;

    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    private ObjectStore store;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // closed after the test
    void open() throws StoreException {
        store = FileStore.open(directory, false);
    }

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void close() {
        store.close();
        allocator.close();
    }

    private static BatchBuilder rows(int from) {
        BatchBuilder builder = new BatchBuilder(ROWS, NullHandling.KEEP);
        for (int id = from; id < from + COUNT; id++) {
            builder.append(new Struct(ROWS).put("id", (long) id));
        }
        return builder;
    }

    private StoredObject found(String key) throws StoreException {
        return Objects.requireNonNull(store.stat(key));
    }

    @Test
    void anArrowFileIsWrittenAndReadBatchByBatch() throws Exception {
        try (StagedObject staged = store.stage("rows.arrow")) {
            IpcFileWriter writer =
                    new IpcFileWriter(rows(0).arrowSchema(), IpcCompression.zstd(3), new StagedOutput(staged));
            for (int batch = 0; batch < 3; batch++) {
                writer.write(rows(batch * COUNT).sealOnHeap(null).batch(), Dictionaries.NONE);
            }
            writer.finish();
            staged.publish();
        }
        FileSource source = new ObjectFile(store, found("rows.arrow"));
        try (IpcFileReader reader = new IpcFileReader(source, IpcLimits.DEFAULTS)) {
            assertThat(reader.batchCount()).isEqualTo(3);
            assertThat(reader.batch(2).batch().rowCount()).isEqualTo(COUNT);
            replace("rows.arrow");
            assertThatThrownBy(() -> reader.batch(1)).hasMessageContaining("somebody replaced it");
        }
    }

    private void replace(String key) throws StoreException {
        try (StagedObject staged = store.stage(key)) {
            byte[] other = "other".getBytes(StandardCharsets.UTF_8);
            staged.write(other, 0, other.length);
            staged.publish();
        }
    }

    @Test
    void aParquetFileIsWrittenAndReadInWindows() throws Exception {
        BatchBuilder builder = rows(0);
        try (StagedObject staged = store.stage("rows.parquet");
                ColumnEncoders encoders = new ColumnEncoders(ParquetOptions.DEFAULTS, 2);
                ParquetBatchWriter writer = new ParquetBatchWriter(
                        builder.arrowSchema(), ParquetOptions.DEFAULTS, encoders, new StagedOutput(staged));
                ArrowBatch batch = builder.seal(allocator)) {
            writer.write(batch, 0, COUNT);
            writer.finish(Map.of());
            staged.publish();
        }
        StoredObject object = found("rows.parquet");
        try (RangeSource source = RangeSource.of(store, object)) {
            assertThat(sum(source)).isEqualTo((long) COUNT * (COUNT - 1) / 2);
        }
        try (ParallelReads reads = new ParallelReads(store, 2);
                RangeSource source = RangeSource.of(reads, object)) {
            assertThat(sum(source)).isEqualTo((long) COUNT * (COUNT - 1) / 2);
            assertThat(reads.read(object, List.of(new ByteSpan(0, 4))).get(0))
                    .isEqualTo("PAR1".getBytes(StandardCharsets.UTF_8));
        }
    }

    private long sum(RangeSource source) throws Exception {
        long sum = 0;
        ParquetFile file = ParquetFile.open(source, ReadLimits.DEFAULTS);
        try (ParquetBatchReader reader = file.read(ReadRequest.ALL, ReadOptions.DEFAULTS, allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                try (ArrowBatch window = batch) {
                    BigIntVector ids = (BigIntVector) window.vectors().getVector("id");
                    for (int row = 0; row < window.rowCount(); row++) {
                        sum += ids.get(row);
                    }
                }
            }
        }
        return sum;
    }
}
