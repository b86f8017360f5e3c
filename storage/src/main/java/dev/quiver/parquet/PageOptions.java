/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/**
 * How column chunks are cut into pages.
 *
 * @param bytesMax encoded, uncompressed bytes after which a page ends; a larger value has a page of its own
 * @param rowsMax rows after which a page ends
 * @param version which header pages have
 * @param incompressiblePlain whether a column chunk whose first page hardly shrinks is stored without compression
 */
public record PageOptions(int bytesMax, int rowsMax, Version version, boolean incompressiblePlain) {
    /** 1 MiB or 20 000 rows, version 1, everything compressed. */
    public static final PageOptions DEFAULTS = new PageOptions(1 << 20, 20_000, Version.V1, false);

    private static final int BYTES_MIN = 64;

    /** The header of data pages. */
    public enum Version {
        /** Levels and values compressed together; what every reader knows. */
        V1,
        /** Levels outside of what is compressed. */
        V2
    }

    public PageOptions {
        if (rowsMax < 1) {
            throw new IllegalArgumentException("a page must have at least 1 row but the limit was " + rowsMax);
        }
        if (bytesMax < BYTES_MIN) {
            throw new IllegalArgumentException(
                    "a page must have at least " + BYTES_MIN + " bytes but the limit was " + bytesMax);
        }
    }
}
