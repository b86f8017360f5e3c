/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Texts that were decoded before, found by their bytes. Holds a fixed number of short ones. */
final class TextCache {
    private static final int SLOTS = 1 << 10;
    private static final int BYTES_MAX = 128;

    private final byte[][] keys = new byte[SLOTS][0];
    private final @Nullable String[] texts = new String[SLOTS];

    /** The text in {@code bytes} from {@code start} up to {@code end}. */
    String text(byte[] bytes, int start, int end) {
        if (end - start > BYTES_MAX) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        int hash = 1;
        for (int index = start; index < end; index++) {
            hash = 31 * hash + bytes[index];
        }
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        byte[] key = keys[slot];
        String known = texts[slot];
        if (known != null && Arrays.equals(key, 0, key.length, bytes, start, end)) {
            return known;
        }
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        keys[slot] = Arrays.copyOfRange(bytes, start, end);
        texts[slot] = text;
        return text;
    }
}
