/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcLimits;
import dev.quiver.ipc.MalformedIpcException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Restores the Arrow schema that Arrow libraries leave in a footer, as far as the file still agrees with it. */
final class ArrowSchemaReader {
    /** The key that all Arrow libraries look for. */
    static final String KEY = "ARROW:schema";

    private ArrowSchemaReader() {}

    /** The schema in {@code pairs}, or null if there is none that can be read. */
    static @Nullable Schema read(Map<String, String> pairs) {
        String text = pairs.get(KEY);
        if (text == null) {
            return null;
        }
        try {
            return new IpcDecoder(IpcLimits.DEFAULTS)
                    .decode(Base64.getDecoder().decode(text))
                    .schema();
        } catch (MalformedIpcException | IllegalArgumentException e) {
            // It only tells what else the columns were: without it they are what the file says.
            return null;
        }
    }

    /** {@code shapes} after {@code original}, column by column; a column that does not agree stays as it is. */
    static List<Shape> restored(List<Shape> shapes, @Nullable Schema original) {
        if (original == null) {
            return shapes;
        }
        Map<String, Field> fields = new HashMap<>();
        original.getFields().forEach(field -> fields.put(field.getName(), field));
        List<Shape> restored = new ArrayList<>();
        for (Shape shape : shapes) {
            Field field = fields.get(shape.field().getName());
            Shape like = field == null ? null : shape.restored(field);
            restored.add(like == null ? shape : like);
        }
        return restored;
    }
}
