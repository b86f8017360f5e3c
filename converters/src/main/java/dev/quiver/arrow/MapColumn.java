/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MAP, as a list of entries in the map's own order. Null keys are refused. */
final class MapColumn implements ColumnBuilder {
    private final Column column;
    private final ColumnBuilder key;
    private final ColumnBuilder value;
    private final StructStorage entries;
    private final ListStorage storage;

    MapColumn(Column column, ColumnBuilder key, ColumnBuilder value) {
        this.column = column;
        this.key = key;
        this.value = value;
        this.entries = new StructStorage(List.of(key.storage(), value.storage()));
        this.storage = new ListStorage(entries);
    }

    @Override
    public ListStorage storage() {
        return storage;
    }

    @Override
    public void append(@Nullable Object object) {
        if (!(object instanceof Map<?, ?> map)) {
            column.appendOther(storage, object);
            return;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            key.append(entry.getKey());
            value.append(entry.getValue());
            entries.endStruct();
        }
        storage.endList();
    }
}
