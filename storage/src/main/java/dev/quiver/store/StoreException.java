/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked; the message names the operation, the object and the reason. */
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    private enum Kind {
        RETRIABLE,
        PERMANENT,
        CONFLICT,
        GONE
    }

    private final Kind kind;

    private StoreException(String message, Kind kind, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The same call may succeed later: timeouts, throttling, a failing server. */
    public static StoreException retriable(String message, @Nullable Throwable cause) {
        return new StoreException(message, Kind.RETRIABLE, cause);
    }

    /** The same call will fail again until somebody changes something: rights, names, a missing bucket. */
    public static StoreException permanent(String message, @Nullable Throwable cause) {
        return new StoreException(message, Kind.PERMANENT, cause);
    }

    /** The object has another version than the caller expected: somebody else wrote it. */
    public static StoreException conflict(String message, @Nullable Throwable cause) {
        return new StoreException(message, Kind.CONFLICT, cause);
    }

    /** Bytes that were in the store are not there any more, neither visible nor staged: the same call fails again. */
    public static StoreException gone(String message, @Nullable Throwable cause) {
        return new StoreException(message, Kind.GONE, cause);
    }

    /** Whether the same call may succeed later. */
    public boolean isRetriable() {
        return kind == Kind.RETRIABLE;
    }

    /** Whether somebody else wrote the object meanwhile. */
    public boolean isConflict() {
        return kind == Kind.CONFLICT;
    }

    /** Whether the bytes that the call was about are not in the store any more. */
    public boolean isGone() {
        return kind == Kind.GONE;
    }
}
