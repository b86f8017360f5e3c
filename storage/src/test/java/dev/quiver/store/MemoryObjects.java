/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import dev.quiver.store.SealedObject.SealedPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What lies in memory: visible and sealed objects, which several {@link MemoryStore}s may share as processes do. */
final class MemoryObjects {
    /** A visible object; its bytes never change. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Entry(byte[] bytes, long version) {
        StoredObject stored(String key) {
            return new StoredObject(key, bytes.length, Long.toString(version));
        }
    }

    /** The bytes of a sealed object until it is published or aborted. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Sealed(String key, byte[] bytes) {}

    private final NavigableMap<String, Entry> objects = new TreeMap<>(ObjectKey.ORDER);
    private final Map<String, Sealed> sealed = new HashMap<>();
    private long versions;

    synchronized void put(String key, byte[] content) {
        objects.put(ObjectKey.requireValid(key), new Entry(content.clone(), ++versions));
    }

    synchronized @Nullable Entry find(String key) {
        return objects.get(key);
    }

    synchronized void remove(String key) {
        objects.remove(key);
    }

    /** The visible objects in order. */
    synchronized List<StoredObject> list(String prefix) {
        List<StoredObject> found = new ArrayList<>();
        objects.forEach((key, entry) -> {
            if (key.startsWith(prefix)) {
                found.add(entry.stored(key));
            }
        });
        return List.copyOf(found);
    }

    synchronized SealedObject seal(String key, byte[] content) {
        String id = Long.toString(++versions);
        sealed.put(id, new Sealed(key, content.clone()));
        return new SealedObject(key, id, id, List.of(new SealedPart(1, id, content.length)));
    }

    /** Makes {@code object} visible; false when its bytes are gone and it is not visible. */
    synchronized boolean publish(SealedObject object) {
        Sealed found = sealed.remove(object.uploadId());
        if (found != null) {
            objects.put(object.key(), new Entry(found.bytes(), Long.parseLong(object.uploadId())));
            return true;
        }
        Entry entry = objects.get(object.key());
        return entry != null && Long.toString(entry.version()).equals(object.uploadId());
    }

    synchronized void abort(SealedObject object) {
        sealed.remove(object.uploadId());
    }

    /** The upload ids of sealed objects whose key {@code keys} accepts. */
    synchronized List<String> uploads(Predicate<String> keys) {
        return sealed.entrySet().stream()
                .filter(entry -> keys.test(entry.getValue().key()))
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized void abort(List<String> uploadIds) {
        uploadIds.forEach(sealed::remove);
    }

    /** The keys of sealed objects, in order. */
    synchronized List<String> sealedKeys() {
        return sealed.values().stream().map(Sealed::key).sorted().toList();
    }

    /** Writes whatever was there. */
    synchronized String overwrite(String key, byte[] content) {
        put(key, content);
        return Long.toString(versions);
    }

    /** Replaces what has the version {@code expected}; null when it has another one. */
    synchronized @Nullable String write(String key, byte[] content, @Nullable String expected) {
        Entry found = objects.get(key);
        if (found != null && Arrays.equals(found.bytes(), content)) {
            return Long.toString(found.version());
        }
        String version = found == null ? null : Long.toString(found.version());
        if (!Objects.equals(version, expected)) {
            return null;
        }
        put(key, content);
        return Long.toString(versions);
    }
}
