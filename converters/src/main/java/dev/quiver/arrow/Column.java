/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What a column is called and takes, for errors.
 *
 * @param path field names from the row down, joined by dots
 * @param kind the Connect type, or the name of the logical type
 * @param nullable whether the column takes nulls
 */
record Column(String path, String kind, boolean nullable) {
    static Column of(String path, Schema schema) {
        return new Column(path, schema.name() == null ? schema.type().name() : schema.name(), schema.isOptional());
    }

    /** Appends null where the column takes it; every other value that comes here has the wrong class. */
    void appendOther(ColumnStorage storage, @Nullable Object value) {
        if (value != null) {
            throw refused("a value of " + value.getClass().getName() + " does not fit");
        }
        if (!nullable) {
            throw refused("the value is null but the column is required");
        }
        storage.appendNull();
    }

    /** The error for a value that does not fit; {@code reason} must not contain the value itself. */
    DataException refused(String reason) {
        return new DataException("column '" + path + "' (" + kind + "): " + reason);
    }
}
