/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/** How long a failing database is borne. Connect would hand in the same batch for ever, so the task sets the limit. */
final class RetryDeadline {
    /** Milliseconds until the worker shall call again after a failure that may pass. */
    static final long DELAY_MS = 500;

    private static final long NOT_FAILING = -1;

    private final Clock clock;
    private final Duration timeout;
    private long failingSinceMs = NOT_FAILING;

    RetryDeadline(Clock clock, Duration timeout) {
        this.clock = clock;
        this.timeout = timeout;
    }

    /** The database works again. */
    void succeeded() {
        failingSinceMs = NOT_FAILING;
    }

    /** What to throw for {@code failure}: the worker tries again on the one, and fails the task on the other. */
    ConnectException failed(DatabaseException failure) {
        if (!failure.isRetriable()) {
            return new ConnectException(failure.getMessage(), failure);
        }
        long nowMs = clock.millis();
        if (failingSinceMs == NOT_FAILING) {
            failingSinceMs = nowMs;
        }
        long failingMs = nowMs - failingSinceMs;
        if (failingMs >= timeout.toMillis()) {
            return new ConnectException(
                    failure.getMessage() + " (failing for " + failingMs + " ms, "
                            + DuckDbSinkConfig.RETRY_TIMEOUT_MS.key() + " is " + timeout.toMillis() + ")",
                    failure);
        }
        return new RetriableException(failure.getMessage(), failure);
    }
}
