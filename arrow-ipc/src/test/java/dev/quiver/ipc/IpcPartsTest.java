/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits, refusals of our own mistakes, and the parts that everything rests on. */
final class IpcPartsTest {
    private static final Schema NUMBERS = new Schema(List.of(Crafted.nullable("n", new ArrowType.Int(32, true))));
    private static final HeapBatch BATCH =
            Crafted.batch(2, 0, Crafted.none(), Crafted.ints(1, 2)).build();

    @ParameterizedTest
    @CsvSource({
        "0, rowsMax must be at least 1 but was 0",
        "1, columnsMax must be at least 1 but was 0",
        "2, nestingMax must be at least 1 but was 0",
        "3, decompressedBytesMax must be at least 1 but was 0",
        "4, dictionaryValuesMax must be at least 1 but was 0"
    })
    void limitsAreAtLeastOne(int which, String reason) {
        int[] limits = {1, 1, 1, 1, 1};
        limits[which] = 0;
        assertThatThrownBy(() -> new IpcLimits(limits[0], limits[1], limits[2], limits[3], limits[4], true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @Test
    void nestingIsBoundByTheStack() {
        assertThatThrownBy(() -> new IpcLimits(1, 1, 257, 1, 1, true))
                .hasMessage("nestingMax must be at most 256 but was 257");
    }

    @Test
    void zstdHasLevels() {
        assertThat(IpcCompression.zstd(22)).hasToString("zstd(22)");
        assertThatThrownBy(() -> IpcCompression.zstd(23)).hasMessage("zstd level must be from -7 to 22 but was 23");
    }

    @Test
    void aBatchOfAnotherShapeIsNotEncoded() {
        HeapBatch other = Crafted.batch(2, 0, Crafted.none()).build();
        assertThatThrownBy(() -> new IpcEncoder(NUMBERS, IpcCompression.NONE).stream(List.of(other), Dictionaries.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch of 1 nodes, 1 buffers and 0 view columns does not fit a schema of 1, 2 and 0");
    }

    @Test
    void whatDoesNotCompressIsLeftAsItIs() {
        byte[] noise = new byte[4_000];
        new Random(1).nextBytes(noise);
        Schema schema = new Schema(List.of(Crafted.nullable("b", new ArrowType.FixedSizeBinary(4))));
        HeapBatch batch = Crafted.batch(1_000, 0, Crafted.none(), noise).build();
        int plain = new IpcEncoder(schema, IpcCompression.NONE).stream(List.of(batch), Dictionaries.NONE).length;
        for (IpcCompression compression : List.of(IpcCompression.LZ4, IpcCompression.zstd(3))) {
            byte[] stream = new IpcEncoder(schema, compression).stream(List.of(batch), Dictionaries.NONE);
            assertThat(stream).hasSizeBetween(plain, plain + 32);
        }
    }

    @Test
    void directAndSlicedBuffersAreDecodedFromTheirPosition() {
        byte[] stream = new IpcEncoder(NUMBERS, IpcCompression.NONE).stream(List.of(BATCH), Dictionaries.NONE);
        ByteBuffer heap = ByteBuffer.allocate(stream.length + 10)
                .position(3)
                .put(stream)
                .flip()
                .position(3);
        ByteBuffer sliced = heap.slice();
        ByteBuffer direct = ByteBuffer.allocateDirect(stream.length).put(stream).flip();
        for (ByteBuffer buffer : List.of(heap, sliced, direct, sliced.asReadOnlyBuffer())) {
            int position = buffer.position();
            assertThat(new IpcDecoder(IpcLimits.DEFAULTS).decode(buffer).rowCount())
                    .isEqualTo(2);
            assertThat(buffer.position()).isEqualTo(position);
        }
    }

    @Test
    void nothingStaysAllocatedWhenVectorsDoNotFitTheAllocator() {
        Schema schema =
                new Schema(List.of(NUMBERS.getFields().get(0), Crafted.nullable("m", new ArrowType.Int(64, true))));
        HeapBatch batch = Crafted.with(
                        Crafted.batch(300_000, 0, Crafted.none(), new byte[1_200_000])
                                .node(300_000, 0),
                        Crafted.none(),
                        new byte[2_400_000])
                .build();
        try (BufferAllocator allocator = new RootAllocator(3 << 20)) {
            assertThatThrownBy(() -> HeapVectors.load(schema, batch, allocator))
                    .isInstanceOf(OutOfMemoryException.class);
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void mapsWithEntriesThatMayBeNullLoadAsIfTheyMayNot() {
        Field entries = Crafted.nullable(
                "entries",
                ArrowType.Struct.INSTANCE,
                Crafted.nullable("key", new ArrowType.Int(32, true)),
                Crafted.nullable("value", new ArrowType.Int(32, true)));
        Schema schema = new Schema(List.of(Crafted.nullable("m", new ArrowType.Map(false), entries)));
        HeapBatch.Builder map =
                Crafted.batch(1, 0, Crafted.none(), Crafted.ints(0, 1)).node(1, 0);
        Crafted.with(map, Crafted.none()).node(1, 0);
        Crafted.with(map, Crafted.none(), Crafted.ints(7)).node(1, 0);
        HeapBatch batch = Crafted.with(map, Crafted.none(), Crafted.ints(8)).build();
        assertLoads(schema, batch, "[{\"key\":7,\"value\":8}]");
    }

    @Test
    void narrowDecimalsLoadAsWideOnes() {
        Schema schema = new Schema(List.of(Crafted.nullable("d", new ArrowType.Decimal(9, 2, 32))));
        HeapBatch batch =
                Crafted.batch(1, 0, Crafted.none(), Crafted.ints(-12_345)).build();
        assertLoads(schema, batch, "-123.45");
    }

    private static void assertLoads(Schema schema, HeapBatch batch, String expected) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = HeapVectors.load(schema, batch, allocator)) {
            assertThat(root.getVector(0).getObject(0)).hasToString(expected);
        }
    }

    @Test
    void utf8IsJudgedAsTheJdkJudgesIt() {
        Random random = new Random(5);
        int valid = 0;
        for (int index = 0; index < 50_000; index++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = random.nextInt(3) == 0 ? (byte) 'a' : bytes[at];
            }
            if (random.nextInt(4) == 0) {
                String text = new StringBuilder()
                        .appendCodePoint(random.nextInt(0x110000))
                        .toString();
                bytes = Crafted.joined(
                        bytes.length > 4 ? Crafted.none() : bytes, text.getBytes(StandardCharsets.UTF_8));
            }
            boolean expected = isValid(bytes);
            if (Utf8.isValid(bytes, 0, bytes.length) != expected) {
                throw new AssertionError(HexFormat.of().formatHex(bytes) + " is UTF-8: " + expected);
            }
            valid += expected ? 1 : 0;
        }
        assertThat(valid).isBetween(5_000, 45_000);
    }

    private static boolean isValid(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
