/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import dev.quiver.store.SealedObject;

/**
 * A committed file that may not be visible yet.
 *
 * @param rowCount rows in it
 * @param firstOffset the offset of its first row
 * @param lastOffset the offset of its last row
 */
public record PendingFile(SealedObject sealed, long rowCount, long firstOffset, long lastOffset) {
    /** Bytes of the names and numbers that every file and every part has. */
    private static final int FILE_BYTES = 160;

    private static final int PART_BYTES = 64;
    private static final int CHARACTER_BYTES_MAX = 3;

    /** Bytes that it takes in a ledger, at most. */
    public long ledgerBytes() {
        long characters = sealed.key().length();
        characters += sealed.stagedId().length();
        characters += sealed.uploadId().length();
        long bytes = FILE_BYTES + CHARACTER_BYTES_MAX * characters;
        for (SealedObject.SealedPart part : sealed.parts()) {
            bytes += PART_BYTES + CHARACTER_BYTES_MAX * (long) part.etag().length();
        }
        return bytes;
    }
}
