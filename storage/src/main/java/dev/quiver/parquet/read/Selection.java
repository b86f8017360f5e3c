/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rows of each row group are read. */
final class Selection {
    private final RangeSource source;
    private final FileLayout layout;
    private final @Nullable List<RowRange> rows;
    private final @Nullable BoundFilter filter;
    private final ReadLimits limits;

    Selection(RangeSource source, FileLayout layout, ReadRequest request, ReadLimits limits) {
        this.source = source;
        this.layout = layout;
        this.rows = request.rows();
        this.filter = request.filter() == null
                ? null
                : BoundFilter.of(request.filter().condition(), layout.schema());
        this.limits = limits;
    }

    /**
     * What is read of one row group.
     *
     * @param ranges rows of the row group
     * @param indexes where its pages are
     */
    record Selected(List<RowRange> ranges, PageIndexes indexes) {}

    /** What is read of {@code leaves} in {@code rowGroup}; null if nothing is. */
    @Nullable
    Selected of(int rowGroup, Set<Integer> leaves) throws IOException {
        long start = layout.firstRows()[rowGroup];
        long end = layout.firstRows()[rowGroup + 1];
        if (start == end) {
            return null;
        }
        List<RowRange> ranges =
                rows == null ? List.of(new RowRange(0, end - start)) : RowRange.within(rows, start, end);
        Place place = Place.of(source.name());
        place.rowGroup(rowGroup);
        PageIndexes indexes = new PageIndexes(source, layout, rowGroup, limits, place);
        ChunkBounds bounds = new ChunkBounds(source, layout, rowGroup, limits);
        if (ranges.isEmpty() || (filter != null && !filter.mayMatch(bounds))) {
            return null;
        }
        Set<Integer> located = new HashSet<>(leaves);
        if (filter != null) {
            located.addAll(filter.leaves());
        }
        indexes.read(located, filter == null ? Set.of() : filter.leaves());
        if (filter != null) {
            ranges = RowRange.common(ranges, filter.rows(new PageBounds(layout, indexes, rowGroup, place)));
        }
        return ranges.isEmpty() ? null : new Selected(ranges, indexes);
    }
}
