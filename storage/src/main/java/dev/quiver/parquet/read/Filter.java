/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rows must fulfil that are wanted. It is only held against what the file says of row groups and pages: every row
 * that fulfils it is read, and most of the others are not if the file is sorted by the column.
 *
 * <p>Columns are leaf columns, by their paths in the file with dots between the names. Values are as the file stores
 * them: {@link Integer} or {@link Long} for INT32 and INT64 (days, milliseconds and so on; unscaled decimals; unsigned
 * ones by their bits), {@link Float} or {@link Double} for FLOAT and DOUBLE, {@link Boolean}, and {@link String} or
 * {@code byte[]} for byte strings. NaN is in no range. A row fulfils a condition on a column within a list if any
 * element does.
 */
public final class Filter {
    private final Condition condition;

    private Filter(Condition condition) {
        this.condition = condition;
    }

    /** What is asked. */
    Condition condition() {
        return condition;
    }

    /** The values of {@code column} from {@code min} up to {@code max}, both included; null for no bound. */
    public static Filter range(String column, @Nullable Object min, @Nullable Object max) {
        return new Filter(new Condition.Range(column, min, max));
    }

    /** The values of {@code column} that are one of {@code values}. */
    public static Filter in(String column, Collection<?> values) {
        return new Filter(new Condition.In(column, List.copyOf(values)));
    }

    /** The values of {@code column} that are {@code value}. */
    public static Filter equal(String column, Object value) {
        return new Filter(new Condition.In(column, List.of(value)));
    }

    /** Rows in which {@code column} is null, or anything around it. */
    public static Filter isNull(String column) {
        return new Filter(new Condition.Null(column, true));
    }

    /** Rows in which {@code column} is not null. */
    public static Filter isNotNull(String column) {
        return new Filter(new Condition.Null(column, false));
    }

    /** Rows that fulfil all of {@code filters}. */
    public static Filter all(List<Filter> filters) {
        return new Filter(new Condition.All(conditions(filters)));
    }

    /** Rows that fulfil one of {@code filters}. */
    public static Filter any(List<Filter> filters) {
        return new Filter(new Condition.Any(conditions(filters)));
    }

    private static List<Condition> conditions(List<Filter> filters) {
        return filters.stream().map(Filter::condition).toList();
    }
}
