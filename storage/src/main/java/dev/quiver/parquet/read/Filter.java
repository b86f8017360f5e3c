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
public sealed interface Filter {
    /** The values of {@code column} from {@code min} up to {@code max}, both included; null for no bound. */
    static Filter range(String column, @Nullable Object min, @Nullable Object max) {
        return new Range(column, min, max);
    }

    /** The values of {@code column} that are one of {@code values}. */
    static Filter in(String column, Collection<?> values) {
        return new In(column, List.copyOf(values));
    }

    /** The values of {@code column} that are {@code value}. */
    static Filter equal(String column, Object value) {
        return new In(column, List.of(value));
    }

    /** Rows in which {@code column} is null, or anything around it. */
    static Filter isNull(String column) {
        return new Null(column, true);
    }

    /** Rows in which {@code column} is not null. */
    static Filter isNotNull(String column) {
        return new Null(column, false);
    }

    /** Rows that fulfil all of {@code filters}. */
    static Filter all(List<Filter> filters) {
        return new All(List.copyOf(filters));
    }

    /** Rows that fulfil one of {@code filters}. */
    static Filter any(List<Filter> filters) {
        return new Any(List.copyOf(filters));
    }

    /** A range of values. */
    record Range(
            String column, @Nullable Object min, @Nullable Object max) implements Filter {}

    /** Some values. */
    record In(String column, List<?> values) implements Filter {}

    /** Nulls, or everything else. */
    record Null(String column, boolean isNull) implements Filter {}

    /** All of several. */
    record All(List<Filter> filters) implements Filter {}

    /** One of several. */
    record Any(List<Filter> filters) implements Filter {}
}
