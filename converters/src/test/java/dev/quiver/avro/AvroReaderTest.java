/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AvroReaderTest {
    private static final int ROWS = 50;
    private static final int MUTATIONS = 400;

    private static WriterSchema writer(Schema avro) {
        return WriterSchema.of(avro, new AvroToConnect(AvroOptions.DEFAULTS).of(avro, 1));
    }

    private static Schema record(String fieldType) {
        return AvroSchemas.parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":" + fieldType + "}]}");
    }

    private static SchemaAndValue read(String fieldType, int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int index = 0; index < bytes.length; index++) {
            all[index] = (byte) bytes[index];
        }
        return writer(record(fieldType)).read(all, 0, new AvroCursor());
    }

    /** Avro's own writer, and its own reader as the oracle. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomRecordsAreReadAsAvroReadsThem(long seed) {
        RandomAvro random = new RandomAvro(seed);
        Schema avro = random.record(3);
        WriterSchema writer = writer(avro);
        for (int row = 0; row < ROWS; row++) {
            byte[] bytes = GenericAvro.write(avro, random.value(avro));
            Object expected = GenericToConnect.value(
                    Objects.requireNonNull(writer.connect()), avro, GenericAvro.read(avro, bytes));
            assertThat(ConnectText.value(writer.read(bytes, 0, new AvroCursor()).value()))
                    .as("seed %d row %d", seed, row)
                    .isEqualTo(ConnectText.value(expected));
        }
    }

    /** And what is written is what Avro reads. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomRecordsAreWrittenAsAvroReadsThem(long seed) {
        RandomAvro random = new RandomAvro(seed);
        Schema avro = random.record(3);
        AvroOptions enhanced = new AvroOptions(true, true, false, false, false, false, false, true);
        AvroEncoder encoder = new AvroEncoder(new AvroToConnect(enhanced).of(avro, 1), enhanced);
        WriterSchema named = WriterSchema.of(avro, new AvroToConnect(enhanced).of(avro, 1));
        for (int row = 0; row < ROWS; row++) {
            byte[] bytes = GenericAvro.write(avro, random.value(avro));
            byte[] written =
                    encoder.encode(named.read(bytes, 0, new AvroCursor()).value(), new byte[0]);
            Object generic = GenericAvro.read(encoder.schema(), written);
            org.apache.kafka.connect.data.Schema back = new AvroToConnect(enhanced).of(encoder.schema(), 1);
            assertThat(ConnectText.value(
                            GenericToConnect.value(Objects.requireNonNull(back), encoder.schema(), generic)))
                    .as("seed %d row %d", seed, row)
                    .isEqualTo(ConnectText.value(
                            named.read(bytes, 0, new AvroCursor()).value()));
        }
    }

    /** What the walk lets through can be decoded whole; all else is refused as bad data. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void bytesThatWereChangedAreRefusedOrRead(long seed) {
        RandomAvro records = new RandomAvro(seed);
        Random random = new Random(seed);
        Schema avro = records.record(3);
        WriterSchema writer = writer(avro);
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            byte[] bytes = GenericAvro.write(avro, records.value(avro));
            byte[] changed = Arrays.copyOf(bytes, Math.max(0, bytes.length - random.nextInt(3)));
            for (int edit = random.nextInt(4); edit > 0 && changed.length > 0; edit--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                Struct row = (Struct) writer.read(changed, 0, new AvroCursor()).value();
                assertThat(row.toString()).startsWith("Struct{");
                row.validate();
            } catch (DataException e) {
                assertThat(e).hasMessageStartingWith("malformed Avro at byte ");
            }
        }
    }

    @Test
    void everyCutOffRecordIsRefused() {
        RandomAvro random = new RandomAvro(5);
        Schema avro = random.record(2);
        WriterSchema writer = writer(avro);
        byte[] bytes = GenericAvro.write(avro, random.value(avro));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> writer.read(cut, 0, new AvroCursor()))
                    .as("the first %d of %d bytes", length, bytes.length)
                    .isInstanceOf(DataException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "string"                             | 1              | a length is negative
                    "string"                             | 200 1          | the data ends within a value
                    "int" | 255 255 255 255 255 255 | a number of 32 bits takes more than 5 bytes
                    ["null","int"]                       | 4              | there is no type of a union 2 among 2
                    {"type":"array","items":"int"}       | 254 255 255 255 15 | longer than the data
                    {"type":"int","logicalType":"time-millis"} | 1        | a time of day must be at least 0
                    {"type":"bytes","logicalType":"decimal","precision":4} | 0 | a decimal has no bytes
                    """)
    void whatIsWrongIsTold(String type, String bytes, String message) {
        int[] all = Arrays.stream(bytes.split(" ")).mapToInt(Integer::parseInt).toArray();
        assertThatThrownBy(() -> read(type, all))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    /** A few bytes must not become millions of objects. */
    @Test
    void itemsThatTakeNoBytesAreCounted() {
        String empty = "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}}";
        assertThat(((Struct) read(empty, 4, 0).value()).getArray("f")).hasSize(2);
        assertThatThrownBy(() -> read(empty, 254, 255, 255, 255, 15, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("longer than the data");
    }

    /** Writers may tell how many bytes a block takes, with a negative count in front. */
    @Test
    void blocksWithTheirLengthAreRead() {
        Struct row = (Struct) read("{\"type\":\"array\",\"items\":\"int\"}", 3, 4, 2, 4, 2, 6, 0)
                .value();
        assertThat(row.getArray("f")).containsExactly(1, 2, 3);
    }

    @Test
    void bytesBehindTheRecordAreLeftAlone() {
        assertThat(((Struct) read("\"int\"", 2, 99, 99).value()).getInt32("f")).isEqualTo(1);
    }
}
