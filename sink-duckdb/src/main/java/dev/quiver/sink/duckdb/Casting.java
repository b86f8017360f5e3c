/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that bring values into columns of other types. DuckDB rounds and cuts texts that it reads as numbers or
 * times; here they are refused then.
 */
final class Casting {
    static final String TEXT = "VARCHAR";

    private static final String WHOLE = "[+-]?[0-9]+";

    /** Patterns of all texts that become a value of the type without losing a part. */
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("TINYINT", WHOLE),
            Map.entry("SMALLINT", WHOLE),
            Map.entry("INTEGER", WHOLE),
            Map.entry("BIGINT", WHOLE),
            Map.entry("HUGEINT", WHOLE),
            Map.entry("UTINYINT", WHOLE),
            Map.entry("USMALLINT", WHOLE),
            Map.entry("UINTEGER", WHOLE),
            Map.entry("UBIGINT", WHOLE),
            Map.entry("UHUGEINT", WHOLE),
            Map.entry("DATE", "[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}"),
            Map.entry("TIME", fraction(6)),
            Map.entry("TIME_NS", fraction(9)),
            Map.entry("TIMESTAMP_S", fraction(0)),
            Map.entry("TIMESTAMP_MS", fraction(3)),
            Map.entry("TIMESTAMP", fraction(6)),
            Map.entry("TIMESTAMP_NS", fraction(9)),
            Map.entry("TIMESTAMP WITH TIME ZONE", fraction(6)));

    private static final String DECIMAL = "DECIMAL(";

    private Casting() {}

    /** Digits behind the point beyond {@code digits} must be zeros. */
    private static String fraction(int digits) {
        return "[^.]*([.][0-9]{0," + digits + "}0*([^0-9.].*)?)?";
    }

    /** What texts look like that a column of {@code type} takes as they are; null where DuckDB itself sees to it. */
    private static @Nullable String pattern(String type) {
        if (!type.startsWith(DECIMAL)) {
            return TEXTS.get(type);
        }
        String scale = type.substring(type.indexOf(',') + 1, type.length() - 1).trim();
        return "[+-]?[0-9]*([.][0-9]{0," + scale + "}0*)?";
    }

    /** Whether texts that do not become values of {@code type} without a loss can be told. */
    static boolean isKnown(String type) {
        return pattern(type) != null;
    }

    /** {@code value}, of type {@code from}, for a column of type {@code to}; whatever would change fails. */
    static String checked(String value, DuckType from, DuckType to) {
        String pattern = from.sql().equals(TEXT) ? pattern(to.sql()) : null;
        if (pattern == null) {
            return value;
        }
        return "CASE WHEN " + value + " IS NULL OR regexp_full_match(" + value + ", " + Sql.text(pattern)
                + ") THEN CAST(" + value + " AS " + to.sql() + ") ELSE error('a text does not fit') END";
    }

    /** {@code value}, of type {@code from}, as one of type {@code to}; null where that would change it. */
    static String tried(String value, DuckType from, DuckType to) {
        if (from.sql().equals(to.sql())) {
            return value;
        }
        String pattern = from.sql().equals(TEXT) ? pattern(to.sql()) : null;
        String cast = "TRY_CAST(" + value + " AS " + to.sql() + ")";
        if (pattern == null) {
            return TypeChange.isSafe(from, to) ? cast : value;
        }
        return "CASE WHEN regexp_full_match(" + value + ", " + Sql.text(pattern) + ") THEN " + cast + " END";
    }
}
