/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part's bytes come out as they went in, as often as anybody asks, from memory that is used again. */
final class PartBufferTest {
    private static final int BYTES_MAX = 3 * ChunkPool.CHUNK_BYTES + 17;

    private final ChunkPool pool = new ChunkPool(10L * ChunkPool.CHUNK_BYTES);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void whateverPiecesItIsFilledWithItReadsTheSame(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] content = new byte[random.nextInt(BYTES_MAX + 1000)];
        random.nextBytes(content);
        PartBuffer part = new PartBuffer(pool, BYTES_MAX);
        int taken = 0;
        while (taken < content.length && !part.isFull()) {
            taken += part.append(content, taken, random.nextInt(content.length - taken + 1));
        }
        byte[] expected = Arrays.copyOf(content, Math.min(content.length, BYTES_MAX));
        assertThat(part.bytes()).as("seed %d", seed).isEqualTo(expected.length);
        assertThat(part.stream().readAllBytes()).as("seed %d", seed).isEqualTo(expected);
        assertThat(byteByByte(part.stream(), expected.length))
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    private static byte[] byteByByte(InputStream stream, int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) stream.read();
        }
        assertThat(stream.read()).isEqualTo(-1);
        return bytes;
    }

    @Test
    void aFullPartTakesNoMore() {
        PartBuffer part = new PartBuffer(pool, 10);
        assertThat(part.append(new byte[12], 0, 12)).isEqualTo(10);
        assertThat(part.isFull()).isTrue();
        assertThat(part.append(new byte[12], 10, 2)).isZero();
    }

    @Test
    void aStreamCanBeSetBack() throws IOException {
        PartBuffer part = new PartBuffer(pool, BYTES_MAX);
        part.append(new byte[] {1, 2, 3, 4}, 0, 4);
        InputStream stream = part.stream();
        assertThat(stream.readNBytes(1)).containsExactly(1);
        stream.mark(100);
        assertThat(stream.readAllBytes()).containsExactly(2, 3, 4);
        stream.reset();
        assertThat(stream.available()).isEqualTo(3);
        assertThat(stream.readAllBytes()).containsExactly(2, 3, 4);
    }

    @Test
    void memoryIsUsedAgain() {
        byte[] chunk = pool.take();
        pool.give(List.of(chunk));
        assertThat(pool.take()).isSameAs(chunk);
        assertThat(pool.take()).isNotSameAs(chunk);
    }
}
