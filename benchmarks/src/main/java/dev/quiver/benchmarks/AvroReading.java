/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import com.sun.net.httpserver.HttpServer;
import dev.quiver.converter.AvroConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A way from records of a topic, whose values are Avro behind the id of a schema, to structs. */
sealed interface AvroReading extends AutoCloseable {
    /** The bytes in front of the Avro. */
    int ID_BYTES = 5;

    /** The value of each of {@code rows}. */
    List<byte[]> write(List<Struct> rows);

    /** The struct in {@code message}. */
    Struct read(byte[] message);

    @Override
    default void close() {}

    /** The converter, and a registry in this JVM that knows one schema. */
    final class Converter implements AvroReading {
        private static final String TOPIC = "rows";

        private final AvroConverter converter = new AvroConverter();
        private final HttpServer registry;
        private final Schema schema;

        Converter(Schema schema) {
            this.schema = schema;
            String json = AvroSchemas.of(schema).toString().replace("\"", "\\\"");
            byte[] answer = ("{\"id\":1,\"version\":1,\"schema\":\"" + json + "\"}").getBytes(StandardCharsets.UTF_8);
            try {
                registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            registry.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            registry.start();
            String url = "http://localhost:" + registry.getAddress().getPort();
            converter.configure(Map.of("schema.registry.url", url), false);
        }

        @Override
        public List<byte[]> write(List<Struct> rows) {
            List<byte[]> messages = new ArrayList<>(rows.size());
            for (Struct row : rows) {
                messages.add(Objects.requireNonNull(converter.fromConnectData(TOPIC, schema, row)));
            }
            return messages;
        }

        @Override
        public Struct read(byte[] message) {
            return (Struct) Objects.requireNonNull(
                    converter.toConnectData(TOPIC, message).value());
        }

        @Override
        public void close() {
            registry.stop(0);
        }
    }

    /** Avro's own reader to generic records, and a conversion of these. */
    final class Eager implements AvroReading {
        /** From a record to a struct. */
        interface Conversion {
            Struct row(GenericRecord record);
        }

        private final Converter writer;
        private final GenericDatumReader<GenericRecord> reader;
        private final Conversion conversion;
        private @Nullable BinaryDecoder decoder;

        private Eager(Schema schema, org.apache.avro.Schema avro, Conversion conversion) {
            this.writer = new Converter(schema);
            this.reader = new GenericDatumReader<>(avro);
            this.conversion = conversion;
        }

        /** The conversion of converters in wide use. */
        static Eager general(Schema schema) {
            WalkingAvroToStruct walking = new WalkingAvroToStruct(schema);
            return new Eager(schema, AvroSchemas.of(schema), walking::row);
        }

        /** The leanest conversion; texts are read as strings at once. */
        static Eager lean(Schema schema) {
            LeanAvroToStruct lean = new LeanAvroToStruct(schema);
            return new Eager(schema, AvroRows.withStrings(AvroSchemas.of(schema)), lean::row);
        }

        @Override
        public List<byte[]> write(List<Struct> rows) {
            return writer.write(rows);
        }

        @Override
        public Struct read(byte[] message) {
            BinaryDecoder from =
                    DecoderFactory.get().binaryDecoder(message, ID_BYTES, message.length - ID_BYTES, decoder);
            decoder = from;
            try {
                return conversion.row(reader.read(null, from));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
