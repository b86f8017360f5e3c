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
        requireNull(value);
        storage.appendNull();
    }

    /** The same, where the class of the storage is known: finding its method anew takes longer than the method. */
    void appendOther(FixedStorage storage, @Nullable Object value) {
        requireNull(value);
        storage.appendNull();
    }

    /** The same, where the class of the storage is known. */
    void appendOther(BitStorage storage, @Nullable Object value) {
        requireNull(value);
        storage.appendNull();
    }

    /** The same, where the class of the storage is known. */
    void appendOther(VariableStorage storage, @Nullable Object value) {
        requireNull(value);
        storage.appendNull();
    }

    private void requireNull(@Nullable Object value) {
        if (value != null) {
            throw refused("a value of " + value.getClass().getName() + " does not fit");
        }
        if (!nullable) {
            throw refused("the value is null but the column is required");
        }
    }

    /** The error for a value that does not fit; {@code reason} must not contain the value itself. */
    DataException refused(String reason) {
        return new DataException("column '" + path + "' (" + kind + "): " + reason);
    }

    /** Refuses numbers that the column cannot hold. */
    void requireWithin(long number, long min, long max) {
        if (number < min || number > max) {
            throw refused("the number must be at least " + min + " and at most " + max);
        }
    }

    /** {@code number} times {@code multiplier}; refuses what 64 bits cannot hold. */
    long multiplied(long number, long multiplier) {
        requireWithin(number, Long.MIN_VALUE / multiplier, Long.MAX_VALUE / multiplier);
        return number * multiplier;
    }

    /** {@code ms} as seconds; refuses parts of one. */
    long seconds(long ms) {
        if (ms % 1_000 != 0) {
            throw refused("the time is finer than the seconds that the column takes");
        }
        return ms / 1_000;
    }
}
