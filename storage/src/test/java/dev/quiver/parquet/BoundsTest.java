/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.Filter;
import dev.quiver.parquet.read.IntegerBounds;
import dev.quiver.parquet.read.MalformedParquetException;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says of the integers of a stretch of rows holds for every one of them. */
final class BoundsTest {
    private static final int ROWS = 1_000;
    private static final int PAGE_ROWS = 70;
    private static final int GROUP_ROWS = 300;
    private static final String NUMBER = "number";
    private static final Schema SCHEMA = new Schema(List.of(
            Field.nullable(NUMBER, new ArrowType.Int(64, true)),
            Field.nullable("unsigned", new ArrowType.Int(32, false)),
            Field.nullable("word", new ArrowType.Utf8())));

    private final BufferAllocator allocator = new RootAllocator();
    private final List<@Nullable Long> numbers = new ArrayList<>();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void boundsAreThoseOfTheValues(long seed) throws IOException {
        ParquetFile file = open(file(seed, ColumnOptions.DEFAULTS));
        List<IntegerBounds> chunks = file.chunkBounds(NUMBER);
        assertThat(chunks).hasSize(file.rowGroupCount()).hasSizeGreaterThan(2);
        List<IntegerBounds> pages = file.pageBounds(NUMBER);
        assertThat(pages).hasSizeGreaterThan(10);
        for (List<IntegerBounds> bounds : List.of(chunks, pages)) {
            long next = 0;
            for (IntegerBounds stretch : bounds) {
                assertThat(stretch.rows().from()).isEqualTo(next);
                check(stretch);
                next = stretch.rows().to();
            }
            assertThat(next).isEqualTo(ROWS);
        }
    }

    private void check(IntegerBounds stretch) {
        List<Long> values = new ArrayList<>();
        for (long row = stretch.rows().from(); row < stretch.rows().to(); row++) {
            Long value = numbers.get((int) row);
            if (value != null) {
                values.add(value);
            }
        }
        assertThat(stretch.hasValues()).as("%s", stretch).isEqualTo(!values.isEmpty());
        assertThat(stretch.isKnown()).as("%s", stretch).isEqualTo(!values.isEmpty());
        if (!values.isEmpty()) {
            assertThat(stretch.min()).isEqualTo(Collections.min(values));
            assertThat(stretch.max()).isEqualTo(Collections.max(values));
        }
    }

    @Test
    void integersWithoutASignHaveBoundsWithoutOne() throws IOException {
        ParquetFile file = open(file(1, ColumnOptions.DEFAULTS));
        assertThat(file.chunkBounds("unsigned")).allSatisfy(bounds -> {
            assertThat(bounds.min()).isBetween(0L, 1L << 32);
            assertThat(bounds.max()).isGreaterThan(1L << 31);
        });
    }

    @Test
    void nothingIsKnownOfTextsAndWithoutStatistics() throws IOException {
        ParquetFile file = open(file(1, ColumnOptions.DEFAULTS));
        ParquetFile without = open(file(1, ColumnOptions.DEFAULTS.withStatistics(false)));
        List<IntegerBounds> unknown = new ArrayList<>(file.chunkBounds("word"));
        unknown.addAll(file.pageBounds("word"));
        unknown.addAll(without.chunkBounds(NUMBER));
        unknown.addAll(without.pageBounds(NUMBER));
        assertThat(unknown).hasSizeGreaterThan(10).allSatisfy(bounds -> {
            assertThat(bounds.isKnown()).isFalse();
            assertThat(bounds.hasValues()).isTrue();
        });
    }

    @Test
    void aColumnThatIsNotThereIsRefused() throws IOException {
        ParquetFile file = open(file(1, ColumnOptions.DEFAULTS));
        assertThatThrownBy(() -> file.pageBounds("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("memory has no leaf column 'nobody'");
    }

    @Test
    void aRowGroupWithoutAnIndexCountsAsAWhole() throws IOException {
        ParquetFile file = open(changed(file(2, ColumnOptions.DEFAULTS), (chunk, number) -> {
            if (number == 1) {
                chunk.unsetColumn_index_offset();
                chunk.unsetColumn_index_length();
            }
        }));
        IntegerBounds second = file.chunkBounds(NUMBER).get(1);
        assertThat(file.pageBounds(NUMBER))
                .contains(second)
                .doesNotContain(file.chunkBounds(NUMBER).get(0));
    }

    /** Whoever wrote such bounds had another order in mind: no row may be left out because of them. */
    @Test
    void boundsThatContradictEachOtherAreNotBelieved() throws IOException {
        ParquetFile file = open(changed(file(3, ColumnOptions.DEFAULTS), (chunk, number) -> {
            Statistics statistics = chunk.getMeta_data().getStatistics();
            byte[] min = statistics.getMin_value();
            statistics.setMin_value(statistics.getMax_value());
            statistics.setMax_value(min);
            chunk.unsetColumn_index_offset();
            chunk.unsetColumn_index_length();
        }));
        assertThat(file.chunkBounds(NUMBER)).allSatisfy(bounds -> {
            assertThat(bounds.isKnown()).isFalse();
            assertThat(bounds.hasValues()).isTrue();
        });
        assertThat(rowCount(file, ReadRequest.ALL.withFilter(Filter.range(NUMBER, 100L, 110L))))
                .isEqualTo(ROWS);
    }

    /** An index of short texts takes ten times its bytes on the heap. */
    @Test
    void anIndexThatWouldFillTheHeapIsRefused() throws IOException {
        byte[] content = file(1, ColumnOptions.DEFAULTS);
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        int pageCount = 20_000;
        List<ByteBuffer> bounds = Collections.nCopies(pageCount, ByteBuffer.allocate(0));
        Util.writeColumnIndex(
                new ColumnIndex(Collections.nCopies(pageCount, false), bounds, bounds, BoundaryOrder.UNORDERED), index);
        int position = content.length;
        byte[] longer = new byte[content.length + index.size()];
        System.arraycopy(content, 0, longer, 0, content.length);
        System.arraycopy(index.toByteArray(), 0, longer, content.length, index.size());
        byte[] changed = changed(content, longer, (chunk, number) -> {
            chunk.setColumn_index_offset(position);
            chunk.setColumn_index_length(index.size());
        });
        ParquetFile file =
                ParquetFile.open(new ArraySource(changed), new ReadLimits(1 << 17, 1 << 20, 1 << 20, 32, 100));
        assertThatThrownBy(() -> file.pageBounds(NUMBER))
                .isInstanceOf(MalformedParquetException.class)
                .hasMessageContaining("row group 0, column 'number': its indexes would take ")
                .hasMessageEndingWith(" bytes of the heap, more than the limit of 2097152");
    }

    /** Changes what a footer says of a column chunk. */
    private interface Change {
        void of(ColumnChunk chunk, int rowGroup);
    }

    private static byte[] changed(byte[] file, Change change) throws IOException {
        return changed(file, file, change);
    }

    /** {@code body} with the footer of {@code file}, with the chunks of the first column changed. */
    private static byte[] changed(byte[] file, byte[] body, Change change) throws IOException {
        FileMetaData footer = Footers.read(file);
        for (int group = 0; group < footer.getRow_groupsSize(); group++) {
            change.of(footer.getRow_groups().get(group).getColumns().get(0), group);
        }
        return Footers.write(body, footer);
    }

    private static ParquetFile open(byte[] bytes) throws IOException {
        return ParquetFile.open(new ArraySource(bytes), ReadLimits.DEFAULTS);
    }

    private long rowCount(ParquetFile file, ReadRequest request) throws IOException {
        long rows = 0;
        try (ParquetBatchReader reader = file.read(request, ReadOptions.DEFAULTS, allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.rowCount();
                batch.close();
            }
        }
        return rows;
    }

    private byte[] file(long seed, ColumnOptions columns) throws IOException {
        ParquetOptions options = ParquetOptions.DEFAULTS
                .withColumns(columns)
                .withPages(new PageOptions(1 << 20, PAGE_ROWS, PageOptions.Version.V1, false))
                .withRowGroups(new RowGroupOptions(32 << 20, GROUP_ROWS));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ArrowBatch batch = batch(new Random(seed));
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                ParquetBatchWriter writer = new ParquetBatchWriter(SCHEMA, options, encoders, output)) {
            writer.write(batch, 0, ROWS);
            writer.finish(Map.of());
        }
        return output.toByteArray();
    }

    /** Some nulls, and a stretch of nothing else. */
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private ArrowBatch batch(Random random) {
        numbers.clear();
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        for (int row = 0; row < ROWS; row++) {
            boolean isNull = random.nextInt(9) == 0 || row / 200 == 1;
            Long number = isNull ? null : (long) random.nextInt(500) - 50;
            numbers.add(number);
            if (number != null) {
                ((BigIntVector) root.getVector(NUMBER)).setSafe(row, number);
            }
            ((UInt4Vector) root.getVector("unsigned")).setSafe(row, random.nextInt());
            ((VarCharVector) root.getVector("word")).setSafe(row, new byte[] {(byte) ('a' + random.nextInt(20))});
        }
        root.setRowCount(ROWS);
        return new ArrowBatch(root);
    }
}
