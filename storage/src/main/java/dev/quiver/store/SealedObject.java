/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import java.util.List;

/**
 * A staged object whose bytes are all in the store, still invisible. Whoever knows these values, in whatever process,
 * can publish or abort it.
 *
 * @param key where it becomes visible
 * @param stagedId tells the object from any other one that was ever staged for the key
 * @param uploadId how the store knows the upload
 * @param parts the parts in order, at least one
 */
public record SealedObject(String key, String stagedId, String uploadId, List<SealedPart> parts) {
    /** Copies the parts. */
    public SealedObject {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("sealed object " + key + " has no part");
        }
    }

    /** The size of the object. */
    public long bytes() {
        return parts.stream().mapToLong(SealedPart::bytes).sum();
    }

    /**
     * A part of a sealed object.
     *
     * @param number counted from 1
     * @param etag what the store wants to hear of it again, in its own words: the tag that it gave the part, with the
     *     part's checksum; empty where there are none
     * @param bytes its size
     */
    public record SealedPart(int number, String etag, long bytes) {}
}
