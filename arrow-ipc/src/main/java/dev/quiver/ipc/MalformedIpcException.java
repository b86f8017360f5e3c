/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/**
 * Bytes that are no IPC stream or file, break the format's rules or pass a limit. The message says what is wrong, where
 * (message, batch, column, buffer) and the value or the limit.
 */
public final class MalformedIpcException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Bytes refused for the reason {@code message}. */
    public MalformedIpcException(String message) {
        super(message);
    }

    /** The same refusal, told to have happened in {@code place}. */
    MalformedIpcException within(String place) {
        MalformedIpcException located = new MalformedIpcException(place + ": " + getMessage());
        located.setStackTrace(getStackTrace());
        return located;
    }
}
