/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

/** Bytes of Snappy's own library are read; others are refused within the bounds of their arrays. */
final class SnappyDecoderTest {
    private static final int BEFORE = 9;
    private static final byte MARK = 0x55;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 16, 17, 61, 300, 65_536, 70_001, 500_000})
    void whatOthersCompressedIsRead(int length) throws Exception {
        for (long seed = 0; seed < 6; seed++) {
            byte[] plain = plain(length, new Random(seed));
            byte[] compressed = Snappy.compress(plain);
            byte[] target = new byte[BEFORE + length + LittleEndian.PADDING];
            Arrays.fill(target, 0, BEFORE, MARK);
            assertThat(decode(compressed, length, target)).isEqualTo(length);
            assertThat(Arrays.copyOfRange(target, BEFORE, BEFORE + length)).isEqualTo(plain);
            assertThat(Arrays.copyOf(target, BEFORE)).containsOnly(MARK);
        }
    }

    @Test
    void anotherLengthThanThatOfThePageIsTold() throws Exception {
        byte[] compressed = Snappy.compress(new byte[100]);
        assertThat(decode(compressed, 99, new byte[200])).isEqualTo(100);
    }

    @Test
    void aCopyOfMoreThanThereIsIsRefused() {
        byte[] beforeTheBeginning = {8, 0, 'a', 9, 2};
        assertThatThrownBy(() -> decode(beforeTheBeginning, 8, new byte[40]))
                .isInstanceOf(IOException.class)
                .hasMessage("a copy reaches beyond the bytes there are");
        byte[] literal = {2, (byte) 0xFC, -1, -1, -1, -1, 0};
        assertThatThrownBy(() -> decode(literal, 2, new byte[40]))
                .isInstanceOf(IOException.class)
                .hasMessage("a literal is too long");
    }

    @Test
    void damageIsRefusedOrHarmless() throws Exception {
        byte[] plain = plain(3_000, new Random(1));
        byte[] compressed = Snappy.compress(plain);
        Random random = new Random(2);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = Arrays.copyOf(compressed, compressed.length - random.nextInt(3));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            byte[] target = new byte[BEFORE + plain.length + LittleEndian.PADDING];
            Arrays.fill(target, 0, BEFORE, MARK);
            try {
                decode(damaged, plain.length, target);
            } catch (IOException e) {
                refused++;
            }
            assertThat(Arrays.copyOf(target, BEFORE)).as("round %d", round).containsOnly(MARK);
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    private static int decode(byte[] compressed, int length, byte[] target) throws IOException {
        byte[] around = new byte[compressed.length + 3];
        System.arraycopy(compressed, 0, around, 2, compressed.length);
        return SnappyDecoder.decode(
                new PageDecompressor.Compressed(around, 2, compressed.length, length), target, BEFORE);
    }

    /** Runs, repetitions near and far, and noise. */
    private static byte[] plain(int length, Random random) {
        byte[] plain = new byte[length];
        random.nextBytes(plain);
        for (int at = 1; at < length; ) {
            int count = Math.min(length - at, 1 + random.nextInt(90));
            int from = random.nextInt(at);
            if (random.nextInt(4) > 0) {
                for (int index = 0; index < count; index++) {
                    plain[at + index] = plain[from + index];
                }
            }
            at += count;
        }
        return plain;
    }
}
