/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.jspecify.annotations.Nullable;

/** Refuses the nulls that the wrapped column would take: the keys of a map whose key schema is optional. */
record RequiredColumn(Column column, ColumnBuilder builder) implements ColumnBuilder {
    @Override
    public void append(@Nullable Object value) {
        if (value == null) {
            throw column.refused("the key is null");
        }
        builder.append(value);
    }
}
