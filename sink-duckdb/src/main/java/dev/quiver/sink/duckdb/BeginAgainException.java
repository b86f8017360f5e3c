/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** What was gathered is of no use, as may happen: reading must begin again where the database is. */
final class BeginAgainException extends ConnectException {
    private static final long serialVersionUID = 1L;

    BeginAgainException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
