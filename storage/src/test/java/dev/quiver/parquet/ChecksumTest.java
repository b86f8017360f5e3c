/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.MalformedParquetException;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import dev.quiver.parquet.read.RowRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A page whose bytes are not those of its checksum is refused, wherever it lies and however it is reached. */
final class ChecksumTest {
    private static final int ROWS = 1_000;
    private static final int PAGE_ROWS = 100;
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(64, true))));

    private final BufferAllocator allocator = new RootAllocator();

    /** A page of a file. */
    private record Page(PageHeader header, int bodyAt) {}

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @ParameterizedTest
    @EnumSource(PageOptions.Version.class)
    void everyPageThatIsDamagedIsRefused(PageOptions.Version version) throws IOException {
        byte[] file = file(version);
        List<Page> pages = pages(file);
        assertThat(pages).hasSize(1 + ROWS / PAGE_ROWS);
        assertThat(pages.get(0).header().getType()).isEqualTo(PageType.DICTIONARY_PAGE);
        assertThat(rowCount(file, ReadRequest.ALL)).isEqualTo(ROWS);
        for (int page = 0; page < pages.size(); page++) {
            int length = pages.get(page).header().getCompressed_page_size();
            for (int at : new int[] {0, length / 2, length - 1}) {
                byte[] damaged = file.clone();
                damaged[pages.get(page).bodyAt() + at] ^= 0x10;
                assertThatThrownBy(() -> rowCount(damaged, ReadRequest.ALL))
                        .isInstanceOf(MalformedParquetException.class)
                        .hasMessageStartingWith("could not read memory, row group 0, column 'number', page ")
                        .hasMessageEndingWith("its checksum is wrong");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PageOptions.Version.class)
    void aPageThatIsReachedByAJumpIsVerifiedAsWell(PageOptions.Version version) throws IOException {
        byte[] damaged = file(version);
        Page sixth = pages(damaged).get(6);
        damaged[sixth.bodyAt() + 1] ^= 0x10;
        ReadRequest around = ReadRequest.ALL.withRows(List.of(new RowRange(0, 450), new RowRange(650, ROWS)));
        assertThat(rowCount(damaged, around)).isEqualTo(800);
        ReadRequest within = ReadRequest.ALL.withRows(List.of(new RowRange(577, 580)));
        assertThatThrownBy(() -> rowCount(damaged, within))
                .isInstanceOf(MalformedParquetException.class)
                .hasMessage("could not read memory, row group 0, column 'number', page 5: its checksum is wrong");
    }

    private long rowCount(byte[] file, ReadRequest request) throws IOException {
        long rows = 0;
        ParquetFile parquet = ParquetFile.open(new ArraySource(file), ReadLimits.DEFAULTS);
        try (ParquetBatchReader reader = parquet.read(request, ReadOptions.DEFAULTS, allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.rowCount();
                batch.close();
            }
        }
        return rows;
    }

    private static List<Page> pages(byte[] file) throws IOException {
        ColumnMetaData chunk =
                Footers.read(file).getRow_groups().get(0).getColumns().get(0).getMeta_data();
        int at = (int) chunk.getDictionary_page_offset();
        int end = at + (int) chunk.getTotal_compressed_size();
        List<Page> pages = new ArrayList<>();
        while (at < end) {
            ByteArrayInputStream input = new ByteArrayInputStream(file, at, end - at);
            PageHeader header = Util.readPageHeader(input);
            int bodyAt = end - input.available();
            assertThat(header.isSetCrc()).isTrue();
            pages.add(new Page(header, bodyAt));
            at = bodyAt + header.getCompressed_page_size();
        }
        return pages;
    }

    /** One row group with a dictionary. */
    private byte[] file(PageOptions.Version version) throws IOException {
        ParquetOptions options = ParquetOptions.DEFAULTS.withPages(new PageOptions(1 << 20, PAGE_ROWS, version, false));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        for (int row = 0; row < ROWS; row++) {
            if (row % 7 > 0) {
                ((BigIntVector) root.getVector(0)).setSafe(row, row * 31 % 40);
            }
        }
        root.setRowCount(ROWS);
        try (ArrowBatch batch = new ArrowBatch(root);
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                ParquetBatchWriter writer = new ParquetBatchWriter(SCHEMA, options, encoders, output)) {
            writer.write(batch, 0, ROWS);
            writer.finish(Map.of());
        }
        return output.toByteArray();
    }
}
