/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.connect.errors.DataException;

/**
 * Directory names from values. Characters that paths or readers cannot bear become {@code %XX}, the same ones that Hive
 * escapes, so that engines decode them.
 */
final class PathSegments {
    /** What Hive writes for null and for the empty text, and engines read as null. */
    static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    /** The longest name that common file systems take, in bytes of UTF-8. */
    static final int BYTES_MAX = 255;

    private static final String ESCAPED = "\"#%'*/:=?\\{[]^";

    private PathSegments() {}

    /**
     * {@code text} as one path segment.
     *
     * @throws DataException if it has half a surrogate pair, which UTF-8 cannot hold
     */
    static String escape(String text) {
        if (text.isEmpty()) {
            return NULL;
        }
        StringBuilder escaped = null;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            boolean illegal = isIllegal(character, index);
            if (illegal && escaped == null) {
                escaped = new StringBuilder(text.length() + 8).append(text, 0, index);
            }
            if (Character.isSurrogate(character) && !isPaired(text, index)) {
                throw new DataException("a partition value has half a surrogate pair");
            }
            if (escaped != null && illegal) {
                escaped.append('%').append(String.format(Locale.ROOT, "%02X", (int) character));
            } else if (escaped != null) {
                escaped.append(character);
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    /** {@code segment} for the start of a name: engines pass over names that begin with an underscore or a dot. */
    static String visible(String segment) {
        if (segment.startsWith(".")) {
            return "%2E" + segment.substring(1);
        }
        return segment.startsWith("_") && !segment.equals(NULL) ? "%5F" + segment.substring(1) : segment;
    }

    /** A dot at the start would hide the directory, be no name at all, or collide with the store's own. */
    private static boolean isIllegal(char character, int index) {
        return Character.isISOControl(character) || ESCAPED.indexOf(character) >= 0 || (character == '.' && index == 0);
    }

    private static boolean isPaired(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }

    /** Whether file systems refuse {@code segment}. */
    static boolean isTooLong(String segment) {
        return segment.length() > BYTES_MAX / 3 && segment.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX;
    }
}
