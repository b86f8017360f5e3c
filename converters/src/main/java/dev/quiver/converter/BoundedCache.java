/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of the keys used last. The very key of the call before costs no look-up. One thread at a
 * time.
 *
 * @param <K> what is asked for
 * @param <V> what is made of it
 */
final class BoundedCache<K, V> {
    private final Map<K, V> entries;
    private final Function<K, V> maker;
    private @Nullable K lastKey;
    private @Nullable V lastValue;

    /** Remembers {@code size} values that {@code maker} made. */
    BoundedCache(int size, Function<K, V> maker) {
        this.maker = maker;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > size;
            }
        };
    }

    /** What was made of {@code key}, or is made now. */
    V of(K key) {
        V last = lastValue;
        if (last != null && key == lastKey) {
            return last;
        }
        V value = entries.get(key);
        if (value == null) {
            value = maker.apply(key);
            entries.put(key, value);
        }
        lastKey = key;
        lastValue = value;
        return value;
    }

    /** The number of values remembered. */
    int size() {
        return entries.size();
    }
}
