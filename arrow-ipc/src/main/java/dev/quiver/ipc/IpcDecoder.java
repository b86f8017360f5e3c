/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.nio.ByteBuffer;

/**
 * Decodes IPC streams and files, and refuses whatever breaks the format's rules or the limits: what it returns can be
 * handed to native code. Not thread safe: it remembers the last schema, so that equal schema bytes give the same object.
 */
public final class IpcDecoder {
    private final IpcLimits limits;

    /** A decoder that refuses what passes {@code limits}. */
    public IpcDecoder(IpcLimits limits) {
        this.limits = limits;
    }

    /**
     * Decodes the stream or file that is all of {@code bytes}; its batches share the array.
     *
     * @throws MalformedIpcException if it is neither, breaks a rule of the format or passes a limit
     */
    public IpcContent decode(byte[] bytes) {
        throw new UnsupportedOperationException(limits + " " + bytes.length);
    }

    /**
     * Decodes the stream or file that is what remains of {@code bytes}, whose position stays. Batches share the array
     * that backs it; a buffer without one is copied.
     *
     * @throws MalformedIpcException if it is neither, breaks a rule of the format or passes a limit
     */
    public IpcContent decode(ByteBuffer bytes) {
        throw new UnsupportedOperationException(limits + " " + bytes.remaining());
    }
}
