/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.sink.duckdb.DuckType.Mapping;
import dev.quiver.sink.duckdb.DuckType.Member;
import dev.quiver.sink.duckdb.DuckType.Row;
import dev.quiver.sink.duckdb.DuckType.Scalar;
import dev.quiver.sink.duckdb.DuckType.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which values go where. A value that goes into a column of another type either arrives as it is or the database
 * refuses it: what DuckDB would round, cut or leave out without a word is not let in.
 */
final class TypeChange {
    private static final String TEXT = Casting.TEXT;
    private static final int DECIMAL_DIGITS_MAX = 38;

    /** Digits that every value of a type of whole numbers fits in. */
    private static final Map<String, Integer> DIGITS = Map.of(
            "TINYINT",
            3,
            "UTINYINT",
            3,
            "SMALLINT",
            5,
            "USMALLINT",
            5,
            "INTEGER",
            10,
            "UINTEGER",
            10,
            "BIGINT",
            19,
            "UBIGINT",
            20,
            "HUGEINT",
            39,
            "UHUGEINT",
            39);

    /** For each type, those that hold all of its values. */
    private static final Map<String, List<String>> WIDER = Map.ofEntries(
            Map.entry("TINYINT", List.of("SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE")),
            Map.entry("SMALLINT", List.of("INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE")),
            Map.entry("INTEGER", List.of("BIGINT", "HUGEINT", "DOUBLE")),
            Map.entry("BIGINT", List.of("HUGEINT")),
            Map.entry(
                    "UTINYINT",
                    List.of(
                            "USMALLINT",
                            "SMALLINT",
                            "UINTEGER",
                            "INTEGER",
                            "UBIGINT",
                            "BIGINT",
                            "HUGEINT",
                            "FLOAT",
                            "DOUBLE")),
            Map.entry("USMALLINT", List.of("UINTEGER", "INTEGER", "UBIGINT", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE")),
            Map.entry("UINTEGER", List.of("UBIGINT", "BIGINT", "HUGEINT", "DOUBLE")),
            Map.entry("UBIGINT", List.of("HUGEINT")),
            Map.entry("FLOAT", List.of("DOUBLE")),
            Map.entry("DATE", List.of("TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP", "TIMESTAMP_NS")),
            Map.entry("TIMESTAMP_S", List.of("TIMESTAMP_MS", "TIMESTAMP", "TIMESTAMP_NS")),
            Map.entry("TIMESTAMP_MS", List.of("TIMESTAMP", "TIMESTAMP_NS")),
            Map.entry("TIMESTAMP", List.of("TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE")),
            Map.entry("TIME", List.of("TIME_NS")));

    /** Types that are no text. */
    private static final Set<String> NEVER_TEXT = Set.of("BLOB", "BIT");
    /** Types of which DuckDB refuses each text that is not the whole of a value. */
    private static final Set<String> STRICT = Set.of("BOOLEAN", "UUID", "JSON", "DOUBLE");

    private static final String ENUM = "ENUM(";

    private TypeChange() {}

    /** A type for all values of both, or null where there is none. */
    static @Nullable DuckType union(DuckType one, DuckType other) {
        if (one.sql().equals(other.sql())) {
            return one;
        }
        if (one instanceof Row left && other instanceof Row right) {
            return rows(left, right);
        }
        if (one instanceof Sequence left && other instanceof Sequence right) {
            DuckType element = union(left.element(), right.element());
            boolean isSame = left.brackets().equals(right.brackets());
            return element == null ? null : new Sequence(element, isSame ? left.brackets() : "[]");
        }
        if (one instanceof Mapping left && other instanceof Mapping right) {
            DuckType key = union(left.key(), right.key());
            DuckType value = union(left.value(), right.value());
            return key == null || value == null ? null : new Mapping(key, value);
        }
        return one instanceof Scalar && other instanceof Scalar ? scalars(one.sql(), other.sql()) : null;
    }

    private static @Nullable DuckType rows(Row left, Row right) {
        List<Member> members = new ArrayList<>();
        for (Member member : left.members()) {
            Member other = right.member(member.name());
            DuckType type = other == null ? member.type() : union(member.type(), other.type());
            if (type == null) {
                return null;
            }
            members.add(new Member(member.name(), type));
        }
        for (Member member : right.members()) {
            if (left.member(member.name()) == null) {
                members.add(member);
            }
        }
        return new Row(members);
    }

    private static @Nullable DuckType scalars(String one, String other) {
        if (WIDER.getOrDefault(one, List.of()).contains(other)) {
            return new Scalar(other);
        }
        if (WIDER.getOrDefault(other, List.of()).contains(one)) {
            return new Scalar(one);
        }
        if (DIGITS.containsKey(one) && DIGITS.containsKey(other)) {
            return integers(one, other);
        }
        Decimal left = Decimal.of(one);
        Decimal right = Decimal.of(other);
        if (left != null && right != null) {
            Decimal union = left.union(right);
            return union.precision() > DECIMAL_DIGITS_MAX ? null : new Scalar(union.sql());
        }
        return null;
    }

    /** Types of whole numbers neither of which holds the other, such as UINTEGER and INTEGER. */
    private static @Nullable DuckType integers(String one, String other) {
        List<String> ofOther = WIDER.getOrDefault(other, List.of());
        for (String wider : WIDER.getOrDefault(one, List.of())) {
            if (DIGITS.containsKey(wider) && ofOther.contains(wider)) {
                return new Scalar(wider);
            }
        }
        return null;
    }

    /** Whether every value of {@code from} either arrives in {@code to} as it is or is refused. */
    static boolean isSafe(DuckType from, DuckType to) {
        return isSafeWithin(from, to) || (from.sql().equals(TEXT) && Casting.isKnown(to.sql()));
    }

    /** Whether that is so where DuckDB itself must see to it. */
    private static boolean isSafeWithin(DuckType from, DuckType to) {
        if (from.sql().equals(to.sql()) || from.sql().equals(DuckType.NULL)) {
            return true;
        }
        if (from instanceof Row source && to instanceof Row target) {
            return source.members().stream().allMatch(member -> {
                Member other = target.member(member.name());
                return other != null && isSafeWithin(member.type(), other.type());
            });
        }
        if (from instanceof Sequence source && to instanceof Sequence target) {
            return isSafeWithin(source.element(), target.element());
        }
        if (from instanceof Mapping source && to instanceof Mapping target) {
            return isSafeWithin(source.key(), target.key()) && isSafeWithin(source.value(), target.value());
        }
        return from instanceof Scalar && to instanceof Scalar && isSafe(from.sql(), to.sql());
    }

    private static boolean isSafe(String from, String to) {
        boolean isText = (to.equals(TEXT) && !NEVER_TEXT.contains(from))
                || (from.equals(TEXT) && (STRICT.contains(to) || to.startsWith(ENUM)));
        boolean isInteger = DIGITS.containsKey(from) && (DIGITS.containsKey(to) || Decimal.of(to) != null);
        Decimal source = Decimal.of(from);
        Decimal target = Decimal.of(to);
        boolean isDecimal = source != null && target != null && target.scale() >= source.scale();
        boolean isZoned = from.equals("TIMESTAMP WITH TIME ZONE") && to.equals("TIMESTAMP");
        return isText
                || isInteger
                || isDecimal
                || isZoned
                || WIDER.getOrDefault(from, List.of()).contains(to);
    }

    /** A decimal type, or one of whole numbers seen as one. */
    private record Decimal(int precision, int scale) {
        private static final String PREFIX = "DECIMAL(";

        static @Nullable Decimal of(String type) {
            Integer digits = DIGITS.get(type);
            if (digits != null) {
                return new Decimal(digits, 0);
            }
            if (!type.startsWith(PREFIX)) {
                return null;
            }
            String[] numbers =
                    type.substring(PREFIX.length(), type.length() - 1).split(",", -1);
            return new Decimal(Integer.parseInt(numbers[0].trim()), Integer.parseInt(numbers[1].trim()));
        }

        Decimal union(Decimal other) {
            int unionScale = Math.max(scale, other.scale);
            return new Decimal(unionScale + Math.max(precision - scale, other.precision - other.scale), unionScale);
        }

        String sql() {
            return PREFIX + precision + "," + scale + ")";
        }
    }
}
