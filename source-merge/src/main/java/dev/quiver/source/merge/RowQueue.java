/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.otel.OtelWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows that are merged and wait to be sent, in the order in which they leave. */
final class RowQueue {
    private final List<OtelWindow> windows;
    private final boolean sorted;
    private final int[] windowOf;
    private final int[] parentOf;
    private int at;

    /** The rows of {@code windows}, which follow each other in one file, that {@code times} has. */
    RowQueue(List<OtelWindow> windows, FileConfig.TimeRange times, boolean sorted) {
        this.windows = List.copyOf(windows);
        this.sorted = sorted;
        List<int[]> rows = new ArrayList<>();
        for (int window = 0; window < windows.size(); window++) {
            for (int parent = 0; parent < windows.get(window).size(); parent++) {
                if (times.isAll() || times.contains(windows.get(window).timeNs(parent))) {
                    rows.add(new int[] {window, parent});
                }
            }
        }
        if (sorted) {
            rows.sort(Comparator.comparingLong(row -> windows.get(row[0]).timeNs(row[1])));
        }
        this.windowOf = rows.stream().mapToInt(row -> row[0]).toArray();
        this.parentOf = rows.stream().mapToInt(row -> row[1]).toArray();
    }

    boolean isEmpty() {
        return at >= windowOf.length;
    }

    boolean isSorted() {
        return sorted;
    }

    /** Rows that are left. */
    int left() {
        return windowOf.length - at;
    }

    /** Rows that were taken. */
    int taken() {
        return at;
    }

    /** Takes {@code rows} rows. */
    void take(int rows) {
        at = Math.min(windowOf.length, at + rows);
    }

    /** The window of the row that is {@code ahead} of the next one. */
    OtelWindow window(int ahead) {
        return windows.get(windowOf[at + ahead]);
    }

    /** Its place in that window. */
    int parent(int ahead) {
        return parentOf[at + ahead];
    }

    /** The time of the next row. */
    long headTime() {
        return window(0).timeNs(parent(0));
    }

    /** The first row of the file that is in any window. */
    long firstRow() {
        return windows.get(0).fileRow(0);
    }

    /** One past the last row of the file that is in any window. */
    long endRow() {
        OtelWindow last = windows.get(windows.size() - 1);
        return last.fileRow(last.size() - 1) + 1;
    }

    /** The largest id of the rows up to the one that is {@code ahead}, and of those left out before it; -1 if none. */
    long lastId(int ahead) {
        OtelWindow window = window(0);
        long last = -1;
        for (int parent = parent(0); parent >= 0 && last < 0; parent--) {
            last = window.id(parent);
        }
        for (int row = 1; row <= ahead; row++) {
            last = Math.max(last, window(row).id(parent(row)));
        }
        return last;
    }

    /** The largest id of all rows, -1 if none has one. */
    long lastId() {
        long last = -1;
        for (OtelWindow window : windows) {
            for (int parent = 0; parent < window.size(); parent++) {
                last = Math.max(last, window.id(parent));
            }
        }
        return last;
    }

    /** The name of the file. */
    String file() {
        return windows.get(0).root().file().name();
    }

    /** The windows, one after the other. */
    List<OtelWindow> windows() {
        return windows;
    }
}
