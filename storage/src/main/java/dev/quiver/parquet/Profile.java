/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/** Which encodings a file may use. */
public enum Profile {
    /** Those of Parquet's first version, which every reader knows: plain and dictionary. */
    COMPATIBLE,
    /**
     * Those of its second version as well, which are smaller and cheaper to compress: integers as differences, floating
     * point numbers split by byte, byte strings behind their lengths.
     */
    MODERN
}
