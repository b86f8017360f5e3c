/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import java.util.Locale;

/**
 * What keys of records are.
 *
 * @param kind where they come from
 * @param name of the attribute, if they come from one
 */
record KeySource(Kind kind, String name) {
    /** Where keys come from. */
    enum Kind {
        /** There are none. */
        NONE,
        /** The trace, in hexadecimal. */
        TRACE_ID,
        /** The partition of the files. */
        PART_ID,
        /** An attribute of the resource. */
        RESOURCE,
        /** An attribute of the row. */
        ATTRIBUTE
    }

    /**
     * Reads {@code text}.
     *
     * @throws IllegalArgumentException if it is not one of the forms
     */
    static KeySource parse(String text) {
        int colon = text.indexOf(':');
        String kind = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "none" -> new KeySource(Kind.NONE, "");
            case "trace-id" -> new KeySource(Kind.TRACE_ID, "");
            case "part-id" -> new KeySource(Kind.PART_ID, "");
            case "resource" -> named(Kind.RESOURCE, name);
            case "attribute" -> named(Kind.ATTRIBUTE, name);
            default ->
                throw new IllegalArgumentException("must be none, trace-id, part-id, resource:NAME or attribute:NAME");
        };
    }

    private static KeySource named(Kind kind, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("must name an attribute behind the colon");
        }
        return new KeySource(kind, name);
    }
}
