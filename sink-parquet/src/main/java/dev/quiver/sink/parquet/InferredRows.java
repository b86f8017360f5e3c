/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the maps of one topic. Their columns are those of all maps so far, in types that hold all values so
 * far: when a map does not fit, the columns widen, and rows from then on have another schema.
 */
final class InferredRows {
    /** Columns, nested ones included, beyond which maps are no rows but use field names as values. */
    private static final int COLUMNS_MAX = 2_000;

    private InferredType.Fields type = InferredType.Fields.NONE;
    private @Nullable Schema schema;

    /**
     * The row of {@code map}.
     *
     * @throws DataException if it has no field with a value, or too many
     */
    Struct row(Map<?, ?> map) {
        // Whatever came before, so that it is the same when it is read again.
        if (!InferredType.hasValue(map)) {
            throw new DataException("the value has no field with a value");
        }
        Schema known = schema;
        if (known == null || !type.takes(map)) {
            known = widen(map);
        }
        return (Struct) Objects.requireNonNull(type.value(map, known));
    }

    private Schema widen(Map<?, ?> map) {
        InferredType.Fields wider = type.with(InferredType.of(map, 0));
        if (wider.columnCount() > COLUMNS_MAX) {
            throw new DataException("the values of the topic have more than " + COLUMNS_MAX + " fields: use "
                    + RecordConfig.OTHER_VALUES.key() + "=column");
        }
        Schema widened = wider.rows();
        type = wider;
        schema = widened;
        return widened;
    }
}
