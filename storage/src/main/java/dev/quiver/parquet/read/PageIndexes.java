/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.InvalidParquetMetadataException;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The indexes of the pages of some columns in one row group: where they are, and what values they have. */
final class PageIndexes {
    private final FileLayout layout;
    private final int rowGroup;
    private final Place place;
    private final int bytesMax;
    private final long heapBytesMax;
    private final MergedReads reads;
    private final Map<Integer, OffsetIndex> offsets = new HashMap<>();
    private final Map<Integer, ColumnIndex> bounds = new HashMap<>();
    /** Worked out when they are first asked for. */
    private final Map<Integer, PageLocations> locations = new HashMap<>();

    private long wantedBytes;
    private long parsedHeapBytes;

    /** Those of {@code rowGroup}; nothing is read yet. */
    PageIndexes(RangeSource source, FileLayout layout, int rowGroup, ReadLimits limits, Place place) {
        this.layout = layout;
        this.rowGroup = rowGroup;
        this.place = place;
        this.bytesMax = limits.footerBytesMax();
        this.heapBytesMax = limits.indexHeapBytesMax();
        this.reads = new MergedReads(source, limits.footerBytesMax());
    }

    /** Reads one kind of structure. */
    private interface Parser<T> {
        T parse(ByteArrayInputStream input) throws IOException;
    }

    /** Reads where the pages of {@code located} are, and the bounds of the values of {@code bounded}. */
    void read(Set<Integer> located, Set<Integer> bounded) throws IOException {
        for (int leaf : located) {
            ColumnChunk chunk = layout.rowGroups().get(rowGroup).getColumns().get(leaf);
            if (chunk.isSetOffset_index_offset() && chunk.isSetOffset_index_length()) {
                want(
                        chunk.getOffset_index_offset(),
                        chunk.getOffset_index_length(),
                        (bytes, offset, length) ->
                                offsets.put(leaf, parsed(bytes, offset, length, Util::readOffsetIndex)));
            }
        }
        for (int leaf : bounded) {
            ColumnChunk chunk = layout.rowGroups().get(rowGroup).getColumns().get(leaf);
            if (chunk.isSetColumn_index_offset() && chunk.isSetColumn_index_length()) {
                want(
                        chunk.getColumn_index_offset(),
                        chunk.getColumn_index_length(),
                        (bytes, offset, length) ->
                                bounds.put(leaf, parsed(bytes, offset, length, Util::readColumnIndex)));
            }
        }
        reads.run();
    }

    private void want(long offset, int length, MergedReads.Target target) throws MalformedParquetException {
        wantedBytes += Math.max(0, length);
        if (offset < 0 || length < 1 || offset > layout.end() - length || wantedBytes > bytesMax) {
            throw place.malformed("an index of " + length + " bytes at " + offset
                    + " is not within the file, or passes the limit of " + bytesMax);
        }
        reads.add(offset, length, target);
    }

    private <T> T parsed(byte[] bytes, int offset, int length, Parser<T> parser) throws MalformedParquetException {
        long heapBytes = ThriftExtent.heapBytes(bytes, offset, offset + length, place);
        if (heapBytes == ThriftExtent.INCOMPLETE) {
            throw place.malformed("an index ends too early");
        }
        parsedHeapBytes += heapBytes;
        if (parsedHeapBytes > heapBytesMax) {
            throw place.malformed("its indexes would take " + parsedHeapBytes
                    + " bytes of the heap, more than the limit of " + heapBytesMax);
        }
        try {
            return parser.parse(new ByteArrayInputStream(bytes, offset, length));
        } catch (IOException | InvalidParquetMetadataException e) {
            throw place.malformed("an index is damaged: " + e.getMessage(), e);
        }
    }

    /** Where the pages of {@code leaf} are, or null if the file does not say. */
    @Nullable
    PageLocations locations(int leaf, Place column) throws MalformedParquetException {
        PageLocations known = locations.get(leaf);
        OffsetIndex index = offsets.get(leaf);
        if (known != null || index == null) {
            return known;
        }
        ColumnMetaData metadata = layout.chunk(rowGroup, leaf);
        long start = FileLayout.start(metadata);
        long end = start + metadata.getTotal_compressed_size();
        PageLocations found = PageLocations.of(index, start, end, layout.rowCount(rowGroup), column);
        locations.put(leaf, found);
        return found;
    }

    /** The bounds of the values of the pages of {@code leaf}, or null if the file does not say. */
    @Nullable
    ColumnIndex bounds(int leaf) {
        return bounds.get(leaf);
    }
}
