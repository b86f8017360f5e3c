/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The files of a root that are done: the last ones by name, and how many have names before these. Immutable.
 *
 * @param names in order
 * @param before how many more, all with smaller names
 * @param text the names with commas between them; commas and percent signs within are escaped
 */
record DoneFiles(List<String> names, long before, String text) {
    /** None is done. */
    static final DoneFiles NONE = new DoneFiles(List.of(), 0, "");

    /** Nobody said: those are done that come before the one that was begun. */
    static final DoneFiles UNSAID = new DoneFiles(List.of(), -1, "");

    DoneFiles {
        names = List.copyOf(names);
    }

    /** What {@link #text} and {@link #before} were. */
    static DoneFiles parse(String text, long before) {
        if (before < 0 || (before > 0 && text.isEmpty())) {
            throw new IllegalArgumentException(before + " files before none cannot be done");
        }
        TreeSet<String> names = new TreeSet<>();
        for (String name : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            names.add(name.replace("%2C", ",").replace("%25", "%"));
        }
        return of(names, before);
    }

    private static DoneFiles of(TreeSet<String> names, long before) {
        List<String> escaped = new ArrayList<>();
        for (String name : names) {
            escaped.add(name.replace("%", "%25").replace(",", "%2C"));
        }
        return new DoneFiles(new ArrayList<>(names), before, String.join(",", escaped));
    }

    /** These and {@code name}, of which at most {@code namesMax} are remembered by name. */
    DoneFiles with(String name, int namesMax) {
        TreeSet<String> more = new TreeSet<>(names);
        long newBefore = before;
        boolean isSmall = before > 0 && !names.isEmpty() && name.compareTo(names.get(0)) < 0;
        if (isSmall) {
            newBefore++;
        } else {
            more.add(name);
        }
        while (more.size() > namesMax) {
            more.pollFirst();
            newBefore++;
        }
        return of(more, newBefore);
    }

    /** Whether {@code name} is known to be done. */
    boolean contains(String name) {
        return names.contains(name);
    }

    /** Whether {@code name} is so small that only {@link #before} says whether it is done. */
    boolean mayContain(String name) {
        return before > 0 && name.compareTo(names.get(0)) < 0;
    }
}
