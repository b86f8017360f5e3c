/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked; the message names the operation, the object and the reason. */
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean retriable;

    private StoreException(String message, boolean retriable, @Nullable Throwable cause) {
        super(message, cause);
        this.retriable = retriable;
    }

    /** The same call may succeed later: timeouts, throttling, a failing server. */
    public static StoreException retriable(String message, @Nullable Throwable cause) {
        return new StoreException(message, true, cause);
    }

    /** The same call will fail again until somebody changes something: rights, names, a missing bucket. */
    public static StoreException permanent(String message, @Nullable Throwable cause) {
        return new StoreException(message, false, cause);
    }

    /** Whether the same call may succeed later. */
    public boolean isRetriable() {
        return retriable;
    }
}
