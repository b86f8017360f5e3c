/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.RowReader;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcContent;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcLimits;
import dev.quiver.ipc.MalformedIpcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrow IPC files. */
final class ArrowFormatTest {
    private static IpcContent content(SinkFixture sink, String key) throws MalformedIpcException {
        return new IpcDecoder(IpcLimits.DEFAULTS).decode(ByteBuffer.wrap(sink.store.content(key)));
    }

    private static List<Struct> rows(SinkFixture sink, String key) throws MalformedIpcException {
        IpcContent content = content(sink, key);
        RowReader reader = new RowReader(content.schema(), TypeOptions.DEFAULTS);
        List<Struct> rows = new ArrayList<>();
        for (DecodedBatch batch : content.batches()) {
            rows.addAll(reader.rows(batch));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "lz4", "zstd"})
    void rowsAreReadBackFromArrowFiles(String compression) throws MalformedIpcException {
        try (SinkFixture sink =
                new SinkFixture("format", "arrow", "arrow.compression", compression, "partition.by", "field:kind")) {
            List<SinkRecord> records = new ArrayList<>();
            for (long offset = 0; offset < 1000; offset++) {
                records.add(Records.row(P0, offset, "k" + offset % 3));
            }
            sink.put(records);
            sink.age();
            assertThat(sink.keys()).hasSize(3).allMatch(key -> key.endsWith(".arrow"));
            assertThat(rows(sink, sink.keys().get(1)))
                    .hasSize(333)
                    .allMatch(row -> "k1".equals(row.get("kind")))
                    .extracting(row -> row.getInt64("id"))
                    .isSorted();
        }
    }

    @Test
    void recordBatchesHaveTheSizeOfTheSetting() throws MalformedIpcException {
        try (SinkFixture sink =
                new SinkFixture("format", "arrow", "arrow.batch.rows.max", "300", "batch.rows.max", "7")) {
            sink.put(Records.rows(P0, 0, 1000));
            sink.age();
            assertThat(content(sink, sink.keys().get(0)).batches())
                    .extracting(batch -> batch.batch().rowCount())
                    .containsExactly(300, 300, 300, 100);
        }
    }

    @Test
    void theLevelMakesADifference() {
        assertThat(size("19")).isNotEqualTo(size("1"));
    }

    private static int size(String level) {
        try (SinkFixture sink = new SinkFixture("format", "arrow", "arrow.compression.level", level)) {
            sink.put(Records.rows(P0, 0, 5_000));
            sink.age();
            return sink.store.content(sink.keys().get(0)).length;
        }
    }

    @Test
    void theFooterSaysWhereTheRowsAreFrom() throws IOException {
        try (SinkFixture sink = new SinkFixture("format", "arrow");
                RootAllocator allocator = new RootAllocator()) {
            sink.put(Records.rows(P0, 5, 9));
            sink.age();
            byte[] bytes = sink.store.content(sink.keys().get(0));
            try (ArrowFileReader reader =
                    new ArrowFileReader(new ByteArrayReadableSeekableByteChannel(bytes), allocator)) {
                assertThat(reader.getVectorSchemaRoot().getFieldVectors()).hasSize(2);
                assertThat(reader.getMetaData())
                        .containsAllEntriesOf(Map.of(
                                "quiver.topic", "logs",
                                "quiver.partition", "0",
                                "quiver.offset.first", "5",
                                "quiver.offset.last", "8"));
            }
        }
    }

    @Test
    void rowsAreThereOnceWhateverFails() throws MalformedIpcException {
        try (SinkFixture sink = new SinkFixture(
                "format", "arrow", "delivery.guarantee", "exactly-once", "name", "a", "flush.rows.max", "10")) {
            sink.put(Records.rows(P0, 0, 25));
            try (SinkFixture next = sink.successor()) {
                assertThat(next.seeks).containsEntry(P0, 20L);
                next.put(Records.rows(P0, 20, 25));
                next.age();
                List<Long> ids = new ArrayList<>();
                for (String key : next.keys()) {
                    if (key.endsWith(".arrow")) {
                        rows(next, key).forEach(row -> ids.add(row.getInt64("id")));
                    }
                }
                assertThat(ids).hasSize(25).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void onlyParquetFilesAreSorted() {
        assertThatThrownBy(() -> SinkFixture.config("format", "arrow", "parquet.sort.by", "id"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("parquet.sort.by");
    }
}
