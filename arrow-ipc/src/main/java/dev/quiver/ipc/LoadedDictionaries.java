/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/** Dictionaries as vectors, which belong to this object alone until it is closed. */
final class LoadedDictionaries implements DictionaryProvider, AutoCloseable {
    private final Map<Long, Dictionary> dictionaries;

    /** Takes ownership of the vectors in {@code owned}. */
    LoadedDictionaries(Map<Long, Dictionary> owned) {
        this.dictionaries = owned;
    }

    @Override
    public @Nullable Dictionary lookup(long id) {
        return dictionaries.get(id);
    }

    @Override
    public Set<Long> getDictionaryIds() {
        return dictionaries.keySet();
    }

    @Override
    public void close() {
        dictionaries.values().forEach(dictionary -> dictionary.getVector().close());
    }
}
