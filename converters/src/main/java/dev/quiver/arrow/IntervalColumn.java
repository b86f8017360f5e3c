/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A struct whose fields are the parts of an interval, one behind the other in one value. */
record IntervalColumn(Column column, FixedStorage storage) implements ColumnBuilder {
    @Override
    public void append(@Nullable Object value) {
        if (!(value instanceof Struct struct)) {
            column.appendOther(storage, value);
            return;
        }
        boolean hasMonths = storage.width() > Long.BYTES;
        long high = part(struct, hasMonths ? "days" : "milliseconds");
        long low = part(struct, hasMonths ? "months" : "days");
        long[] words = {(low & 0xffff_ffffL) | high << Integer.SIZE, hasMonths ? part(struct, "nanoseconds") : 0};
        storage.appendWords(words);
    }

    private long part(Struct struct, String field) {
        if (struct.schema().field(field) != null && struct.get(field) instanceof Number number) {
            return number.longValue();
        }
        throw column.refused("the struct has no number of " + field);
    }
}
