/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

/** Snappy's own library reads what was compressed, and would hardly have made it smaller. */
final class SnappyEncoderTest {
    private final SnappyEncoder encoder = new SnappyEncoder();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15, 16, 17, 60, 61, 256, 257, 65_535, 65_536, 65_537, 200_000, 1_000_003})
    void whatIsCompressedIsReadByOthers(int length) throws Exception {
        for (int kind = 0; kind < 5; kind++) {
            byte[] plain = plain(length + 7, kind, new Random(length * 5L + kind));
            byte[] compressed = encoder.encode(plain, 5, length);
            assertThat(Snappy.uncompress(compressed))
                    .as("kind %d", kind)
                    .isEqualTo(Arrays.copyOfRange(plain, 5, 5 + length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void itShrinksAsMuch(int kind) throws Exception {
        byte[] plain = plain(300_000, kind, new Random(kind));
        int ours = encoder.encode(plain, 0, plain.length).length;
        assertThat((double) ours / Snappy.compress(plain).length)
                .as("%d bytes", ours)
                .isLessThan(1.1);
    }

    /** Noise, zeros, words, ids of a dictionary, noise with long repetitions. */
    private static byte[] plain(int length, int kind, Random random) {
        byte[] plain = new byte[length];
        switch (kind) {
            case 0 -> random.nextBytes(plain);
            case 2 -> words(plain, random);
            case 3 -> {
                for (int at = 0; at < length; at++) {
                    plain[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt(30) : 3);
                }
            }
            case 4 -> {
                random.nextBytes(plain);
                for (int at = 300; at + 300 < length; at += 500) {
                    System.arraycopy(plain, random.nextInt(at - 299), plain, at, 1 + random.nextInt(299));
                }
            }
            default -> Arrays.fill(plain, (byte) 0);
        }
        return plain;
    }

    private static void words(byte[] plain, Random random) {
        int at = 0;
        while (at < plain.length) {
            byte[] word = ("the word " + random.nextInt(1_000) + " of many").getBytes(StandardCharsets.UTF_8);
            int length = Math.min(word.length, plain.length - at);
            System.arraycopy(word, 0, plain, at, length);
            at += length;
        }
    }
}
