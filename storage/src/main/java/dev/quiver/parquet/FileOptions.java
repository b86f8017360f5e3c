/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.jspecify.annotations.Nullable;

/**
 * What holds for a file as a whole.
 *
 * @param arrowSchema whether the footer has the Arrow schema, from which Arrow's libraries restore the types
 * @param checksums whether pages have a CRC
 * @param wideDecimals what becomes of decimals of more than 38 digits
 * @param encryption null for none
 */
public record FileOptions(
        boolean arrowSchema,
        boolean checksums,
        WideDecimals wideDecimals,
        @Nullable Encryption encryption) {
    /** The Arrow schema and checksums; decimals stay decimals; no encryption. */
    public static final FileOptions DEFAULTS = new FileOptions(true, true, WideDecimals.DECIMAL, null);

    /** The same with or without the Arrow schema. */
    public FileOptions withArrowSchema(boolean newArrowSchema) {
        return new FileOptions(newArrowSchema, checksums, wideDecimals, encryption);
    }

    /** The same with or without checksums. */
    public FileOptions withChecksums(boolean newChecksums) {
        return new FileOptions(arrowSchema, newChecksums, wideDecimals, encryption);
    }

    /** The same with another policy for wide decimals. */
    public FileOptions withWideDecimals(WideDecimals newWideDecimals) {
        return new FileOptions(arrowSchema, checksums, newWideDecimals, encryption);
    }

    /** The same with encryption, or none. */
    public FileOptions withEncryption(@Nullable Encryption newEncryption) {
        return new FileOptions(arrowSchema, checksums, wideDecimals, newEncryption);
    }
}
