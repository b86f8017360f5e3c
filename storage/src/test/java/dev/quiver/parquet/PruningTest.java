/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.Filter;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import dev.quiver.parquet.read.RowRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters leave out what cannot match, by row group, page and Bloom filter, and never a row that does. */
final class PruningTest {
    private static final int ROWS = 10_000;
    private static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("number", new ArrowType.Int(64, true)),
            Field.nullable("unsigned", new ArrowType.Int(32, false)),
            Field.nullable("ratio", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            Field.nullable("word", new ArrowType.Utf8())));

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @Test
    void aRangeOfASortedColumnReadsItsPagesOnly() throws IOException {
        ArraySource source = new ArraySource(file(new Random(1), true));
        ParquetFile file = ParquetFile.open(source, ReadLimits.DEFAULTS);
        long footer = source.readBytes();
        List<List<@Nullable Object>> rows =
                rows(file, ReadRequest.ALL.withFilter(Filter.range("number", 5_000L, 5_010L)));
        assertThat(rows.size()).isBetween(10, 300);
        assertThat(source.readBytes() - footer).isLessThan(source.size() / 4);
    }

    @Test
    void aRowGroupWhoseBloomFilterLacksAValueIsNotRead() throws IOException {
        ParquetFile file = open(file(new Random(1), false));
        assertThat(file.rowGroupCount()).isGreaterThan(3);
        assertThat(rows(file, ReadRequest.ALL.withFilter(Filter.equal("word", "5000,absent"))))
                .isEmpty();
        assertThat(rows(file, ReadRequest.ALL.withFilter(Filter.equal("word", word(77)))))
                .isNotEmpty();
    }

    @Test
    void noRowThatMatchesIsLeftOut() throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            ParquetFile file = open(file(random, random.nextBoolean()));
            List<List<@Nullable Object>> all = rows(file, ReadRequest.ALL);
            assertThat(all).hasSize(ROWS);
            for (int round = 0; round < 5; round++) {
                check(file, all, random);
            }
        }
    }

    private void check(ParquetFile file, List<List<@Nullable Object>> all, Random random) throws IOException {
        long low = random.nextInt(ROWS);
        long high = low + random.nextInt(1_000);
        Filter filter = Filter.any(List.of(
                Filter.all(List.of(Filter.range("number", low, high), Filter.isNotNull("ratio"))),
                Filter.equal("unsigned", (int) low),
                Filter.range("ratio", null, -90.0),
                Filter.equal("word", word((int) low))));
        List<List<@Nullable Object>> expected = new ArrayList<>(all);
        expected.removeIf(row -> !matches(row, low, high));
        assertThat(rows(file, ReadRequest.ALL.withFilter(filter))).containsSubsequence(expected);
    }

    private static boolean matches(List<@Nullable Object> row, long low, long high) {
        Object number = row.get(0);
        Object unsigned = row.get(1);
        Object ratio = row.get(2);
        boolean inRange = number != null && little(number) >= low && little(number) <= high && ratio != null;
        boolean isUnsigned = unsigned != null && (int) little(unsigned) == (int) low;
        boolean isSmall = ratio != null && Double.longBitsToDouble(little(ratio)) <= -90.0;
        boolean isWord = hex(word((int) low)).equals(row.get(3));
        return inRange || isUnsigned || isSmall || isWord;
    }

    private static long little(Object hex) {
        String text = (String) hex;
        long value = 0;
        for (int at = text.length() - 2; at >= 0; at -= 2) {
            value = value << 8 | Integer.parseInt(text.substring(at, at + 2), 16);
        }
        return value;
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first rows have -3, -2 and -1, by their bits. */
    @Test
    void anIntegerWithoutASignIsTheSameAsIntegerAndLong() throws IOException {
        ParquetFile file = open(file(new Random(1), true));
        for (Object value : List.of(-3, 0xFFFF_FFFDL)) {
            assertThat(rows(file, ReadRequest.ALL.withFilter(Filter.equal("unsigned", value))))
                    .as("%s", value)
                    .hasSizeBetween(1, 200)
                    .anySatisfy(row -> assertThat(row.get(1)).isEqualTo("fdffffff"));
        }
    }

    /** Texts as they are, and as ids of a dictionary. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsCanBeSoughtInAnyOrder(boolean isEncoded) throws IOException {
        ParquetFile file = open(file(new Random(3), true));
        List<List<@Nullable Object>> all = rows(file, ReadRequest.ALL);
        Random random = new Random(4);
        ReadRequest request = ReadRequest.ALL.withEncoded(isEncoded ? List.of("word") : List.of());
        try (ParquetBatchReader reader = file.read(request, ReadOptions.DEFAULTS.withBatches(50, 1 << 20), allocator)) {
            for (int round = 0; round < 100; round++) {
                int row = random.nextInt(ROWS);
                reader.seek(row);
                for (int batches = random.nextInt(3); batches >= 0; batches--) {
                    row += check(reader, all, row);
                }
            }
            reader.seek(ROWS);
            assertThat(reader.next()).isNull();
        }
    }

    private static int check(ParquetBatchReader reader, List<List<@Nullable Object>> all, int row) throws IOException {
        if (row == ROWS) {
            return 0;
        }
        try (ArrowBatch batch = Objects.requireNonNull(reader.next())) {
            assertThat(reader.batchStart()).isEqualTo(row);
            assertThat(VectorRows.of(batch.vectors(), reader.dictionaries()))
                    .isEqualTo(all.subList(row, row + batch.rowCount()));
            return batch.rowCount();
        }
    }

    @Test
    void aSeekReadsLittleOfTheFile() throws IOException {
        ArraySource source = new ArraySource(file(new Random(1), true));
        ParquetFile file = ParquetFile.open(source, ReadLimits.DEFAULTS);
        long footer = source.readBytes();
        ReadRequest request = ReadRequest.ALL.withRows(List.of(new RowRange(7_003, 7_004)));
        assertThat(rows(file, request)).hasSize(1);
        assertThat(source.readBytes() - footer).isLessThan(source.size() / 5);
    }

    @Test
    void aWholeFileIsReadOnceInFewRequests() throws IOException {
        ArraySource source = new ArraySource(file(new Random(1), true));
        assertThat(rows(ParquetFile.open(source, ReadLimits.DEFAULTS), ReadRequest.ALL))
                .hasSize(ROWS);
        assertThat(source.readBytes()).isLessThan(source.size() * 11 / 10 + (64 << 10));
        assertThat(source.reads()).hasSizeLessThan(30);
    }

    @Test
    void aColumnThatIsNotThereIsRefused() throws IOException {
        ParquetFile file = open(file(new Random(1), true));
        assertThatThrownBy(() -> rows(file, ReadRequest.ALL.withColumns(List.of("nobody"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("memory has no column 'nobody'");
        assertThatThrownBy(() -> rows(file, ReadRequest.ALL.withFilter(Filter.equal("number", "text"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column 'number' of type INT64 cannot be compared with a String");
    }

    private static ParquetFile open(byte[] bytes) throws IOException {
        return ParquetFile.open(new ArraySource(bytes), ReadLimits.DEFAULTS);
    }

    private List<List<@Nullable Object>> rows(ParquetFile file, ReadRequest request) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ParquetBatchReader reader = file.read(request, ReadOptions.DEFAULTS, allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                try (ArrowBatch closed = batch) {
                    rows.addAll(VectorRows.of(closed.vectors()));
                }
            }
        }
        return rows;
    }

    private static String word(int number) {
        return number + ",word";
    }

    /** A file of several row groups of many pages each. */
    private byte[] file(Random random, boolean sorted) throws IOException {
        ParquetOptions options = ParquetOptions.DEFAULTS
                .withColumns(ColumnOptions.DEFAULTS.withBloomFilter(1 << 12).withCompression(Compression.NONE, 0))
                .withPages(new PageOptions(1 << 20, 100, PageOptions.Version.V1, false))
                .withRowGroups(new RowGroupOptions(32 << 20, 2_000));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ArrowBatch batch = batch(random, sorted);
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                ParquetBatchWriter writer = new ParquetBatchWriter(SCHEMA, options, encoders, output)) {
            writer.write(batch, 0, ROWS);
            writer.finish(Map.of());
        }
        return output.toByteArray();
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private ArrowBatch batch(Random random, boolean sorted) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        for (int row = 0; row < ROWS; row++) {
            int key = sorted ? row : random.nextInt(ROWS);
            if (random.nextInt(20) > 0) {
                ((BigIntVector) root.getVector("number")).setSafe(row, key);
            }
            ((UInt4Vector) root.getVector("unsigned")).setSafe(row, key - 3);
            if (row / 150 % 3 > 0) {
                double ratio = random.nextInt(50) == 0 ? Double.NaN : random.nextGaussian() * 40;
                ((Float8Vector) root.getVector("ratio")).setSafe(row, ratio);
            }
            ((VarCharVector) root.getVector("word")).setSafe(row, word(key).getBytes(StandardCharsets.UTF_8));
        }
        root.setRowCount(ROWS);
        return new ArrowBatch(root);
    }
}
