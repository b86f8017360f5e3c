/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Appends Connect values of one type to one column. */
sealed interface ColumnBuilder
        permits ScalarColumn,
                NarrowColumn,
                TemporalColumn,
                BytesColumn,
                DecimalColumn,
                IntervalColumn,
                ConvertedColumn,
                ListColumn,
                FixedListColumn,
                MapColumn,
                StructColumn,
                UnionColumn,
                RequiredColumn {
    /**
     * Appends one value, null included. After an exception the column may hold part of the value: the caller truncates.
     *
     * @throws DataException if {@code value} does not fit the column
     */
    void append(@Nullable Object value);
}
