/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A database did not do what it was asked to. The driver tells errors apart by the first words of their messages only;
 * here is the one place that reads them. Messages about data hold values of records: they are neither kept nor passed
 * on.
 */
final class DatabaseException extends Exception {
    private static final long serialVersionUID = 1L;
    /** Behind it stand values. */
    private static final String DUPLICATE_KEY = "duplicate key";

    /** What can be done about it. */
    enum Kind {
        /** The same may work later. */
        PASSING,
        /** The instance is of no use any more; it works again after everybody has closed it. */
        BROKEN,
        /** Some row does not fit. */
        DATA,
        /** Somebody else writes the partitions now. */
        FENCED,
        /** It will not work before an operator changes something. */
        LASTING
    }

    private final Kind kind;

    private DatabaseException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** It will not work before an operator changes something. */
    static DatabaseException lasting(String message) {
        return new DatabaseException(Kind.LASTING, message, null);
    }

    /** It will not work before an operator changes something. */
    static DatabaseException lasting(String message, Throwable cause) {
        return new DatabaseException(Kind.LASTING, message, cause);
    }

    /** The same may work later. */
    static DatabaseException passing(String message, @Nullable Throwable cause) {
        return new DatabaseException(Kind.PASSING, message, cause);
    }

    /** Somebody else writes the partitions now. */
    static DatabaseException fenced(String message) {
        return new DatabaseException(Kind.FENCED, message, null);
    }

    /** Some row does not fit; {@code message} must hold no value. */
    static DatabaseException data(String message) {
        return new DatabaseException(Kind.DATA, message, null);
    }

    /** {@code action}, such as "could not open the database x", failed with {@code failure}. */
    static DatabaseException of(String action, SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        Kind kind = kind(message);
        if (kind == Kind.DATA) {
            return data(action + ": " + prefix(message));
        }
        int key = message.indexOf(DUPLICATE_KEY);
        if (key >= 0) {
            return new DatabaseException(
                    kind, action + ": " + message.substring(0, key + DUPLICATE_KEY.length()), null);
        }
        return new DatabaseException(kind, action + ": " + message, failure);
    }

    private static String prefix(String message) {
        int colon = message.indexOf(':');
        return colon < 0 ? "the data does not fit" : message.substring(0, colon);
    }

    private static Kind kind(String message) {
        if (message.contains("database has been invalidated") || message.startsWith("FATAL Error")) {
            return Kind.BROKEN;
        }
        return switch (prefix(message)) {
            case "INTERNAL Error" -> Kind.BROKEN;
            case "IO Error",
                    "Out of Memory Error",
                    "TransactionContext Error",
                    "Transaction Error",
                    "Interrupt Error",
                    "INTERRUPT Error",
                    "Connection Error" -> isLasting(message) ? Kind.LASTING : Kind.PASSING;
            case "Conversion Error",
                    "Constraint Error",
                    "Out of Range Error",
                    "Invalid Input Error",
                    "Mismatch Type Error",
                    "Decimal Error" -> isAboutStream(message) ? Kind.PASSING : Kind.DATA;
            default -> Kind.LASTING;
        };
    }

    /** Nothing mends a log that cannot be replayed, nor a file of a newer version. */
    private static boolean isLasting(String message) {
        return message.contains("Failure while replaying WAL file")
                || message.contains("newer version of DuckDB")
                || message.contains("not a valid DuckDB database file");
    }

    /** Rows that could not be handed over say nothing about the rows. */
    private static boolean isAboutStream(String message) {
        return message.contains("arrow_scan: get_next failed") || message.contains("stream has been released");
    }

    /** What can be done about it. */
    Kind kind() {
        return kind;
    }

    /** Whether the same may work later. */
    boolean isRetriable() {
        return kind == Kind.PASSING || kind == Kind.BROKEN;
    }
}
