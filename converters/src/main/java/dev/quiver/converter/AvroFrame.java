/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.registry.SchemaId;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * How a record says what its schema is called: a byte 0 and the id of one registry, 4 bytes, the highest first; or a
 * byte 1 and the GUID of all registries, 16 bytes. Either stands in front of the Avro, or in a header.
 *
 * @param schema what the schema is called
 * @param start where in the bytes the Avro begins
 */
record AvroFrame(SchemaId schema, int start) {
    /** The first byte in front of an id. */
    static final byte ID = 0;
    /** The bytes of an id and what stands in front of it. */
    static final int ID_BYTES = 1 + Integer.BYTES;

    private static final byte GUID = 1;
    private static final int GUID_BYTES = 1 + 2 * Long.BYTES;

    /** The header with the name of the schema of keys, or of values. */
    static String header(boolean isKey) {
        return isKey ? "__key_schema_id" : "__value_schema_id";
    }

    /** The value of the header called {@code name}, or null. */
    static byte @Nullable [] header(@Nullable Headers headers, String name) {
        Header header = headers == null ? null : headers.lastHeader(name);
        return header == null ? null : header.value();
    }

    /**
     * What {@code bytes} begin with.
     *
     * @throws DataException if they begin with no name of a schema
     */
    static AvroFrame inFront(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == GUID
                ? new AvroFrame(parse(bytes), GUID_BYTES)
                : new AvroFrame(parse(bytes), ID_BYTES);
    }

    /**
     * The name of a schema that {@code bytes} begin with.
     *
     * @throws DataException if they do not
     */
    static SchemaId parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length >= ID_BYTES && bytes[0] == ID) {
            return new SchemaId(buffer.getInt(1), null);
        }
        if (bytes.length >= GUID_BYTES && bytes[0] == GUID) {
            return new SchemaId(null, new UUID(buffer.getLong(1), buffer.getLong(1 + Long.BYTES)));
        }
        throw new DataException(
                bytes.length == 0
                        ? "there are no bytes"
                        : "the first byte is " + bytes[0] + ", which no schema's id follows, or it is cut off");
    }

    /** What {@code schema} is called, for the front of the bytes; the id of the registry if there is one. */
    static byte[] prefix(SchemaId schema) {
        Integer id = schema.id();
        return id == null
                ? guid(schema)
                : ByteBuffer.allocate(ID_BYTES).put(ID).putInt(id).array();
    }

    /** What {@code schema} is called, for a header; the GUID if there is one. */
    static byte[] headerValue(SchemaId schema) {
        return schema.guid() == null ? prefix(schema) : guid(schema);
    }

    private static byte[] guid(SchemaId schema) {
        UUID guid = schema.guid();
        if (guid == null) {
            throw new IllegalStateException("a schema has neither an id nor a GUID");
        }
        return ByteBuffer.allocate(GUID_BYTES)
                .put(GUID)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
    }
}
