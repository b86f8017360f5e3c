/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static dev.quiver.ipc.Crafted.assertRefused;
import static dev.quiver.ipc.Crafted.batch;
import static dev.quiver.ipc.Crafted.none;
import static dev.quiver.ipc.Crafted.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by compressed buffers and by footers: A11 to A13, and files. */
final class CompressionAttackTest {
    private static final Schema SCHEMA = new Schema(List.of(nullable("n", new ArrowType.Int(8, true))));
    private static final IpcLimits SMALL = new IpcLimits(10_000_000, 10, 10, 1 << 20, 10, true);

    private static byte[] zeros(int count, IpcCompression compression) {
        return new IpcEncoder(SCHEMA, compression)
                .stream(List.of(batch(count, 0, none(), new byte[count]).build()), Dictionaries.NONE);
    }

    /** Where the one compressed buffer of {@code stream} begins: with its length. */
    private static int compressed(byte[] stream, long length) {
        for (int at = stream.length - 16; ; at -= 8) {
            if (LittleEndian.longAt(stream, at) == length) {
                return at;
            }
        }
    }

    @Test
    void a11AnLz4BombIsRefusedBeforeItIsDecompressed() {
        byte[] bomb = zeros(8 << 20, IpcCompression.LZ4);
        assertThat(bomb).hasSizeLessThan(100_000);
        assertRefused(
                SMALL,
                bomb,
                "message 1, batch 0: a compressed buffer of 8388608 bytes, after 0 others, pass the limit of 1048576"
                        + " (max.decompressed.bytes)");
    }

    @Test
    void a12AZstdBombIsRefusedBeforeItIsDecompressed() {
        byte[] bomb = zeros(8 << 20, IpcCompression.zstd(3));
        assertThat(bomb).hasSizeLessThan(3_000);
        assertRefused(SMALL, bomb, "a compressed buffer of 8388608 bytes", "1048576 (max.decompressed.bytes)");
    }

    @Test
    void a13ALengthThatTheFrameDeniesIsRefused() {
        for (IpcCompression compression : List.of(IpcCompression.LZ4, IpcCompression.zstd(3))) {
            byte[] stream = zeros(4_000, compression);
            int at = compressed(stream, 4_000);
            LittleEndian.putLong(stream, at, 3_999);
            assertRefused(
                    stream, "message 1, batch 0: malformed " + (compression == IpcCompression.LZ4 ? "LZ4" : "ZSTD"));
            LittleEndian.putLong(stream, at, 4_001);
            assertRefused(stream, "message 1, batch 0: malformed ");
            LittleEndian.putLong(stream, at, -2);
            assertRefused(stream, "a compressed buffer promises -2 bytes");
            LittleEndian.putLong(stream, at, Long.MAX_VALUE);
            assertRefused(stream, "a compressed buffer of 9223372036854775807 bytes");
        }
    }

    @Test
    void a13AnUnknownCodecIsRefused() {
        byte[] stream = zeros(4_000, IpcCompression.zstd(3));
        int batch = 8 + LittleEndian.intAt(stream, 4);
        int codec = new String(stream, StandardCharsets.ISO_8859_1).indexOf("\b\0\0\0\1\0\0\0", batch);
        stream[codec + 4] = 9;
        assertRefused(stream, "message 1, batch 0: compression: codec 9 is unknown");
        stream[codec + 5] = 1;
        assertRefused(stream, "compression: method 1 is unknown");
    }

    /** Every frame with one byte changed decodes to as many bytes, or is refused; nothing else happens. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void changedLz4FramesAreRefusedOrFilled(long seed) {
        Random random = new Random(seed);
        byte[] plain = new byte[5_000];
        for (int index = 0; index < plain.length; index++) {
            plain[index] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : plain[Math.max(0, index - 7)]);
        }
        byte[] frame = new byte[(int) Lz4FrameEncoder.bound(plain.length)];
        int end = Lz4FrameEncoder.encode(new ByteRange(plain, 0, plain.length), frame, 0);
        byte[] decoded = new byte[plain.length];
        Lz4FrameDecoder.decode(new ByteRange(frame, 0, end), decoded);
        assertThat(decoded).isEqualTo(plain);
        int refused = 0;
        for (int mutation = 0; mutation < 5_000; mutation++) {
            byte[] changed = Arrays.copyOf(frame, end);
            changed[random.nextInt(end)] = (byte) random.nextInt();
            try {
                Lz4FrameDecoder.decode(new ByteRange(changed, 0, end), new byte[plain.length]);
            } catch (MalformedIpcException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aFileThatWasCutIsRefused() {
        byte[] file = file();
        assertRefused(Arrays.copyOf(file, file.length - 1), "file: it does not end with ARROW1, so it is not whole");
        assertRefused(Arrays.copyOf(file, 9), "file: 9 bytes are too few");
        LittleEndian.putInt(file, file.length - 10, Integer.MAX_VALUE);
        assertRefused(file, "file: a footer of 2147483647 bytes does not fit");
    }

    @Test
    void blocksThatLieElsewhereOrOnEachOtherAreRefused() {
        byte[] moved = file();
        int block = block(moved, 0);
        LittleEndian.putLong(moved, block, 1 << 20);
        assertRefused(moved, "footer: the block at 1048576 of", "lies outside the");
        byte[] odd = file();
        LittleEndian.putLong(odd, block, LittleEndian.longAt(odd, block) - 4);
        assertRefused(odd, "does not begin at a multiple of 8");
        byte[] twice = file();
        LittleEndian.putLong(twice, block + 24, LittleEndian.longAt(twice, block));
        assertRefused(twice, "footer: the block at", "overlaps the block at");
        byte[] schema = file();
        LittleEndian.putLong(schema, block, 8);
        LittleEndian.putInt(schema, block + 8, 8 + LittleEndian.intAt(schema, 12));
        LittleEndian.putLong(schema, block + 16, 0);
        assertRefused(schema, "footer: the block at 8 of", "holds a SCHEMA instead of a BATCH");
    }

    private static byte[] file() {
        HeapBatch batch = batch(3, 0, none(), new byte[3]).build();
        return new IpcEncoder(SCHEMA, IpcCompression.NONE).file(List.of(batch, batch), Dictionaries.NONE);
    }

    /** Where the footer has its block number {@code index}: the second one begins where the first one ends. */
    private static int block(byte[] file, int index) {
        long first = 16L + LittleEndian.intAt(file, 12);
        for (int at = file.length - 48; ; at--) {
            long end = first + LittleEndian.intAt(file, at + 8) + LittleEndian.longAt(file, at + 16);
            if (LittleEndian.longAt(file, at) == first && LittleEndian.longAt(file, at + 24) == end) {
                return at + 24 * index;
            }
        }
    }
}
