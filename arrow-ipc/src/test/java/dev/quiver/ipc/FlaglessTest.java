/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** The codec and its vectors work in a JVM that was given no flag, unlike the one that runs the other tests. */
final class FlaglessTest {
    @Test
    void everythingWorksWithoutFlags() throws Exception {
        assertThat(ForkedJvm.run(FlaglessTest.class)).contains("round trips without a flag: 60");
    }

    public static void main(String[] arguments) {
        int roundTrips = 0;
        try (BufferAllocator allocator = new RootAllocator()) {
            for (int seed = 0; seed < 20; seed++) {
                for (IpcCompression compression :
                        List.of(IpcCompression.NONE, IpcCompression.LZ4, IpcCompression.zstd(3))) {
                    roundTrip(seed, compression, allocator);
                    roundTrips++;
                }
            }
        }
        System.out.println("round trips without a flag: " + roundTrips);
    }

    private static void roundTrip(int seed, IpcCompression compression, BufferAllocator allocator) {
        Random random = new Random(seed);
        Schema schema = new RandomSchemas(random, true).next(6);
        RandomBatches generator = new RandomBatches(random);
        HeapBatch batch = generator.next(schema, 20);
        Dictionaries dictionaries = generator.dictionaries(schema);
        byte[] file = new IpcEncoder(schema, compression).file(List.of(batch), dictionaries);
        IpcContent content = new IpcDecoder(IpcLimits.DEFAULTS).decode(file);
        DecodedBatch decoded = content.batches().get(0);
        try (VectorSchemaRoot root = HeapVectors.load(content.schema(), decoded.batch(), allocator);
                LoadedDictionaries loaded = HeapVectors.load(content.schema(), decoded.dictionaries(), allocator)) {
            HeapBatch copy = HeapVectors.heapOf(root);
            if (loaded.getDictionaryIds().size() != dictionaries.ids().size()
                    || !HeapValues.of(schema, copy, dictionaries).equals(HeapValues.of(schema, batch, dictionaries))) {
                throw new AssertionError("seed " + seed + " came back as something else");
            }
        }
    }
}
