/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.apache.arrow.vector.complex.MapVector;
import org.jspecify.annotations.Nullable;

/** What a field is to the one that it lies in. */
enum FieldRole {
    /** A column, or a field of a struct: its name matters. */
    FIELD(null),
    /** One of the types of a union: always optional in Connect. */
    ALTERNATIVE(null),
    /** The element of a list. */
    ELEMENT("element"),
    /** The key of a map: never null. */
    KEY(MapVector.KEY_NAME),
    /** The value of a map. */
    VALUE(MapVector.VALUE_NAME);

    private final @Nullable String usualName;

    FieldRole(@Nullable String usualName) {
        this.usualName = usualName;
    }

    /** What the field is called where Connect has no name for it; null where Connect has one. */
    @Nullable
    String usualName() {
        return usualName;
    }

    /**
     * Whether a field in this role is nullable in Arrow, if it is {@code optional} in Connect and nothing else is said.
     */
    boolean nullable(boolean optional) {
        return this != KEY && optional;
    }

    /**
     * Whether a field in this role is optional in Connect, if it is {@code nullable} in Arrow and nothing else is said.
     */
    boolean optional(boolean nullable) {
        return this == ALTERNATIVE || nullable;
    }
}
