/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.MemoryStore;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the heap has no room for. */
final class SpillTest {
    @TempDir
    Path directory;

    private static byte[] noise(int seed, int length) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static byte[] copied(ChunkedBytes bytes) throws StoreException {
        try (MemoryStore store = new MemoryStore();
                StagedObject staged = store.stage("x")) {
            bytes.copyTo(staged);
            staged.publish();
            return store.content("x");
        }
    }

    @Test
    void bytesOfFilesComeBackAsTheyWere() throws IOException {
        byte[] noise = noise(1, 5 << 20);
        try (Spill spill = new Spill(directory, 100 << 20)) {
            ChunkedBytes bytes = new ChunkedBytes();
            bytes.write(noise, 0, 3 << 20);
            bytes.spillTo(spill);
            assertThat(bytes.heapBytes()).isLessThan(2 << 20);
            assertThat(spill.usedBytes()).isGreaterThan(1 << 20);
            bytes.write(noise, 3 << 20, 2 << 20);
            assertThat(bytes.length()).isEqualTo(noise.length);
            assertThat(copied(bytes)).isEqualTo(noise);
            bytes.release();
            assertThat(spill.usedBytes()).isZero();
            assertThat(bytes.length()).isEqualTo(noise.length);
        }
    }

    @Test
    void bytesBeyondTheHeapGoToTheFileAsTheyCome() throws IOException {
        byte[] noise = noise(2, 20 << 20);
        try (Spill spill = new Spill(directory, 100 << 20)) {
            ChunkedBytes bytes = new ChunkedBytes();
            bytes.overflowTo(spill, 3 << 20);
            for (int at = 0; at < noise.length; at += 1 << 16) {
                bytes.write(noise, at, 1 << 16);
                assertThat(bytes.heapBytes()).isLessThanOrEqualTo(5 << 20);
            }
            assertThat(copied(bytes)).isEqualTo(noise);
            bytes.release();
        }
    }

    @Test
    void aFullFileLeavesTheRestOnTheHeap() throws IOException {
        byte[] noise = noise(3, 8 << 20);
        try (Spill spill = new Spill(directory, 2 << 20)) {
            ChunkedBytes bytes = new ChunkedBytes();
            bytes.overflowTo(spill, 0);
            bytes.write(noise, 0, noise.length);
            assertThat(spill.usedBytes()).isBetween(1L << 20, 2L << 20);
            assertThat(copied(bytes)).isEqualTo(noise);
            bytes.release();
        }
    }

    /** As when the disk is full: what is there can still be read, nothing more goes there. */
    @Test
    void afterAFailedWriteWhatIsThereStays() throws IOException {
        byte[] noise = noise(4, 4 << 20);
        try (Spill spill = new Spill(directory, 100 << 20)) {
            ChunkedBytes bytes = new ChunkedBytes();
            bytes.write(noise, 0, 2 << 20);
            bytes.spillTo(spill);
            long used = spill.usedBytes();
            spill.giveUp(new IOException("No space left on device"));
            bytes.write(noise, 2 << 20, 2 << 20);
            bytes.spillTo(spill);
            assertThat(spill.usedBytes()).isEqualTo(used);
            assertThat(spill.put(new byte[10])).isEqualTo(-1);
            assertThat(copied(bytes)).isEqualTo(noise);
            bytes.release();
        }
    }

    /** A single file that is larger than the budget. */
    @Test
    void aFileMayBeLargerThanTheBudget() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("noise", Schema.BYTES_SCHEMA)
                .build();
        try (SinkFixture sink = new SinkFixture(
                "memory.max.bytes",
                Integer.toString(32 << 20),
                "parquet.compression",
                "none",
                "parquet.row.group.bytes.max",
                Integer.toString(4 << 20))) {
            Random random = new Random(5);
            for (int put = 0; put < 12; put++) {
                List<SinkRecord> records = new ArrayList<>();
                for (int row = 0; row < 100; row++) {
                    byte[] noise = new byte[50_000];
                    random.nextBytes(noise);
                    long id = put * 100L + row;
                    records.add(
                            Records.of(P0, id, new Struct(schema).put("id", id).put("noise", noise)));
                }
                sink.put(records);
                assertThat(sink.sink.heapBytes()).isLessThanOrEqualTo(32 << 20);
            }
            assertThat(sink.keys()).as("nothing ended early").isEmpty();
            assertThat(sink.sink.spilledBytes()).isGreaterThan(20 << 20);
            sink.age();
            assertThat(sink.keys()).hasSize(1);
            assertThat(sink.ids()).hasSize(1_200).isSorted();
            assertThat(sink.sink.spilledBytes()).isZero();
        }
    }
}
