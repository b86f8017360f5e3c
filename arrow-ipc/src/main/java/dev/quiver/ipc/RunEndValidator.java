/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/** Checks run-end encoded columns: ends rise from above 0 and reach the column's length, one value for each. */
final class RunEndValidator {
    private RunEndValidator() {}

    static void check(HeapColumn column, IpcLimits limits) {
        BatchValidator.checkWeightless(column, limits);
        HeapColumn ends = column.child(0);
        BatchValidator.checkLength(ends, column.child(1).length(), "the child of values");
        if (ends.nullCount() > 0) {
            throw ends.malformed(ends.nullCount() + " run ends are null");
        }
        int width = ends.width();
        BatchValidator.need(ends, 1, (long) ends.length() * width, "run ends");
        long previous = 0;
        for (int run = 0; run < ends.length(); run++) {
            long end = LittleEndian.signedAt(ends.array(1), ends.offset(1) + run * width, width);
            if (end <= previous) {
                throw ends.malformed("run end " + run + " is " + end + ", not above " + previous);
            }
            previous = end;
        }
        if (previous < column.length()) {
            throw column.malformed("runs end at " + previous + " of " + column.length() + " values");
        }
    }
}
