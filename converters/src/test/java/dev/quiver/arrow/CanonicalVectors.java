/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** The plain form of {@link Canonical} for Arrow vectors, through Arrow's own accessors. */
public final class CanonicalVectors {
    private CanonicalVectors() {}

    /** The plain form of every row of {@code root}. */
    public static List<Map<Object, @Nullable Object>> rows(VectorSchemaRoot root) {
        List<Map<Object, @Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < root.getRowCount(); row++) {
            Map<Object, @Nullable Object> values = new LinkedHashMap<>();
            for (FieldVector vector : root.getFieldVectors()) {
                values.put(vector.getName(), value(vector, row));
            }
            rows.add(values);
        }
        return rows;
    }

    private static @Nullable Object value(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof MapVector map) {
            return map(map, row);
        }
        if (vector instanceof ListVector list) {
            List<@Nullable Object> items = new ArrayList<>();
            for (int at = list.getElementStartIndex(row); at < list.getElementEndIndex(row); at++) {
                items.add(value(list.getDataVector(), at));
            }
            return items;
        }
        if (vector instanceof StructVector struct) {
            Map<Object, @Nullable Object> values = new LinkedHashMap<>();
            struct.getChildrenFromFields().forEach(child -> values.put(child.getName(), value(child, row)));
            return values;
        }
        return scalar(vector, row);
    }

    private static Map<Object, @Nullable Object> map(MapVector map, int row) {
        StructVector entries = (StructVector) map.getDataVector();
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (int at = map.getElementStartIndex(row); at < map.getElementEndIndex(row); at++) {
            values.put(
                    value(entries.getChildrenFromFields().get(0), at),
                    value(entries.getChildrenFromFields().get(1), at));
        }
        return values;
    }

    private static Object scalar(FieldVector vector, int row) {
        if (vector instanceof DateDayVector days) {
            return (long) days.get(row);
        }
        if (vector instanceof TimeMilliVector times) {
            return (long) times.get(row);
        }
        if (vector instanceof TimeStampMilliTZVector instants) {
            return instants.get(row);
        }
        if (vector instanceof VarCharVector texts) {
            return new String(texts.get(row), java.nio.charset.StandardCharsets.UTF_8);
        }
        return Canonical.scalar(vector.getObject(row));
    }
}
