/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/**
 * What a file says of the integers of one column in a stretch of rows.
 *
 * @param rows counted from the first row of the file on
 * @param isKnown whether {@code min} and {@code max} are known; unsigned columns have unsigned bounds
 * @param min no value is smaller
 * @param max no value is larger
 * @param hasValues false only if there are nothing but nulls
 */
public record IntegerBounds(RowRange rows, boolean isKnown, long min, long max, boolean hasValues) {
    static IntegerBounds of(RowRange rows, ValueBounds bounds) {
        if (bounds.min() instanceof Long min && bounds.max() instanceof Long max) {
            return new IntegerBounds(rows, true, min, max, bounds.hasValues());
        }
        return new IntegerBounds(rows, false, 0, 0, bounds.hasValues());
    }
}
