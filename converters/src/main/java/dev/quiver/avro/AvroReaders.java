/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Chooses the reader for each part of a writer's schema, once, by what Connect has for it. */
final class AvroReaders {
    private AvroReaders() {}

    /**
     * The reader of values that {@code avro} wrote.
     *
     * @param connect what {@link AvroToConnect} made of {@code avro}; null for values without a schema
     * @throws DataException if the schemas do not belong together
     */
    static AvroReader of(org.apache.avro.Schema avro, @Nullable Schema connect) {
        return connect == null ? AnythingReader.INSTANCE : reader(avro, connect);
    }

    private static AvroReader reader(org.apache.avro.Schema avro, Schema connect) {
        return switch (avro.getType()) {
            case BOOLEAN -> of(avro, connect, Schema.Type.BOOLEAN, new ScalarReader.Flag());
            case INT -> whole32(avro, connect);
            case LONG -> whole64(avro, connect);
            case FLOAT -> of(avro, connect, Schema.Type.FLOAT32, new ScalarReader.Float32());
            case DOUBLE -> of(avro, connect, Schema.Type.FLOAT64, new ScalarReader.Float64());
            case STRING -> of(avro, connect, Schema.Type.STRING, new ScalarReader.Text());
            case ENUM -> of(avro, connect, Schema.Type.STRING, new ScalarReader.Symbol(avro.getEnumSymbols()));
            case BYTES -> bytes(avro, connect, -1);
            case FIXED -> bytes(avro, connect, avro.getFixedSize());
            case ARRAY -> array(avro, connect);
            case MAP -> map(avro, connect);
            case RECORD -> record(avro, connect);
            case UNION -> union(avro, connect);
            case NULL -> throw mismatch(avro, connect);
        };
    }

    private static AvroReader of(org.apache.avro.Schema avro, Schema connect, Schema.Type expected, AvroReader reader) {
        if (connect.type() != expected) {
            throw mismatch(avro, connect);
        }
        return reader;
    }

    private static DataException mismatch(org.apache.avro.Schema avro, Schema connect) {
        return new DataException("Avro type " + avro.getType().getName() + " is not read as " + connect.type());
    }

    private static AvroReader whole32(org.apache.avro.Schema avro, Schema connect) {
        return switch (connect.type()) {
            case INT8 -> new ScalarReader.Int8();
            case INT16 -> new ScalarReader.Int16();
            case INT32 -> {
                if (Date.LOGICAL_NAME.equals(connect.name())) {
                    yield new ScalarReader.Day();
                }
                yield Time.LOGICAL_NAME.equals(connect.name())
                        ? new ScalarReader.TimeOfDay()
                        : new ScalarReader.Int32();
            }
            case INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT -> throw mismatch(avro, connect);
        };
    }

    private static AvroReader whole64(org.apache.avro.Schema avro, Schema connect) {
        boolean isInstant = Timestamp.LOGICAL_NAME.equals(connect.name());
        return of(avro, connect, Schema.Type.INT64, isInstant ? new ScalarReader.Instant() : new ScalarReader.Int64());
    }

    private static AvroReader bytes(org.apache.avro.Schema avro, Schema connect, int size) {
        if (!Decimal.LOGICAL_NAME.equals(connect.name())) {
            return of(
                    avro,
                    connect,
                    Schema.Type.BYTES,
                    size < 0 ? new ScalarReader.Bytes() : new ScalarReader.Fixed(size));
        }
        String scale = AvroNames.parameters(connect).get(Decimal.SCALE_FIELD);
        try {
            return of(
                    avro,
                    connect,
                    Schema.Type.BYTES,
                    new ScalarReader.Decimal(size, Integer.parseInt(Objects.requireNonNullElse(scale, "none"))));
        } catch (NumberFormatException e) {
            throw new DataException("the scale of a decimal is not a number: " + scale, e);
        }
    }

    private static AvroReader array(org.apache.avro.Schema avro, Schema connect) {
        org.apache.avro.Schema item = avro.getElementType();
        if (connect.type() == Schema.Type.ARRAY) {
            return new NestedReader.Items(reader(item, connect.valueSchema()));
        }
        if (connect.type() != Schema.Type.MAP) {
            throw mismatch(avro, connect);
        }
        org.apache.avro.Schema.Field key = item.getField(AvroNames.KEY);
        org.apache.avro.Schema.Field value = item.getField(AvroNames.VALUE);
        return new EntryMapReader(
                reader(key.schema(), connect.keySchema()),
                reader(value.schema(), connect.valueSchema()),
                key.pos() < value.pos());
    }

    private static AvroReader map(org.apache.avro.Schema avro, Schema connect) {
        if (connect.type() != Schema.Type.MAP) {
            throw mismatch(avro, connect);
        }
        return new TextMapReader(reader(avro.getValueType(), connect.valueSchema()));
    }

    private static AvroReader record(org.apache.avro.Schema avro, Schema connect) {
        List<org.apache.avro.Schema.Field> fields = avro.getFields();
        if (connect.type() != Schema.Type.STRUCT || connect.fields().size() != fields.size()) {
            throw mismatch(avro, connect);
        }
        List<AvroReader> readers = new ArrayList<>(fields.size());
        for (int index = 0; index < fields.size(); index++) {
            readers.add(reader(
                    fields.get(index).schema(), connect.fields().get(index).schema()));
        }
        return new AvroStructReader.Row(connect, readers);
    }

    private static AvroReader union(org.apache.avro.Schema avro, Schema connect) {
        List<org.apache.avro.Schema> types = avro.getTypes();
        Integer nullIndex = avro.getIndexNamed("null");
        boolean isChoice = AvroNames.isUnion(connect);
        if (!isChoice && types.size() == 1) {
            return new SingletonReader(reader(types.get(0), connect));
        }
        if (types.size() == 2 && nullIndex != null) {
            return new NestedReader.Optional(reader(types.get(1 - nullIndex), connect), nullIndex);
        }
        if (!isChoice || connect.fields().size() != types.size() - (nullIndex == null ? 0 : 1)) {
            throw mismatch(avro, connect);
        }
        List<@Nullable AvroReader> readers = new ArrayList<>(types.size());
        int field = 0;
        for (org.apache.avro.Schema type : types) {
            boolean isNull = type.getType() == org.apache.avro.Schema.Type.NULL;
            readers.add(
                    isNull ? null : reader(type, connect.fields().get(field++).schema()));
        }
        return new AvroStructReader.Choice(connect, readers);
    }
}
