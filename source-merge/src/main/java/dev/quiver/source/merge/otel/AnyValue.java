/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.util.List;

/** A value of an attribute or a body, as far as it lies within another one. */
sealed interface AnyValue {
    /** No value. */
    enum Empty implements AnyValue {
        /** The only one. */
        VALUE
    }

    /** A text. */
    record Text(String value) implements AnyValue {}

    /** A whole number. */
    record Whole(long value) implements AnyValue {}

    /** A floating-point number. */
    record Real(double value) implements AnyValue {}

    /** Yes or no. */
    record Flag(boolean value) implements AnyValue {}

    /** Bytes, which nobody changes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] value) implements AnyValue {}

    /** Values one behind the other. */
    record Items(List<AnyValue> values) implements AnyValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** Values with keys, of which some may be there twice. */
    record Entries(List<Entry> values) implements AnyValue {
        public Entries {
            values = List.copyOf(values);
        }
    }

    /** One of them. */
    record Entry(String key, AnyValue value) {}
}
