/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.InvalidParquetMetadataException;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** What the statistics and Bloom filters of one row group say of the values of its column chunks. */
final class ChunkBounds {
    private static final int HEADER_BYTES_MAX = 256;

    private final RangeSource source;
    private final FileLayout layout;
    private final int rowGroup;
    private final ReadLimits limits;

    ChunkBounds(RangeSource source, FileLayout layout, int rowGroup, ReadLimits limits) {
        this.source = source;
        this.layout = layout;
        this.rowGroup = rowGroup;
        this.limits = limits;
    }

    /** The bounds of the values of {@code leaf}. */
    ValueBounds of(ParquetNode leaf) {
        ColumnMetaData metadata = layout.chunk(rowGroup, leaf.leaf());
        Statistics statistics = metadata.getStatistics();
        PhysicalType physical = leaf.physical();
        if (statistics == null || physical == null) {
            return ValueBounds.UNKNOWN;
        }
        ValueOrder order = ValueOrder.of(leaf);
        Object min = order.bound(physical, statistics.bufferForMin_value());
        Object max = order.bound(physical, statistics.bufferForMax_value());
        if (order == ValueOrder.SIGNED && min == null && max == null) {
            // Older writers compare everything as signed, which is right for these only.
            min = order.bound(physical, statistics.bufferForMin());
            max = order.bound(physical, statistics.bufferForMax());
        }
        boolean isCounted = statistics.isSetNull_count();
        boolean isNullsOnly = isCounted && statistics.getNull_count() >= metadata.getNum_values();
        boolean hasValues = !isNullsOnly || min != null || max != null;
        boolean hasNulls = !isCounted || statistics.getNull_count() != 0;
        return new ValueBounds(min, max, hasValues, hasNulls).consistent(order);
    }

    /** False only if a Bloom filter knows that {@code leaf} has none of {@code keys}. */
    boolean mayHaveOneOf(ParquetNode leaf, List<Object> keys) throws IOException {
        ColumnMetaData metadata = layout.chunk(rowGroup, leaf.leaf());
        PhysicalType physical = leaf.physical();
        if (!metadata.isSetBloom_filter_offset() || physical == null) {
            return true;
        }
        Place place = Place.of(source.name()).column(leaf.path());
        place.rowGroup(rowGroup);
        byte[] blocks = blocks(metadata.getBloom_filter_offset(), place);
        if (blocks == null) {
            return true;
        }
        for (Object key : keys) {
            Long hash = ValueOrder.hash(physical, key);
            if (hash == null || BloomBlocks.mayContain(blocks, hash)) {
                return true;
            }
        }
        return false;
    }

    /** The blocks of a filter, or null if it is one of another kind or too large. */
    private byte @Nullable [] blocks(long offset, Place place) throws IOException {
        if (offset < 0 || offset >= layout.end()) {
            throw place.malformed("its Bloom filter is at " + offset + ", outside of the file");
        }
        int length = (int) Math.min(HEADER_BYTES_MAX, layout.end() - offset);
        byte[] bytes = source.read(offset, length);
        int headerEnd = ThriftExtent.end(bytes, 0, length, place);
        if (headerEnd == ThriftExtent.INCOMPLETE) {
            throw place.malformed("the header of its Bloom filter has no end");
        }
        BloomFilterHeader header;
        try {
            header = Util.readBloomFilterHeader(new ByteArrayInputStream(bytes, 0, headerEnd));
        } catch (IOException | InvalidParquetMetadataException e) {
            throw place.malformed("the header of its Bloom filter is damaged: " + e.getMessage(), e);
        }
        int size = header.getNumBytes();
        boolean isKnown = header.getAlgorithm().isSetBLOCK()
                && header.getHash().isSetXXHASH()
                && header.getCompression().isSetUNCOMPRESSED();
        if (!isKnown || size > limits.footerBytesMax()) {
            return null;
        }
        if (size < BloomBlocks.BLOCK_BYTES
                || size % BloomBlocks.BLOCK_BYTES != 0
                || size > layout.end() - offset - headerEnd) {
            throw place.malformed("its Bloom filter has " + size + " bytes");
        }
        return source.read(offset + headerEnd, size);
    }
}
