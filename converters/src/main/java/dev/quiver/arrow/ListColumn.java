/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** ARRAY. */
final class ListColumn implements ColumnBuilder {
    private final Column column;
    private final ColumnBuilder element;
    private final ListStorage storage;

    ListColumn(Column column, ColumnBuilder element) {
        this.column = column;
        this.element = element;
        this.storage = new ListStorage(element.storage());
    }

    @Override
    public ListStorage storage() {
        return storage;
    }

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
