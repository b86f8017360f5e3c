/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A type of the database. Its text is what the database itself says and takes. */
sealed interface DuckType {
    /** What the database writes for the type of a column in which there is nothing but null. */
    String NULL = "\"NULL\"";

    /** How SQL calls it. */
    String sql();

    /** This without the parts that hold nothing but null, or null if nothing is left. */
    @Nullable
    DuckType known();

    /** The type that {@code sql} calls. */
    static DuckType parse(String sql) {
        return new DuckTypeParser(sql).type();
    }

    /** A type without parts that matter here. */
    record Scalar(String sql) implements DuckType {
        @Override
        public @Nullable DuckType known() {
            return sql.equals(NULL) ? null : this;
        }
    }

    /** A list, or an array of a fixed length. */
    record Sequence(DuckType element, String brackets) implements DuckType {
        @Override
        public String sql() {
            return element.sql() + brackets;
        }

        @Override
        public @Nullable DuckType known() {
            DuckType known = element.known();
            return known == null ? null : new Sequence(known, brackets);
        }
    }

    /** A map. */
    record Mapping(DuckType key, DuckType value) implements DuckType {
        @Override
        public String sql() {
            return "MAP(" + key.sql() + ", " + value.sql() + ")";
        }

        @Override
        public @Nullable DuckType known() {
            DuckType knownKey = key.known();
            DuckType knownValue = value.known();
            return knownKey == null || knownValue == null ? null : new Mapping(knownKey, knownValue);
        }
    }

    /** A field of a struct. */
    record Member(String name, DuckType type) {
        String sql() {
            return Sql.identifier(name) + " " + type.sql();
        }

        boolean isNamed(String other) {
            return Sql.folded(name).equals(Sql.folded(other));
        }
    }

    /** A struct. */
    record Row(List<Member> members) implements DuckType {
        public Row {
            members = List.copyOf(members);
        }

        /** The member {@code name}, in whatever case, or null. */
        @Nullable
        Member member(String name) {
            for (Member member : members) {
                if (member.isNamed(name)) {
                    return member;
                }
            }
            return null;
        }

        @Override
        public String sql() {
            return members.stream().map(Member::sql).collect(Collectors.joining(", ", "STRUCT(", ")"));
        }

        @Override
        public @Nullable DuckType known() {
            List<Member> known = members.stream()
                    .filter(member -> member.type().known() != null)
                    .map(member -> {
                        DuckType type = member.type().known();
                        return type == null ? member : new Member(member.name(), type);
                    })
                    .toList();
            return known.isEmpty() ? null : new Row(known);
        }
    }
}
