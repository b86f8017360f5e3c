/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/** What may still be taken of a limit on bytes. */
final class ByteBudget {
    private final long limit;
    private long taken;

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /**
     * Takes {@code bytes} for {@code what}.
     *
     * @throws MalformedIpcException if that passes the limit
     */
    void take(long bytes, String what) {
        if (bytes > limit - taken) {
            throw new MalformedIpcException(what + " of " + bytes + " bytes, after " + taken
                    + " others, pass the limit of " + limit + " (max.decompressed.bytes)");
        }
        taken += bytes;
    }
}
