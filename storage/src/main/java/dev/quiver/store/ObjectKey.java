/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * The rules every backend has for keys: segments separated by {@code /}, none of them empty, {@code .} or {@code ..},
 * no control characters, at most {@value #BYTES_MAX} bytes of UTF-8. Everything else is allowed and taken literally.
 */
public final class ObjectKey {
    /** The longest key in bytes of UTF-8, which is what S3 allows. */
    public static final int BYTES_MAX = 1024;

    /** The order of the keys' UTF-8 bytes, which differs from that of {@link String#compareTo} beyond U+FFFF. */
    public static final Comparator<String> ORDER = ObjectKey::compare;

    private ObjectKey() {}

    /**
     * Returns {@code key} when it is valid.
     *
     * @throws IllegalArgumentException if not; the message names the key and the rule it breaks
     */
    @CanIgnoreReturnValue
    public static String requireValid(String key) {
        String fault = fault(key);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException("key '" + key + "' " + fault);
        }
        return key;
    }

    /**
     * Returns {@code prefix} when some valid key may start with it; the empty prefix is one.
     *
     * @throws IllegalArgumentException if not
     */
    @CanIgnoreReturnValue
    public static String requireValidPrefix(String prefix) {
        String directory = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
        String fault = directory.isEmpty() && !prefix.startsWith("/") ? "" : fault(directory);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException("prefix '" + prefix + "' " + fault);
        }
        return prefix;
    }

    /** Whether {@code key} follows the rules. */
    public static boolean isValid(String key) {
        return fault(key).isEmpty();
    }

    /** The rule that {@code key} breaks, or nothing. */
    private static String fault(String key) {
        if (key.isEmpty()) {
            return "is empty";
        }
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty()) {
                return "has an empty segment";
            }
            if (segment.equals(".") || segment.equals("..")) {
                return "has the segment '" + segment + "'";
            }
        }
        if (key.chars().anyMatch(Character::isISOControl)) {
            return "has a control character";
        }
        try {
            int bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(key))
                    .remaining();
            return bytes <= BYTES_MAX ? "" : "has " + bytes + " bytes of UTF-8, more than " + BYTES_MAX;
        } catch (CharacterCodingException e) {
            return "has half a surrogate pair";
        }
    }

    private static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean beyond = Character.isSurrogate(a);
                return beyond == Character.isSurrogate(b) ? Character.compare(a, b) : Boolean.compare(beyond, !beyond);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
