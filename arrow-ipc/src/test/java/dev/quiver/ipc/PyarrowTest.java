/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pyarrow wrote says what it was given, whichever way it was written. */
final class PyarrowTest {
    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = PyarrowTest.class.getResourceAsStream("/pyarrow/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static IpcContent content(String name) throws IOException {
        return new IpcDecoder(IpcLimits.DEFAULTS).decode(bytes(name));
    }

    private static List<List<@Nullable Object>> values(IpcContent content, int batch) {
        DecodedBatch decoded = content.batches().get(batch);
        return HeapValues.of(content.schema(), decoded.batch(), decoded.dictionaries());
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void flatColumnsSayWhatTheyWereGiven() throws IOException {
        IpcContent content = content("flat_none.arrows");
        List<List<@Nullable Object>> columns = values(content, 0);
        for (int row = 0; row < 60; row++) {
            String text = row % 11 == 0 ? null : hex("wert " + "ü".repeat(row % 9));
            assertThat(columns.get(0).get(row)).isEqualTo(row % 7 == 0 ? null : hexOf(row - 50, 1));
            assertThat(columns.get(1).get(row)).isEqualTo(hexOf(-1 - row, 8));
            assertThat(columns.get(3).get(row)).isEqualTo(hexOf(Double.doubleToLongBits(row / 8.0), 8));
            assertThat(columns.get(4).get(row)).isEqualTo(row % 5 == 0 ? null : (Object) (row % 3 == 0));
            assertThat(columns.get(5).get(row)).isEqualTo(text);
            assertThat(columns.get(6).get(row)).isEqualTo(hex("x".repeat(row % 30)));
            assertThat(columns.get(9).get(row)).isEqualTo(hexOf(row, 8));
            assertThat(columns.get(14).get(row)).isEqualTo(hexOf(row, 4));
            assertThat(columns.get(15).get(row)).isEqualTo(hexOf(-row, 8));
            assertThat(columns.get(18).get(row)).isNull();
        }
    }

    private static String hexOf(long value, int width) {
        byte[] bytes = new byte[8];
        LittleEndian.putLong(bytes, 0, value);
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, width));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flat_none.arrow",
                "flat_lz4.arrows",
                "flat_lz4.arrow",
                "flat_zstd.arrows",
                "flat_zstd.arrow",
                "v4.arrows",
                "v4_old_framing.arrows"
            })
    void everyWayToWriteABatchSaysTheSame(String name) throws IOException {
        IpcContent plain = content("flat_none.arrows");
        IpcContent other = content(name);

        assertThat(other.schema()).isEqualTo(plain.schema());
        for (int batch = 0; batch < other.batches().size(); batch++) {
            assertThat(values(other, batch)).isEqualTo(values(plain, batch));
        }
    }

    @ParameterizedTest
    @CsvSource({"flat_none.arrows, 3", "nested.arrows, 10", "views.arrows, 5"})
    void aSliceSaysWhatItsRowsDo(String name, int from) throws IOException {
        IpcContent content = content(name);
        List<List<@Nullable Object>> whole = values(content, 0);
        List<List<@Nullable Object>> slice = values(content, 1);

        for (int column = 0; column < whole.size(); column++) {
            int to = from + slice.get(column).size();
            assertThat(slice.get(column)).isEqualTo(whole.get(column).subList(from, to));
        }
    }

    @Test
    void nestedColumnsSayWhatTheyWereGiven() throws IOException {
        List<List<@Nullable Object>> columns = values(content("nested.arrows"), 0);

        assertThat(columns.get(0).subList(0, 4))
                .containsExactly(
                        null,
                        List.of("00000000"),
                        List.of("00000000", "01000000"),
                        List.of("00000000", "01000000", "02000000"));
        assertThat(columns.get(1)).isEqualTo(columns.get(0));
        assertThat(columns.get(2)).isEqualTo(columns.get(0));
        assertThat(columns.get(7).get(49)).isEqualTo(hex("v9"));
        assertThat(columns.get(8).subList(0, 2)).containsExactly(List.of(7, hexOf(0, 8)), List.of(5, hex("s0")));
        assertThat(columns.get(9).subList(0, 2)).containsExactly(List.of(0, hex("s0")), List.of(1, hexOf(1, 8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dictionary_delta.arrows", "dictionary_delta.arrow"})
    void deltasAddToADictionary(String name) throws IOException {
        IpcContent content = content(name);

        assertThat(values(content, 0)).isEqualTo(List.of(Arrays.asList(hex("a"), hex("b"), null, hex("a"))));
        assertThat(values(content, 1)).isEqualTo(List.of(List.of(hex("c"), hex("b"))));
        assertThat(values(content, 2)).isEqualTo(List.of(List.of(hex("d"))));
    }

    @Test
    void aDictionaryIsReplacedForLaterBatchesOnly() throws IOException {
        IpcContent content = content("dictionary_replaced.arrows");

        assertThat(values(content, 0)).isEqualTo(List.of(List.of(hex("a"), hex("b"))));
        assertThat(values(content, 1)).isEqualTo(List.of(List.of(hex("x"), hex("x"))));
        assertThat(values(content, 2)).isEqualTo(List.of(List.of(hex("z"))));
    }

    @Test
    void dictionariesLieWithinDictionaries() throws IOException {
        List<List<@Nullable Object>> columns = values(content("dictionary_nested.arrows"), 0);

        assertThat(columns.get(0))
                .hasToString("[{text=" + hex("x") + ", number=" + hexOf(3, 8) + "}, null, {text=" + hex("x")
                        + ", number=" + hexOf(1, 8) + "}]");
        assertThat(columns.get(1))
                .isEqualTo(List.of(List.of(hex("q"), hex("p")), List.of(), Arrays.asList(null, hex("q"))));
    }

    @Test
    void linkedLz4BlocksAreUnderstood() throws IOException {
        List<@Nullable Object> texts =
                values(content("lz4_linked_blocks.arrows"), 0).get(0);

        for (int row = 0; row < 3000; row++) {
            assertThat(texts.get(row)).isEqualTo(hex("row " + row + " " + "lorem ipsum ".repeat(row % 5)));
        }
    }

    @Test
    void noRowsAreABatchToo() throws IOException {
        assertThat(content("empty.arrows").rowCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flat_zstd.arrows", "views.arrows", "dictionary_delta.arrow", "dictionary_nested.arrows"})
    void everythingLoadsIntoVectors(String name) throws IOException {
        IpcContent content = content(name);
        for (DecodedBatch batch : content.batches()) {
            try (VectorSchemaRoot root = HeapVectors.load(content.schema(), batch.batch(), allocator);
                    LoadedDictionaries loaded = HeapVectors.load(content.schema(), batch.dictionaries(), allocator)) {
                assertThat(root.getRowCount()).isEqualTo(batch.batch().rowCount());
                assertThat(loaded.getDictionaryIds())
                        .isEqualTo(batch.dictionaries().ids());
            }
        }
    }
}
