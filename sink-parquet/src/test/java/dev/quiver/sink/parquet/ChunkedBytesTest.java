/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.MemoryStore;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkedBytesTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void bytesComeOutAsTheyWentInHoweverTheyCome(long seed) throws StoreException {
        Random random = new Random(seed);
        ChunkedBytes chunked = new ChunkedBytes();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int write = 0; write < 200; write++) {
            byte[] bytes = new byte[random.nextInt(1 << random.nextInt(16))];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            chunked.write(bytes, from, bytes.length - from);
            expected.write(bytes, from, bytes.length - from);
            chunked.write(write);
            expected.write(write);
        }

        MemoryStore store = new MemoryStore();
        try (StagedObject staged = store.stage("key")) {
            chunked.copyTo(staged);
            staged.publish();
        }
        assertThat(store.content("key")).isEqualTo(expected.toByteArray());
        assertThat(chunked.length()).isEqualTo(expected.size());
        assertThat(chunked.heapBytes()).isBetween((long) expected.size(), expected.size() * 2L + 4096);
        store.close();
    }
}
