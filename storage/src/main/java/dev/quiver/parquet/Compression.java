/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** How pages are compressed. */
public enum Compression {
    /** Not at all. */
    NONE(CompressionCodecName.UNCOMPRESSED, 0),
    /** Snappy's raw format; takes no level. */
    SNAPPY(CompressionCodecName.SNAPPY, 0),
    /** DEFLATE in a gzip member, levels 1 to 9. */
    GZIP(CompressionCodecName.GZIP, 9),
    /** LZ4's block format without a frame; takes no level. */
    LZ4_RAW(CompressionCodecName.LZ4_RAW, 0),
    /** Zstandard, levels 1 to 22. */
    ZSTD(CompressionCodecName.ZSTD, 22);

    private final CompressionCodecName codecName;
    private final int levelMax;

    Compression(CompressionCodecName codecName, int levelMax) {
        this.codecName = codecName;
        this.levelMax = levelMax;
    }

    /** What the footer calls it. */
    CompressionCodecName codecName() {
        return codecName;
    }

    /** Whether there is such a level; codecs without levels ignore theirs. */
    boolean hasLevel(int level) {
        return levelMax == 0 || (level >= 1 && level <= levelMax);
    }

    /** The highest level, or 0 if there are none. */
    int levelMax() {
        return levelMax;
    }
}
