/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.ArrayList;
import java.util.List;

/** Reads types as the database writes them. */
final class DuckTypeParser {
    private static final String STRUCT = "STRUCT(";
    private static final String MAP = "MAP(";

    private final String text;
    private int position;

    DuckTypeParser(String text) {
        this.text = text;
    }

    /** The type that the whole text is. */
    DuckType type() {
        DuckType type = next();
        if (position != text.length()) {
            throw new IllegalStateException("the type " + text + " goes on at " + position);
        }
        return type;
    }

    private DuckType next() {
        DuckType type = text.startsWith(STRUCT, position)
                ? struct()
                : text.startsWith(MAP, position) ? map() : new DuckType.Scalar(scalar());
        while (position < text.length() && text.charAt(position) == '[') {
            int end = text.indexOf(']', position) + 1;
            type = new DuckType.Sequence(type, text.substring(position, end));
            position = end;
        }
        return type;
    }

    private DuckType struct() {
        position += STRUCT.length();
        List<DuckType.Member> members = new ArrayList<>();
        while (members.isEmpty() || accept(", ")) {
            String name = identifier();
            expect(" ");
            members.add(new DuckType.Member(name, next()));
        }
        expect(")");
        return new DuckType.Row(members);
    }

    private DuckType map() {
        position += MAP.length();
        DuckType key = next();
        expect(", ");
        DuckType value = next();
        expect(")");
        return new DuckType.Mapping(key, value);
    }

    private String identifier() {
        if (text.charAt(position) != '"') {
            int end = text.indexOf(' ', position);
            String name = text.substring(position, end);
            position = end;
            return name;
        }
        StringBuilder name = new StringBuilder();
        position++;
        while (text.charAt(position) != '"' || text.startsWith("\"\"", position)) {
            position += text.charAt(position) == '"' ? 1 : 0;
            name.append(text.charAt(position++));
        }
        position++;
        return name.toString();
    }

    /** Up to what ends a part of a larger type; what is in brackets or quotes belongs to it. */
    private String scalar() {
        int from = position;
        int depth = 0;
        boolean isQuoted = false;
        while (position < text.length()) {
            char next = text.charAt(position);
            if (next == '\'') {
                isQuoted = !isQuoted;
            } else if (!isQuoted && depth == 0 && (next == ',' || next == ')' || next == '[')) {
                break;
            } else if (!isQuoted && (next == '(' || next == ')')) {
                depth += next == '(' ? 1 : -1;
            }
            position++;
        }
        return text.substring(from, position);
    }

    private boolean accept(String expected) {
        boolean isThere = text.startsWith(expected, position);
        position += isThere ? expected.length() : 0;
        return isThere;
    }

    private void expect(String expected) {
        if (!accept(expected)) {
            throw new IllegalStateException("the type " + text + " has no '" + expected + "' at " + position);
        }
    }
}
