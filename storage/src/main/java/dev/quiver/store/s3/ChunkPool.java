/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.util.ArrayDeque;
import java.util.List;

/** The byte arrays that parts are made of, all of one size, kept for reuse up to a limit. */
final class ChunkPool {
    /** What the smallest part holds: a thousand staged objects with little in them fit into 32 MiB. */
    static final int CHUNK_BYTES = 32 * 1024;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final long freeMax;

    /**
     * Creates an empty pool.
     *
     * @param bytesMax bytes that are kept for reuse at most
     */
    ChunkPool(long bytesMax) {
        this.freeMax = bytesMax / CHUNK_BYTES;
    }

    /** A chunk with arbitrary content. */
    synchronized byte[] take() {
        byte[] chunk = free.pollLast();
        return chunk == null ? new byte[CHUNK_BYTES] : chunk;
    }

    /** Takes back {@code owned}, which nobody may touch any more. */
    synchronized void give(List<byte[]> owned) {
        for (byte[] chunk : owned) {
            if (free.size() < freeMax) {
                free.addLast(chunk);
            }
        }
    }
}
