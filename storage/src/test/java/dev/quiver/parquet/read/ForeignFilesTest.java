/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.VectorRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of Arrow C++, and of others, have the rows that Arrow C++ says they have. */
final class ForeignFilesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/parquet/golden");

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flat_none",
                "flat_snappy",
                "flat_gzip",
                "flat_zstd",
                "flat_lz4",
                "nested_v1",
                "nested_v2",
                "pages",
                "schemaless",
                "int96",
                "decimals",
                "encodings"
            })
    void rowsAreThoseThatArrowReads(String name) throws IOException {
        List<String> expected = Files.readAllLines(GOLDEN.resolve(name + ".json"));
        for (int rowsMax : List.of(1, 7, 1_000)) {
            assertThat(rows(GOLDEN.resolve(name + ".parquet"), rowsMax)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data_index_bloom_encoding_stats",
                "datapage_v2.snappy",
                "duckdb-unsigned",
                "fixed_length_byte_array",
                "int32_with_null_pages",
                "nested_structs.rust",
                "nulls.snappy",
                "sort_columns"
            })
    void filesOfOtherWritersHaveTheRowsThatArrowReads(String name) throws IOException {
        List<String> expected = Files.readAllLines(GOLDEN.resolve(name + ".json"));
        Path file = GOLDEN.resolveSibling("parquet-testing").resolve(name + ".parquet");
        for (int rowsMax : List.of(1, 7, 1_000)) {
            assertThat(rows(file, rowsMax)).isEqualTo(expected);
        }
    }

    @Test
    void brotliIsRefusedByName() {
        assertThatThrownBy(() -> rows(GOLDEN.resolve("brotli.parquet"), 10))
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessageEndingWith(
                        "brotli.parquet, row group 0, column 'i32': it is compressed with BROTLI, which is not"
                                + " supported");
    }

    private List<String> rows(Path path, int rowsMax) throws IOException {
        List<String> rows = new ArrayList<>();
        try (RangeSource source = RangeSource.of(path);
                ParquetBatchReader reader = ParquetFile.open(source, ReadLimits.DEFAULTS)
                        .read(ReadRequest.ALL, ReadOptions.DEFAULTS.withBatches(rowsMax, 1 << 20), allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                try (ArrowBatch closed = batch) {
                    VectorRows.of(closed.vectors()).forEach(row -> rows.add(json(row)));
                }
            }
        }
        return rows;
    }

    private static String json(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(ForeignFilesTest::json)
                    .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
        }
        return value == null ? "null" : '"' + value.toString() + '"';
    }
}
