/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/** Numbers of the values of a dictionary, as pages have them, in steps. Every number is checked. */
final class DictionaryIds {
    /** So many numbers are read at once at most; they stay in the first-level cache. */
    static final int STEP = 2048;

    private static final int WIDTH_MAX = 32;

    private final Place place;
    private final HybridDecoder hybrid;
    private final int[] ids = new int[STEP];
    private int dictionaryCount;

    DictionaryIds(Place place) {
        this.place = place;
        this.hybrid = new HybridDecoder(place);
    }

    /** Numbers are those of a dictionary of {@code count} values from now on. */
    void dictionary(int count) {
        dictionaryCount = count;
    }

    /** Begins with a page whose numbers are in the bytes from {@code from} up to {@code to}. */
    void start(byte[] page, int from, int to) throws MalformedParquetException {
        // A page of nulls may have no bytes at all.
        int width = from < to ? page[from] & 0xFF : 0;
        if (width > WIDTH_MAX) {
            throw place.malformed("its dictionary ids have " + width + " bits");
        }
        hybrid.start(page, Math.min(from + 1, to), to, width);
    }

    /** The next {@code count} numbers, at most {@link #STEP}, valid until the next call. */
    int[] read(int count) throws MalformedParquetException {
        hybrid.readInts(ids, 0, count);
        if (count > 0 && Integer.compareUnsigned(largest(count), dictionaryCount) >= 0) {
            throw place.malformed("dictionary id " + Integer.toUnsignedString(largest(count)) + " is not one of the "
                    + dictionaryCount + " there are");
        }
        return ids;
    }

    /** The largest of the first {@code count} numbers, of 32 bits without a sign. */
    private int largest(int count) {
        int largest = Integer.MIN_VALUE;
        for (int index = 0; index < count; index++) {
            largest = Math.max(largest, ids[index] ^ Integer.MIN_VALUE);
        }
        return largest ^ Integer.MIN_VALUE;
    }
}
