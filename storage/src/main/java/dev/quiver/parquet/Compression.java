/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/** How pages are compressed. */
public enum Compression {
    /** Not at all. */
    NONE,
    /** Snappy's raw format; takes no level. */
    SNAPPY,
    /** DEFLATE in a gzip member, levels 1 to 9. */
    GZIP,
    /** Zstandard, levels 1 to 22. */
    ZSTD
}
