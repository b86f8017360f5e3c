/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

/**
 * How much more one poll may have.
 *
 * @param records so many at most
 * @param bytes the record with which there are so many is the last one
 */
record Room(int records, long bytes) {
    /** Whether another record may come. */
    boolean isLeft() {
        return records > 0 && bytes > 0;
    }

    /** What is left beside {@code taken}. */
    Room without(Emission taken) {
        return new Room(records - 1, bytes - taken.bytes());
    }
}
