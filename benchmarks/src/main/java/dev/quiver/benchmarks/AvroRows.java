/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Rows as Avro's binary encoding, one behind the other, with as little as it takes: one record, encoder, decoder and
 * buffer are used again and again.
 */
final class AvroRows {
    private final LeanStructToAvro toAvro;
    private final LeanAvroToStruct toStruct;
    private final GenericDatumWriter<GenericRecord> writer;
    private final GenericDatumReader<GenericRecord> reader;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable BinaryEncoder encoder;
    private @Nullable BinaryDecoder decoder;
    private @Nullable GenericRecord record;

    AvroRows(org.apache.kafka.connect.data.Schema schema) {
        Schema avro = AvroSchemas.of(schema);
        this.toAvro = new LeanStructToAvro(schema, avro);
        this.toStruct = new LeanAvroToStruct(schema);
        this.writer = new GenericDatumWriter<>(avro);
        this.reader = new GenericDatumReader<>(withStrings(avro));
    }

    /** The same, read as {@link String} and not as Avro's own text, which would only have to be converted. */
    static Schema withStrings(Schema avro) {
        Schema copy = new Schema.Parser().parse(avro.toString());
        for (Schema.Field field : copy.getFields()) {
            Schema value = AvroSchemas.withoutNull(field.schema());
            if (value.getType() == Schema.Type.STRING) {
                GenericData.setStringType(value, GenericData.StringType.String);
            }
        }
        return copy;
    }

    byte[] encode(List<Struct> rows) {
        bytes.reset();
        try {
            BinaryEncoder into = EncoderFactory.get().binaryEncoder(bytes, encoder);
            for (Struct row : rows) {
                writer.write(toAvro.record(row), into);
            }
            into.flush();
            encoder = into;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    List<Struct> decode(byte[] message) {
        List<Struct> rows = new ArrayList<>();
        try {
            BinaryDecoder from = DecoderFactory.get().binaryDecoder(message, decoder);
            while (!from.isEnd()) {
                GenericRecord next = reader.read(record, from);
                rows.add(toStruct.row(next));
                record = next;
            }
            decoder = from;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
