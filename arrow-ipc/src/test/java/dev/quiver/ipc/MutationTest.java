/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spoilt streams and files are refused with our exception or decoded, quickly; what is decoded loads into vectors,
 * leaves no byte allocated, and does not bring down the database that reads them.
 */
final class MutationTest {
    private static final IpcLimits LIMITS = new IpcLimits(100_000, 1_000, 16, 8 << 20, 100_000, true);
    private static final Duration SLOWEST = Duration.ofSeconds(10);
    private static final long ALLOCATION_MAX = 256 << 20;

    private final BufferAllocator allocator = new RootAllocator(ALLOCATION_MAX);

    @TempDir
    private Path directory;

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @Test
    void spoiltBytesAreRefusedOrDecoded() throws Exception {
        fuzz(1, 20_000, 200);
    }

    @Tag("slow")
    @Test
    void aMillionSpoiltBytesAreRefusedOrDecoded() throws Exception {
        for (int seed = 100; seed < 120; seed++) {
            fuzz(seed, 60_000, 1_000);
        }
    }

    private void fuzz(long seed, int mutationCount, int importedMax) throws Exception {
        Mutations mutations = new Mutations(new Random(seed));
        Path accepted = directory.resolve("accepted-" + seed);
        int acceptedCount = 0;
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(accepted)))) {
            for (int index = 0; index < mutationCount; index++) {
                byte[] bytes = mutations.next();
                if (isAccepted(seed, index, bytes) && acceptedCount++ < importedMax) {
                    out.writeInt(bytes.length);
                    out.write(bytes);
                }
            }
        }
        assertThat(acceptedCount).as("accepted, seed %s", seed).isBetween(mutationCount / 20, mutationCount * 19 / 20);
        String output =
                ForkedJvm.run(DuckDbImport.class, "--add-opens=java.base/java.nio=ALL-UNNAMED", accepted.toString());
        assertThat(output).contains("imported");
    }

    private boolean isAccepted(long seed, int index, byte[] bytes) {
        String place = "seed " + seed + ", mutation " + index;
        long start = System.nanoTime();
        boolean accepted = isAccepted(place, bytes);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        if (taken.compareTo(SLOWEST) > 0 || allocator.getAllocatedMemory() != 0) {
            throw new AssertionError(
                    place + " took " + taken + " and leaked " + allocator.getAllocatedMemory() + " bytes");
        }
        return accepted;
    }

    private boolean isAccepted(String place, byte[] bytes) {
        try {
            IpcContent content = new IpcDecoder(LIMITS).decode(bytes);
            for (DecodedBatch batch : content.batches()) {
                load(content, batch);
            }
            return true;
        } catch (MalformedIpcException e) {
            return false;
        } catch (Throwable e) {
            throw new AssertionError(place + ": " + HexFormat.of().formatHex(bytes), e);
        }
    }

    private void load(IpcContent content, DecodedBatch batch) {
        try (VectorSchemaRoot root = HeapVectors.load(content.schema(), batch.batch(), allocator);
                LoadedDictionaries loaded = HeapVectors.load(content.schema(), batch.dictionaries(), allocator)) {
            assertThat(root.getRowCount()).isEqualTo(batch.batch().rowCount());
            assertThat(loaded.getDictionaryIds()).isEqualTo(batch.dictionaries().ids());
        }
    }
}
