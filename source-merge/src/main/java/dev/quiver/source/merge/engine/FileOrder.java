/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which the files of a table are read: by the smallest keys in them, which ascend in the order of writing,
 * whatever clocks and random parts of names say. Files without keys stay where their names put them.
 */
public final class FileOrder {
    private static final Comparator<TableFile> BY_NAME =
            Comparator.comparing(TableFile::name).thenComparing(TableFile::path);

    private FileOrder() {}

    /** {@code files} in order. */
    public static List<TableFile> sorted(List<TableFile> files) {
        List<TableFile> byName = new ArrayList<>(files);
        byName.sort(BY_NAME);
        List<TableFile> byKey = new ArrayList<>();
        for (TableFile file : byName) {
            if (file.keys().hasValues()) {
                byKey.add(file);
            }
        }
        byKey.sort(Comparator.comparingLong(file -> file.keys().min()));
        int next = 0;
        for (int index = 0; index < byName.size(); index++) {
            if (byName.get(index).keys().hasValues()) {
                byName.set(index, byKey.get(next++));
            }
        }
        return byName;
    }

    /** Two of {@code files} with keys of each other's, or an empty list if there are none. */
    public static List<TableFile> overlapping(List<TableFile> files) {
        TableFile before = null;
        for (TableFile file : sorted(files)) {
            if (file.keys().hasValues()) {
                if (before != null && file.keys().min() <= before.keys().max()) {
                    return List.of(before, file);
                }
                before = file;
            }
        }
        return List.of();
    }
}
