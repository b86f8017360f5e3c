/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** ARRAY. */
record ListColumn(Column column, ColumnBuilder element, ListStorage storage) implements ColumnBuilder {
    @Override
    public void append(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            column.appendOther(storage, value);
            return;
        }
        for (Object item : list) {
            element.append(item);
        }
        storage.endList();
    }
}
