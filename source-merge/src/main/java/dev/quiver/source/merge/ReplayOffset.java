/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition was replayed: everything in the files that are done, and everything before a row of one more.
 *
 * @param file the name of the file that was begun, empty if none was
 * @param row the row that comes next there
 * @param lastId the largest id so far, -1 if no row had one: children of rows up to it are done
 * @param done the files that are done
 * @param sorted where in a window that is sorted by time the next row is
 */
record ReplayOffset(String file, long row, long lastId, DoneFiles done, Sorted sorted) {
    /** Nothing was replayed. */
    static final ReplayOffset START = new ReplayOffset("", 0, -1, DoneFiles.NONE, Sorted.NONE);

    static final String FILE = "file";
    static final String ROW = "row";
    static final String LAST_ID = "last.id";
    static final String DONE = "done";
    static final String DONE_BEFORE = "done.before";
    static final String WINDOW_END = "window.end";
    static final String WINDOW_TAKEN = "window.taken";

    /**
     * A window sorted by time that was begun.
     *
     * @param end one past its last row; it begins with the row of the offset
     * @param taken rows of it that are done
     */
    record Sorted(long end, long taken) {
        /** None was begun. */
        static final Sorted NONE = new Sorted(0, 0);
    }

    /** As Connect keeps it. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new HashMap<>();
        map.put(FILE, file);
        map.put(ROW, row);
        map.put(LAST_ID, lastId);
        map.put(DONE, done.text());
        map.put(DONE_BEFORE, done.before());
        if (sorted.taken() > 0) {
            map.put(WINDOW_END, sorted.end());
            map.put(WINDOW_TAKEN, sorted.taken());
        }
        return map;
    }

    /**
     * What {@code map} says.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    static ReplayOffset of(@Nullable Map<String, ?> map) {
        if (map == null) {
            return START;
        }
        for (String key : map.keySet()) {
            boolean isKnown = key.equals(FILE)
                    || key.equals(ROW)
                    || key.equals(LAST_ID)
                    || key.equals(DONE)
                    || key.equals(DONE_BEFORE)
                    || key.equals(WINDOW_END)
                    || key.equals(WINDOW_TAKEN);
            if (!isKnown) {
                throw new IllegalArgumentException("'" + key + "' is not known in offsets");
            }
        }
        long row = number(map, ROW, 0);
        String file = text(map, FILE);
        if (row < 0 || (file.isEmpty() && row > 0)) {
            throw new IllegalArgumentException("row " + row + " of file '" + file + "' is no place to go on");
        }
        long lastId = number(map, LAST_ID, -1);
        if (lastId < -1) {
            throw new IllegalArgumentException("'" + LAST_ID + "' must not be " + lastId);
        }
        return new ReplayOffset(file, row, lastId, done(map, file), sorted(map, row));
    }

    private static DoneFiles done(Map<String, ?> map, String file) {
        if (!file.isEmpty() && map.get(DONE) == null && map.get(DONE_BEFORE) == null) {
            return DoneFiles.UNSAID;
        }
        return DoneFiles.parse(text(map, DONE), number(map, DONE_BEFORE, 0));
    }

    private static Sorted sorted(Map<String, ?> map, long row) {
        Sorted sorted = new Sorted(number(map, WINDOW_END, 0), number(map, WINDOW_TAKEN, 0));
        boolean isNone = sorted.end() == 0 && sorted.taken() == 0;
        if (!isNone && (sorted.taken() < 1 || sorted.end() <= row || sorted.taken() >= sorted.end() - row)) {
            throw new IllegalArgumentException("a window from row " + row + " to " + sorted.end() + " of which "
                    + sorted.taken() + " rows are taken cannot be gone on with");
        }
        return sorted;
    }

    private static long number(Map<String, ?> map, String key, long otherwise) {
        Object value = map.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException("'" + key + "' must be a whole number");
    }

    private static String text(Map<String, ?> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + key + "' must be a text");
    }
}
