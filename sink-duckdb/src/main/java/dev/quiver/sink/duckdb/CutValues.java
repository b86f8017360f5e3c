/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Values that DuckDB would take without a word and without a part of them: its intervals have microseconds, its days no
 * time of day. Their records are refused.
 */
final class CutValues {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MILLIS_PER_DAY = 86_400_000;

    private CutValues() {}

    /** Takes such rows out of {@code load} and returns their records. */
    static List<Sieve.Refusal> remove(Load load) {
        List<Sieve.Refusal> refusals = new ArrayList<>();
        for (TableLoad table : load.tables()) {
            for (Segment segment : table.segments()) {
                remove(table.table(), segment, refusals);
            }
        }
        return refusals;
    }

    private static void remove(String table, Segment segment, List<Sieve.Refusal> refusals) {
        for (int column = 0; column < segment.schema().getFields().size(); column++) {
            Field field = segment.schema().getFields().get(column);
            if (mayBeCut(field)) {
                for (int row : cut(segment, column)) {
                    RowOrigins.Origin origin = segment.drop(row);
                    if (origin != null) {
                        refusals.add(new Sieve.Refusal(
                                origin,
                                "table " + table + " refused the row: column '" + field.getName()
                                        + "' has a value that DuckDB would cut, of " + field.getType()));
                    }
                }
            }
        }
    }

    private static List<Integer> cut(Segment segment, int column) {
        List<Integer> rows = new ArrayList<>();
        for (Segment.Part part : segment.parts()) {
            FieldVector vector = part.batch().vectors().getVector(column);
            for (int row = 0; row < part.rowCount(); row++) {
                if (isCut(vector, row)) {
                    rows.add(part.from() + row);
                }
            }
        }
        return rows;
    }

    private static boolean mayBeCut(Field field) {
        ArrowType type = field.getType();
        return (type instanceof ArrowType.Duration duration && duration.getUnit() == TimeUnit.NANOSECOND)
                || (type instanceof ArrowType.Interval interval && interval.getUnit() == IntervalUnit.MONTH_DAY_NANO)
                || (type instanceof ArrowType.Date date && date.getUnit() == DateUnit.MILLISECOND)
                || field.getChildren().stream().anyMatch(CutValues::mayBeCut);
    }

    private static boolean isCut(FieldVector vector, int index) {
        if (vector.isNull(index) || !mayBeCut(vector.getField())) {
            return false;
        }
        if (vector instanceof DurationVector durations) {
            return DurationVector.get(durations.getDataBuffer(), index) % NANOS_PER_MICRO != 0;
        }
        if (vector instanceof IntervalMonthDayNanoVector intervals) {
            return IntervalMonthDayNanoVector.getNanoseconds(intervals.getDataBuffer(), index) % NANOS_PER_MICRO != 0;
        }
        if (vector instanceof DateMilliVector dates) {
            return dates.get(index) % MILLIS_PER_DAY != 0;
        }
        if (vector instanceof StructVector struct) {
            return struct.getChildrenFromFields().stream().anyMatch(child -> isCut(child, index));
        }
        if (vector instanceof ListVector list) {
            return isAnyCut(list.getDataVector(), list.getElementStartIndex(index), list.getElementEndIndex(index));
        }
        return vector instanceof FixedSizeListVector list
                && isAnyCut(list.getDataVector(), index * list.getListSize(), (index + 1) * list.getListSize());
    }

    private static boolean isAnyCut(FieldVector elements, int from, int to) {
        for (int element = from; element < to; element++) {
            if (isCut(elements, element)) {
                return true;
            }
        }
        return false;
    }
}
