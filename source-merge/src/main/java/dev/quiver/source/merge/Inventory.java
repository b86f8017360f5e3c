/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.TableSpec;
import dev.quiver.source.merge.engine.TreeSpec;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of all partitions at one time. The root is listed before its children: a producer closes children first, so
 * whatever rows the roots have that were found, their children were found as well.
 */
final class Inventory {
    /** Begins the part of a path that names a partition. */
    static final String PART = "_part_id=";

    private final FileConfig config;
    private final Map<String, Map<String, List<StoredObject>>> partitions = new TreeMap<>();

    private Inventory(FileConfig config) {
        this.config = config;
    }

    /** Lists what is in {@code store}. */
    static Inventory list(ObjectStore store, FileConfig config) throws StoreException {
        Inventory inventory = new Inventory(config);
        TreeSpec tree = config.signal().tree();
        inventory.add(tree.root(), store);
        for (TableSpec child : tree.children()) {
            inventory.add(child, store);
        }
        return inventory;
    }

    private void add(TableSpec table, ObjectStore store) throws StoreException {
        String prefix = table.name() + "/";
        for (StoredObject object : store.list(prefix)) {
            String path = object.key().substring(prefix.length());
            int slash = path.lastIndexOf('/');
            String name = path.substring(slash + 1);
            String part = part(slash < 0 ? "" : path.substring(0, slash));
            boolean isWanted = config.names().matcher(name).matches()
                    && config.partitions().matcher(part).matches();
            if (isWanted) {
                partitions
                        .computeIfAbsent(part, id -> new HashMap<>())
                        .computeIfAbsent(table.name(), id -> new ArrayList<>())
                        .add(object);
            }
        }
    }

    /** The partition of files in {@code directory}: what it says, or else the directory itself. */
    private static String part(String directory) {
        for (String segment : directory.split("/", -1)) {
            if (segment.startsWith(PART)) {
                return segment.substring(PART.length());
            }
        }
        return directory;
    }

    /** The files of each partition by table. Partitions without a root may still get one. */
    Map<String, Map<String, List<StoredObject>>> partitions() {
        return partitions;
    }
}
