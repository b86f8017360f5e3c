/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.jspecify.annotations.Nullable;

/**
 * What a file says of the values of a column chunk or page.
 *
 * @param min no value is before this key; null if that is not known
 * @param max no value is behind this key; null if that is not known
 * @param hasValues false only if there are nothing but nulls
 * @param hasNulls false only if there are no nulls
 */
record ValueBounds(@Nullable Object min, @Nullable Object max, boolean hasValues, boolean hasNulls) {
    /** Nothing is known. */
    static final ValueBounds UNKNOWN = new ValueBounds(null, null, true, true);

    /** The same without bounds that contradict each other: whoever wrote them had another order in mind. */
    ValueBounds consistent(ValueOrder order) {
        boolean isContradiction = min != null && max != null && order.isBehind(min, max);
        return isContradiction ? new ValueBounds(null, null, hasValues, hasNulls) : this;
    }
}
