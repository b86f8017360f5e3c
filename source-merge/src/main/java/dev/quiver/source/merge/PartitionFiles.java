/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.FileOrder;
import dev.quiver.source.merge.engine.TableException;
import dev.quiver.source.merge.engine.TableFile;
import dev.quiver.source.merge.engine.TableSpec;
import dev.quiver.source.merge.engine.TreeSpec;
import dev.quiver.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of one partition that were found, and what the footers say of those that were opened. */
final class PartitionFiles {
    private final TreeSpec tree;
    private final FilePlanner planner;
    private final Map<String, Map<String, StoredObject>> found = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    /** Those of them that are no files one can read, as they were when they were looked at. */
    private final Set<StoredObject> passedOver = new HashSet<>();

    private final List<TableFile> roots = new ArrayList<>();
    private final List<TableFile> children = new ArrayList<>();
    private boolean changed;

    PartitionFiles(TreeSpec tree, FilePlanner planner) {
        this.tree = tree;
        this.planner = planner;
    }

    /** Takes note of files that were found; one that was passed over is looked at again once it is another. */
    void found(Map<String, List<StoredObject>> files) {
        files.forEach((table, objects) -> {
            Map<String, StoredObject> byKey = found.computeIfAbsent(table, name -> new HashMap<>());
            for (StoredObject object : objects) {
                StoredObject before = byKey.putIfAbsent(object.key(), object);
                if (before != null && !before.equals(object) && passedOver.remove(before)) {
                    byKey.put(object.key(), object);
                    opened.remove(object.key());
                    changed = true;
                }
                changed |= before == null;
            }
        });
    }

    /** Forgets files that are not there any more. */
    void gone(Set<String> paths) {
        found.values().forEach(files -> files.keySet().removeAll(paths));
        opened.removeAll(paths);
        roots.removeIf(file -> paths.contains(file.path()));
        children.removeIf(file -> paths.contains(file.path()));
    }

    /** Begins anew with the files that were found. */
    void reset() {
        opened.clear();
        passedOver.clear();
        roots.clear();
        children.clear();
        changed = true;
    }

    /** Whether there are files that were not opened. */
    boolean isChanged() {
        return changed;
    }

    /**
     * Opens what was not opened yet.
     *
     * @return the files by their tables
     * @throws TableException if they cannot belong to one partition
     */
    Map<String, List<TableFile>> open() throws IOException {
        Map<String, List<TableFile>> files = new HashMap<>();
        files.put(tree.root().name(), open(tree.root(), roots));
        requireApart();
        for (TableSpec table : tree.children()) {
            files.put(table.name(), open(table, children));
        }
        changed = false;
        return files;
    }

    private List<TableFile> open(TableSpec table, List<TableFile> target) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        for (StoredObject object : found.getOrDefault(table.name(), Map.of()).values()) {
            if (opened.add(object.key())) {
                objects.add(object);
            }
        }
        List<TableFile> files = objects.isEmpty() ? List.of() : planner.plan(table, objects);
        Set<String> whole = new HashSet<>();
        files.forEach(file -> whole.add(file.path()));
        objects.stream().filter(object -> !whole.contains(object.key())).forEach(passedOver::add);
        target.addAll(files);
        return files;
    }

    private void requireApart() throws TableException {
        boolean isFlat = roots.stream().anyMatch(file -> !file.path().contains("/" + Inventory.PART));
        List<TableFile> overlapping = isFlat ? FileOrder.overlapping(roots) : List.of();
        if (!overlapping.isEmpty()) {
            throw new TableException("the ids in " + overlapping.get(0).path() + " and "
                    + overlapping.get(1).path() + " overlap, and no directory " + Inventory.PART
                    + "… tells whose they are: let the exporter partition its files by _part_id");
        }
    }

    /** Whether a file of {@code table} cannot be read. */
    boolean isPassedOver(String table) {
        return passedOver.stream().anyMatch(object -> object.key().startsWith(table + "/"));
    }

    /** The files of the root that were opened. */
    List<TableFile> roots() {
        return List.copyOf(roots);
    }

    /** The files of children that were opened. */
    List<TableFile> children() {
        return List.copyOf(children);
    }
}
