/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

/**
 * How objects travel. Parts in flight hold at most {@code partBytes * partsInFlightMax} bytes of memory per store; an
 * object that is being staged holds at most one part more.
 *
 * @param partBytes the size of every part but the last, 5 MiB to 1 GiB. Smaller objects travel as one request; an
 *     object has at most {@value #PARTS_MAX} parts
 * @param partsInFlightMax parts that are uploaded at once, each by a thread of its own; 1 to 256
 */
public record S3Transfer(int partBytes, int partsInFlightMax) {
    /** What S3 allows. */
    static final int PARTS_MAX = 10_000;

    private static final int PART_BYTES_MIN = 5 * 1024 * 1024;
    private static final int PART_BYTES_MAX = 1024 * 1024 * 1024;
    private static final int PARTS_IN_FLIGHT_MAX = 256;

    /** Objects up to 78 GiB in 128 MiB of memory. */
    public static final S3Transfer DEFAULT = new S3Transfer(8 * 1024 * 1024, 16);

    public S3Transfer {
        if (partBytes < PART_BYTES_MIN || partBytes > PART_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "partBytes must be " + PART_BYTES_MIN + " to " + PART_BYTES_MAX + " but was " + partBytes);
        }
        if (partsInFlightMax < 1 || partsInFlightMax > PARTS_IN_FLIGHT_MAX) {
            throw new IllegalArgumentException(
                    "partsInFlightMax must be 1 to " + PARTS_IN_FLIGHT_MAX + " but was " + partsInFlightMax);
        }
    }

    /** The size of the largest object. */
    long objectBytesMax() {
        return (long) partBytes * PARTS_MAX;
    }
}
