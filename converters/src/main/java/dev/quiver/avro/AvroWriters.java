/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Chooses the writer for each part of a Connect schema, once, by what {@link ConnectToAvro} made of it. */
final class AvroWriters {
    private final AvroOptions options;

    AvroWriters(AvroOptions options) {
        this.options = options;
    }

    /** The writer of values of {@code connect}, which is {@code avro} there. */
    AvroWriter of(@Nullable Schema connect, org.apache.avro.Schema avro) {
        return connect == null ? new AvroWriter.Schemaless() : writer(connect, avro);
    }

    private AvroWriter writer(Schema connect, org.apache.avro.Schema avro) {
        if (AvroNames.isUnion(connect)) {
            return choice(connect, avro.getTypes());
        }
        if (!avro.isUnion()) {
            return bare(connect, avro);
        }
        int nullIndex = avro.getIndexNamed("null");
        return new AvroWriter.Optional(bare(connect, avro.getTypes().get(1 - nullIndex)), nullIndex);
    }

    private AvroWriter choice(Schema connect, List<org.apache.avro.Schema> types) {
        int first = connect.isOptional() ? 1 : 0;
        AvroWriter[] writers = new AvroWriter[connect.fields().size()];
        for (int index = 0; index < writers.length; index++) {
            writers[index] = bare(connect.fields().get(index).schema(), types.get(first + index));
        }
        return new AvroWriter.Choice(connect, writers, options.keepsNulls());
    }

    private AvroWriter bare(Schema connect, org.apache.avro.Schema avro) {
        return switch (connect.type()) {
            case INT8 -> new AvroWriter.Int8();
            case INT16 -> new AvroWriter.Int16();
            case INT32 -> new AvroWriter.Int32(connect);
            case INT64 -> new AvroWriter.Int64(connect);
            case FLOAT32 -> new AvroWriter.Float32();
            case FLOAT64 -> new AvroWriter.Float64();
            case BOOLEAN -> new AvroWriter.Flag();
            case STRING ->
                avro.getType() == org.apache.avro.Schema.Type.ENUM
                        ? new AvroWriter.Symbol(indexes(avro.getEnumSymbols()))
                        : new AvroWriter.Text();
            case BYTES ->
                avro.getType() == org.apache.avro.Schema.Type.FIXED
                        ? new AvroWriter.Fixed(avro.getFixedSize())
                        : new AvroWriter.Bytes(connect);
            case ARRAY -> new AvroWriter.Items(writer(connect.valueSchema(), avro.getElementType()));
            case MAP -> map(connect, avro);
            case STRUCT -> row(connect, avro);
        };
    }

    private static Map<String, Integer> indexes(List<String> symbols) {
        Map<String, Integer> indexes = new HashMap<>();
        symbols.forEach(symbol -> indexes.put(symbol, indexes.size()));
        return indexes;
    }

    private AvroWriter map(Schema connect, org.apache.avro.Schema avro) {
        if (avro.getType() == org.apache.avro.Schema.Type.MAP) {
            return new AvroWriter.Entries(new AvroWriter.Text(), writer(connect.valueSchema(), avro.getValueType()));
        }
        org.apache.avro.Schema entry = avro.getElementType();
        return new AvroWriter.Entries(
                writer(connect.keySchema(), entry.getField(AvroNames.KEY).schema()),
                writer(connect.valueSchema(), entry.getField(AvroNames.VALUE).schema()));
    }

    private AvroWriter row(Schema connect, org.apache.avro.Schema avro) {
        AvroWriter[] writers = new AvroWriter[connect.fields().size()];
        for (int index = 0; index < writers.length; index++) {
            writers[index] = writer(
                    connect.fields().get(index).schema(),
                    avro.getFields().get(index).schema());
        }
        return new AvroWriter.Row(connect, writers, options.keepsNulls());
    }

    /** Which field of {@link Anything} takes {@code value}. */
    static Anything.Kind kind(Object value) {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return Anything.Kind.INT;
        }
        if (value instanceof Long) {
            return Anything.Kind.LONG;
        }
        if (value instanceof Float) {
            return Anything.Kind.FLOAT;
        }
        if (value instanceof Double) {
            return Anything.Kind.DOUBLE;
        }
        if (value instanceof Boolean) {
            return Anything.Kind.BOOLEAN;
        }
        if (value instanceof String) {
            return Anything.Kind.STRING;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return Anything.Kind.BYTES;
        }
        if (value instanceof Collection) {
            return Anything.Kind.ARRAY;
        }
        if (value instanceof Map) {
            return Anything.Kind.MAP;
        }
        throw new DataException(
                "a value without a schema is a " + value.getClass().getName());
    }
}
