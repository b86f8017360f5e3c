/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** ARRAY whose lists have one length. */
record FixedListColumn(Column column, ColumnBuilder element, FixedListStorage storage) implements ColumnBuilder {
    @Override
    public void append(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            column.appendOther(storage, value);
            return;
        }
        if (list.size() != storage.size()) {
            throw column.refused("a list has " + list.size() + " elements but the column takes " + storage.size());
        }
        for (Object item : list) {
            element.append(item);
        }
        storage.endList();
    }
}
