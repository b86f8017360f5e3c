/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Writes values of one Connect schema as binary Avro. One thread at a time. */
public final class AvroEncoder {
    private final Schema schema;
    private final AvroWriter writer;
    private final AvroOutput output = new AvroOutput();
    /** What was found out of the schema that another one asked for last. */
    private @Nullable Target last;

    /**
     * For values of {@code connect}, or for any without a schema where that is null.
     *
     * @throws DataException if Avro has no such schema
     */
    public AvroEncoder(org.apache.kafka.connect.data.@Nullable Schema connect, AvroOptions options) {
        this.schema = new ConnectToAvro(options).of(connect);
        this.writer = new AvroWriters(options).of(connect, schema);
    }

    /**
     * What is known of a schema to write with: finding out takes longer than writing many values.
     *
     * @param isSameOnTheWire whether values look the same in bytes
     * @param isReader whether it can read all values of this encoder
     */
    private record Target(Schema schema, boolean isSameOnTheWire, boolean isReader) {}

    /** The schema that values are written with. */
    public Schema schema() {
        return schema;
    }

    /**
     * {@code prefix}, and {@code value} behind it.
     *
     * @throws DataException if the schema does not take the value; the message names the field
     */
    public byte[] encode(@Nullable Object value, byte[] prefix) {
        try {
            output.clear();
            output.writeRaw(prefix);
            writer.write(value, output);
            return output.copy();
        } catch (ClassCastException e) {
            throw new DataException(
                    "a value of " + (value == null ? "null" : value.getClass().getName()) + " does not fit the schema",
                    e);
        }
    }

    /**
     * As {@link #encode}, but with {@code target}, to which the value is brought by Avro's rules of schema resolution.
     *
     * @throws DataException if the schema does not take the value, or {@code target} does not
     */
    public byte[] encode(@Nullable Object value, byte[] prefix, Schema target) {
        if (isOwn(target) || target(target).isSameOnTheWire()) {
            return encode(value, prefix);
        }
        byte[] bytes = encode(value, new byte[0]);
        ByteArrayOutputStream stream = new ByteArrayOutputStream(prefix.length + bytes.length);
        stream.writeBytes(prefix);
        try {
            Object resolved = new GenericDatumReader<>(schema, target)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(stream, null);
            new GenericDatumWriter<>(target).write(resolved, encoder);
            encoder.flush();
        } catch (IOException | AvroRuntimeException e) {
            throw new DataException("the registered schema does not take the value: " + e.getMessage(), e);
        }
        return stream.toByteArray();
    }

    /** Whether everything that {@code reader} can be asked to read of this encoder's values it can read. */
    public boolean isReadableAs(Schema reader) {
        return target(reader).isReader();
    }

    @SuppressWarnings("ReferenceEquality") // what registers schemas hands this very one back
    private boolean isOwn(Schema target) {
        return target == schema;
    }

    @SuppressWarnings("ReferenceEquality") // comparing schemas takes a while, and they are the same most of the time
    private Target target(Schema target) {
        Target known = last;
        if (known == null || known.schema() != target) {
            boolean isSame =
                    SchemaNormalization.toParsingForm(target).equals(SchemaNormalization.toParsingForm(schema));
            boolean isReader = SchemaCompatibility.checkReaderWriterCompatibility(target, schema)
                            .getType()
                    == SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
            known = new Target(target, isSame, isReader);
            last = known;
        }
        return known;
    }
}
