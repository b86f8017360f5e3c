/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.HeapColumn;

/** Which run of a run-end-encoded column has each value. */
record RunIndex(IntegerAccess ends, int runCount) {
    static RunIndex of(HeapColumn column) {
        HeapColumn ends = column.child(0);
        return new RunIndex(IntegerAccess.signed(ends), ends.length());
    }

    /** The number of the run that value {@code index} is in. */
    int runOf(int index) {
        int low = 0;
        int high = runCount - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends.at(middle) > index) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The number of the first value behind run {@code run}. */
    int end(int run) {
        return (int) Math.min(Integer.MAX_VALUE, ends.at(run));
    }
}
