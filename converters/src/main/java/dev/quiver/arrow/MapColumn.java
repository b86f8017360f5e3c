/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MAP, as a list of entries in the map's own order. Null keys are refused. */
record MapColumn(Column column, ColumnBuilder key, ColumnBuilder value, ListStorage storage, StructStorage entries)
        implements ColumnBuilder {
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
