/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/**
 * What a footer says about a file, checked.
 *
 * @param schema as it is in the file
 * @param rowGroups in the order of the file
 * @param firstRows the row that each row group begins with, and the rows of the file behind them
 * @param pairs the key-value pairs
 * @param end one past all pages
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FileLayout(
        SchemaReader.FileSchema schema,
        List<RowGroup> rowGroups,
        long[] firstRows,
        Map<String, String> pairs,
        long end) {
    /** The layout in {@code footer}. */
    static FileLayout of(Footer.Metadata footer, ReadLimits limits, Place place) throws MalformedParquetException {
        FileMetaData content = footer.content();
        SchemaReader.FileSchema schema = SchemaReader.read(content.getSchema(), limits, place);
        List<RowGroup> rowGroups = content.getRow_groups();
        long[] firstRows = new long[rowGroups.size() + 1];
        for (int index = 0; index < rowGroups.size(); index++) {
            place.rowGroup(index);
            RowGroup rowGroup = rowGroups.get(index);
            long rows = rowGroup.getNum_rows();
            if (rows < 0 || firstRows[index] + rows < 0) {
                throw place.malformed("it has " + rows + " rows");
            }
            checkColumns(rowGroup, schema.leaves(), place);
            firstRows[index + 1] = firstRows[index] + rows;
        }
        if (firstRows[rowGroups.size()] != content.getNum_rows()) {
            throw place.malformed("the file has " + content.getNum_rows() + " rows, but its row groups have "
                    + firstRows[rowGroups.size()]);
        }
        return new FileLayout(schema, List.copyOf(rowGroups), firstRows, pairs(content), footer.start());
    }

    private static void checkColumns(RowGroup rowGroup, List<ParquetNode> leaves, Place place)
            throws MalformedParquetException {
        List<ColumnChunk> chunks = rowGroup.getColumns();
        if (chunks.size() != leaves.size()) {
            throw place.malformed("it has " + chunks.size() + " column chunks for " + leaves.size() + " columns");
        }
        for (int index = 0; index < chunks.size(); index++) {
            ColumnMetaData metadata = chunks.get(index).getMeta_data();
            ParquetNode leaf = leaves.get(index);
            boolean isSame = metadata != null
                    && PhysicalType.of(metadata.getType()) == leaf.physical()
                    && leaf.path().equals(String.join(".", metadata.getPath_in_schema()));
            if (!isSame) {
                throw place.malformed("its column chunk " + index + " is not one of column '" + leaf.path() + "'");
            }
        }
    }

    private static Map<String, String> pairs(FileMetaData content) {
        Map<String, String> pairs = new LinkedHashMap<>();
        List<KeyValue> written =
                content.isSetKey_value_metadata() ? content.getKey_value_metadata() : new ArrayList<>();
        for (KeyValue pair : written) {
            pairs.put(pair.getKey(), pair.isSetValue() ? pair.getValue() : "");
        }
        return pairs;
    }

    long rowCount() {
        return firstRows[rowGroups.size()];
    }

    long rowCount(int rowGroup) {
        return firstRows[rowGroup + 1] - firstRows[rowGroup];
    }

    /** The metadata of the chunk of column {@code leaf} in {@code rowGroup}. */
    ColumnMetaData chunk(int rowGroup, int leaf) {
        return rowGroups.get(rowGroup).getColumns().get(leaf).getMeta_data();
    }

    /** The plan for reading the chunk of {@code leaf} in {@code rowGroup}, whose pages are at {@code pages}. */
    ChunkPlan plan(int rowGroup, int leaf, @Nullable PageLocations pages, Place place)
            throws UnsupportedParquetException {
        ColumnMetaData metadata = chunk(rowGroup, leaf);
        PageDecompressor.check(metadata.getCodec(), place);
        return new ChunkPlan(
                metadata.getCodec(),
                start(metadata),
                start(metadata) + metadata.getTotal_compressed_size(),
                metadata.getNum_values(),
                rowCount(rowGroup),
                pages);
    }

    /** Where the pages of a chunk begin: some writers give the dictionary an offset of 0 when there is none. */
    static long start(ColumnMetaData metadata) {
        long dictionary = metadata.isSetDictionary_page_offset() ? metadata.getDictionary_page_offset() : 0;
        long data = metadata.getData_page_offset();
        return dictionary > 0 && dictionary < data ? dictionary : data;
    }

    /** Refuses a chunk that is not in the file, or has an impossible number of values. */
    void checkChunk(int rowGroup, int leaf, Place place) throws MalformedParquetException, UnsupportedParquetException {
        ColumnChunk chunk = rowGroups.get(rowGroup).getColumns().get(leaf);
        ColumnMetaData metadata = chunk.getMeta_data();
        if (chunk.isSetFile_path()) {
            throw place.unsupported("its column chunk is in another file");
        }
        if (chunk.isSetCrypto_metadata()) {
            throw place.unsupported("it is encrypted, which is not supported");
        }
        long start = start(metadata);
        long size = metadata.getTotal_compressed_size();
        if (start < 0 || size < 0 || start > end || size > end - start) {
            throw place.malformed("its column chunk of " + size + " bytes at " + start + " is not within the " + end
                    + " bytes of pages");
        }
        ParquetNode node = schema.leaves().get(leaf);
        boolean fits = node.repetition() == 0
                ? metadata.getNum_values() == rowCount(rowGroup)
                : metadata.getNum_values() >= rowCount(rowGroup);
        if (!fits) {
            throw place.malformed(
                    "its column chunk has " + metadata.getNum_values() + " values for " + rowCount(rowGroup) + " rows");
        }
    }
}
