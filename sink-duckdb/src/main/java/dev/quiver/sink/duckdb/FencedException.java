/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import org.apache.kafka.connect.errors.ConnectException;

/** Somebody else writes a partition of a transaction, of which nothing is in the database therefore. */
final class FencedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    private final boolean isOfOthersOnly;

    FencedException(DatabaseException cause, boolean isOfOthersOnly) {
        super(cause.getMessage(), cause);
        this.isOfOthersOnly = isOfOthersOnly;
    }

    /** Whether that is as it should be: the partition was given away, or its rows go to another file by now. */
    boolean isOfOthersOnly() {
        return isOfOthersOnly;
    }
}
