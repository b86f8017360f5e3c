/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import org.apache.kafka.connect.errors.ConnectException;

/** Somebody else writes partitions that this task has: nothing of it got in, and the task must end. */
final class FencedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    FencedException(DatabaseException cause) {
        super(cause.getMessage(), cause);
    }
}
