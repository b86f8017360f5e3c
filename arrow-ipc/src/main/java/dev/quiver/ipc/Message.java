/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import org.jspecify.annotations.Nullable;

/**
 * One message of a stream or file.
 *
 * @param kind what the header is
 * @param header the header's table
 * @param metadataVersion 4 or 5
 * @param metadata the range of the message's flatbuffer
 * @param body the range of its body
 */
record Message(Kind kind, FlatTable header, int metadataVersion, ByteRange metadata, ByteRange body) {
    private static final int VERSION_MIN = 3;
    private static final int VERSION_MAX = 4;

    /** The kinds of messages that the format has and this codec reads. */
    enum Kind {
        SCHEMA,
        DICTIONARY,
        BATCH
    }

    /** The message with {@code metadata}, whose body is what its metadata says of {@code rest}. */
    static Message parse(ByteRange metadata, ByteRange rest) {
        FlatTable table = FlatTable.root(metadata.bytes(), metadata.start(), metadata.end(), "message");
        checkVersion(table, table.shortAt(0, 0));
        int code = table.byteAt(1, 0);
        Kind kind = kind(code);
        if (kind == null) {
            throw table.malformed("header type " + code + " is no schema, dictionary or record batch");
        }
        long bodyBytes = table.longAt(3, 0);
        if (bodyBytes < 0 || bodyBytes > rest.size()) {
            throw table.malformed("a body of " + bodyBytes + " bytes, but " + rest.size() + " are left");
        }
        FlatTable header = table.requiredTable(2, "header");
        ByteRange body = new ByteRange(rest.bytes(), rest.start(), rest.start() + (int) bodyBytes);
        return new Message(kind, header, table.shortAt(0, 0) + 1, metadata, body);
    }

    /** Refuses every {@code version} of metadata but V4 and V5, which {@code table} says it is. */
    static void checkVersion(FlatTable table, int version) {
        if (version < VERSION_MIN || version > VERSION_MAX) {
            throw table.malformed("metadata version V" + (version + 1) + " is unsupported, V4 and V5 are");
        }
    }

    private static @Nullable Kind kind(int code) {
        return switch (code) {
            case 1 -> Kind.SCHEMA;
            case 2 -> Kind.DICTIONARY;
            case 3 -> Kind.BATCH;
            default -> null;
        };
    }
}
