/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows one behind the other.
 *
 * @param from the first one
 * @param to one past the last one, which is behind the first
 */
public record RowRange(long from, long to) {
    public RowRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("rows from " + from + " up to " + to + " are no range");
        }
    }

    /** The rows that are in {@code left} and in {@code right}, both of which are in order and without overlap. */
    static List<RowRange> common(List<RowRange> left, List<RowRange> right) {
        List<RowRange> common = new ArrayList<>();
        int leftAt = 0;
        int rightAt = 0;
        while (leftAt < left.size() && rightAt < right.size()) {
            RowRange one = left.get(leftAt);
            RowRange other = right.get(rightAt);
            long from = Math.max(one.from(), other.from());
            long to = Math.min(one.to(), other.to());
            if (from < to) {
                common.add(new RowRange(from, to));
            }
            if (one.to() <= other.to()) {
                leftAt++;
            } else {
                rightAt++;
            }
        }
        return common;
    }

    /** The rows of {@code ranges}, in any order, as ranges in order and without overlap. */
    static List<RowRange> merged(List<RowRange> ranges) {
        List<RowRange> sorted = new ArrayList<>(ranges);
        sorted.sort((one, other) -> Long.compare(one.from(), other.from()));
        List<RowRange> merged = new ArrayList<>();
        for (RowRange range : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && range.from() <= merged.get(last).to()) {
                RowRange before = merged.get(last);
                merged.set(last, new RowRange(before.from(), Math.max(before.to(), range.to())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    /** The rows of {@code ranges} from {@code start} up to {@code end}, counted from {@code start}. */
    static List<RowRange> within(List<RowRange> ranges, long start, long end) {
        List<RowRange> within = new ArrayList<>();
        for (RowRange range : common(ranges, List.of(new RowRange(start, end)))) {
            within.add(new RowRange(range.from() - start, range.to() - start));
        }
        return within;
    }
}
