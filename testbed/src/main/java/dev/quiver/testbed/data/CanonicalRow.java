/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row whose values are text that is equal exactly when the values are: however wide an integer is, whichever class
 * holds a timestamp.
 *
 * @param columns the text of each column's value; null for null
 */
record CanonicalRow(Map<String, @Nullable String> columns) {
    static CanonicalRow of(Map<String, ? extends @Nullable Object> row) {
        Map<String, @Nullable String> columns = new LinkedHashMap<>();
        row.forEach((column, value) -> columns.put(column, value == null ? null : CanonicalValue.of(value)));
        return new CanonicalRow(columns);
    }

    /** How {@code found} deviates in the columns of this row; further columns are its own affair. */
    List<String> differences(CanonicalRow found) {
        List<String> differences = new ArrayList<>();
        columns.forEach((column, expected) -> {
            String actual = found.columns.get(column);
            if (!Objects.equals(expected, actual)) {
                differences.add(column + " is " + actual + " instead of " + expected);
            }
        });
        return differences;
    }
}
