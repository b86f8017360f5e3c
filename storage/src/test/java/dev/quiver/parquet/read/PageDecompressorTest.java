/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Test;

final class PageDecompressorTest {
    private static final Place PLACE = Place.of("file");
    private static final byte[] PLAIN = plain();

    private static byte[] plain() {
        byte[] plain = new byte[10_000];
        new Random(1).nextBytes(plain);
        Arrays.fill(plain, 100, 8_000, (byte) 7);
        return plain;
    }

    private static byte[] lz4(int from, int to) {
        return LZ4Factory.safeInstance().fastCompressor().compress(PLAIN, from, to - from);
    }

    private static byte[] frame(int from, int to) {
        byte[] block = lz4(from, to);
        return ByteBuffer.allocate(8 + block.length)
                .putInt(to - from)
                .putInt(block.length)
                .put(block)
                .array();
    }

    private static byte[] decompressed(CompressionCodec codec, byte[] bytes) throws MalformedParquetException {
        byte[] target = new byte[PLAIN.length + LittleEndian.PADDING];
        try (PageDecompressor decompressor = new PageDecompressor()) {
            decompressor.decompress(
                    codec, new PageDecompressor.Compressed(bytes, 0, bytes.length, PLAIN.length), target, 0, PLACE);
        }
        return Arrays.copyOf(target, PLAIN.length);
    }

    @Test
    void framesOfHadoopAreRead() throws Exception {
        byte[] first = frame(0, 3_000);
        byte[] second = frame(3_000, PLAIN.length);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(decompressed(CompressionCodec.LZ4, both)).isEqualTo(PLAIN);
    }

    @Test
    void blocksWithoutAFrameAreReadUnderTheSameName() throws Exception {
        assertThat(decompressed(CompressionCodec.LZ4, lz4(0, PLAIN.length))).isEqualTo(PLAIN);
        assertThat(decompressed(CompressionCodec.LZ4_RAW, lz4(0, PLAIN.length))).isEqualTo(PLAIN);
    }

    @Test
    void bytesThatHoldMoreOrLessThanTheHeaderSaysAreRefused() {
        for (CompressionCodec codec : new CompressionCodec[] {CompressionCodec.LZ4, CompressionCodec.LZ4_RAW}) {
            assertThatThrownBy(() -> decompressed(codec, lz4(0, 5_000)))
                    .isInstanceOf(MalformedParquetException.class)
                    .hasMessageStartingWith("could not read file: its " + codec + " bytes");
        }
    }

    /** A page of nulls has no values, whatever its codec. */
    @Test
    void nothingBecomesNothing() throws Exception {
        try (PageDecompressor decompressor = new PageDecompressor()) {
            for (CompressionCodec codec : CompressionCodec.values()) {
                if (codec != CompressionCodec.BROTLI && codec != CompressionCodec.LZO) {
                    byte[] target = new byte[LittleEndian.PADDING];
                    decompressor.decompress(
                            codec, new PageDecompressor.Compressed(new byte[0], 0, 0, 0), target, 0, PLACE);
                    assertThat(target).as("%s", codec).containsOnly(0);
                }
            }
        }
    }

    @Test
    void noiseIsRefusedByEveryCodec() {
        for (CompressionCodec codec : CompressionCodec.values()) {
            if (codec != CompressionCodec.BROTLI && codec != CompressionCodec.LZO) {
                assertThatThrownBy(() -> decompressed(codec, Arrays.copyOf(PLAIN, 90)))
                        .isInstanceOf(MalformedParquetException.class);
            }
        }
    }
}
