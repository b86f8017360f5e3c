/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A schema that values were written with, what it is in Connect, and the reader compiled for it. Cannot be changed. */
public final class WriterSchema {
    private final org.apache.avro.Schema avro;
    private final @Nullable Schema connect;
    private final AvroReader reader;
    /** Of the structs, where values are structs or null. */
    private final @Nullable AvroStructReader structs;
    /** Of the structs, as other class loaders understand it; the same object for all rows. */
    private final String structText;

    private WriterSchema(org.apache.avro.Schema avro, @Nullable Schema connect) {
        this.avro = avro;
        this.connect = connect;
        this.reader = AvroReaders.of(avro, connect);
        AvroReader inner = reader instanceof NestedReader.Optional optional ? optional.value() : reader;
        inner = inner instanceof SingletonReader only ? only.value() : inner;
        this.structs = inner instanceof AvroStructReader struct ? struct : null;
        this.structText = structs == null ? "" : structType(avro, inner).toString();
    }

    private static org.apache.avro.Schema structType(org.apache.avro.Schema avro, AvroReader structs) {
        boolean isWrapped = avro.isUnion() && structs instanceof AvroStructReader.Row;
        if (!isWrapped) {
            return avro;
        }
        for (org.apache.avro.Schema type : avro.getTypes()) {
            if (type.getType() != org.apache.avro.Schema.Type.NULL) {
                return type;
            }
        }
        return avro;
    }

    /**
     * Values that {@code avro} wrote.
     *
     * @param connect what {@link AvroToConnect} made of {@code avro}; null for values without a schema
     * @throws DataException if the schemas do not belong together
     */
    public static WriterSchema of(org.apache.avro.Schema avro, @Nullable Schema connect) {
        return new WriterSchema(avro, connect);
    }

    /** The schema itself. */
    public org.apache.avro.Schema avro() {
        return avro;
    }

    /** What it is in Connect; null for values without a schema. */
    public @Nullable Schema connect() {
        return connect;
    }

    /** The reader of whole structs, or null if values are something else. */
    @Nullable
    AvroStructReader structs() {
        return structs;
    }

    /** The Avro schema of the structs as JSON, always the same object. */
    String structText() {
        return structText;
    }

    /**
     * The value in {@code bytes} from {@code from} on. Whatever can be wrong with the bytes is found here; a struct
     * keeps them, which must not change, and is decoded when it is looked at.
     *
     * @param cursor any, for use during this call
     * @throws DataException if the bytes are no value of this schema
     */
    public SchemaAndValue read(byte[] bytes, int from, AvroCursor cursor) {
        cursor.over(bytes, from, bytes.length);
        try {
            return new SchemaAndValue(connect, structs == null ? reader.read(cursor) : struct(structs, cursor));
        } finally {
            cursor.release();
        }
    }

    private @Nullable AvroStruct struct(AvroStructReader reader, AvroCursor cursor) {
        byte[] bytes = cursor.array();
        if (this.reader instanceof NestedReader.Optional optional && optional.isNull(cursor)) {
            return null;
        }
        if (this.reader instanceof SingletonReader) {
            cursor.readIndex(1, "type of a union");
        }
        int start = cursor.position();
        if (reader instanceof AvroStructReader.Choice choice && choice.type(choice.readType(cursor)) == null) {
            return null;
        }
        cursor.over(bytes, start, bytes.length);
        reader.skip(cursor);
        return new AvroStruct(this, bytes, start);
    }
}
