/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/**
 * How much a file may claim before it is refused.
 *
 * @param footerBytesMax bytes of the footer, of the indexes of one row group, and of one page's header
 * @param pageBytesMax bytes of one page, compressed or not
 * @param rowBytesMax bytes of the values of one row in one column
 * @param nestingMax how deep columns may lie within each other, a flat one being 1
 * @param columnsMax leaf columns and groups of the schema
 */
public record ReadLimits(int footerBytesMax, int pageBytesMax, int rowBytesMax, int nestingMax, int columnsMax) {
    /** Room for everything that writers in wide use make. */
    public static final ReadLimits DEFAULTS = new ReadLimits(16 << 20, 64 << 20, 64 << 20, 32, 20_000);

    /** Levels are kept in a byte, and each level of nesting takes two. */
    private static final int NESTING_LIMIT = 60;

    private static final int BYTES_LIMIT = 1 << 30;

    /** What a footer becomes on the heap may be so many times as long as the longest footer. */
    private static final int FOOTER_HEAP_FACTOR = 8;

    /** Indexes are short numbers for the most part, each of which becomes an object. */
    private static final int INDEX_HEAP_FACTOR = 16;

    public ReadLimits {
        inRange("footerBytesMax", footerBytesMax, BYTES_LIMIT);
        inRange("pageBytesMax", pageBytesMax, BYTES_LIMIT);
        inRange("rowBytesMax", rowBytesMax, BYTES_LIMIT);
        inRange("nestingMax", nestingMax, NESTING_LIMIT);
        inRange("columnsMax", columnsMax, BYTES_LIMIT);
    }

    /** Heap bytes that a footer may become. */
    long footerHeapBytesMax() {
        return (long) FOOTER_HEAP_FACTOR * footerBytesMax;
    }

    /** Heap bytes that the indexes of one row group may become. */
    long indexHeapBytesMax() {
        return (long) INDEX_HEAP_FACTOR * footerBytesMax;
    }

    private static void inRange(String name, int value, int limit) {
        if (value < 1 || value > limit) {
            throw new IllegalArgumentException(name + " must be from 1 to " + limit + " but was " + value);
        }
    }
}
