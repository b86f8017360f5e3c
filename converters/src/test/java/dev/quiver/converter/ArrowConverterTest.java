/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowSchemas;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.Canonical;
import dev.quiver.arrow.HeapRows;
import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.RandomTypes;
import dev.quiver.arrow.RandomValues;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapBatch;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArrowConverterTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("example.Row")
            .field("id", Schema.INT64_SCHEMA)
            .field("text", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema ROWS = SchemaBuilder.array(ROW).build();

    private static ArrowConverter converter(boolean isKey, String... settings) {
        Map<String, String> properties = new HashMap<>();
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        ArrowConverter converter = new ArrowConverter();
        converter.configure(properties, isKey);
        return converter;
    }

    private static Struct row(long id, @Nullable String text) {
        return new Struct(ROW).put("id", id).put("text", text);
    }

    private static byte[] written(ArrowConverter converter, Schema schema, Object value) {
        return Objects.requireNonNull(converter.fromConnectData("t", schema, value));
    }

    static List<Long> seeds() {
        return new Random(5).longs(200).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aListOfStructsComesBackEqual(long seed) {
        Schema schema = new RandomTypes(seed).schema(2);
        List<Struct> rows = new RandomValues(seed).rows(schema, 10);
        String compression = List.of("none", "zstd", "lz4").get((int) Math.floorMod(seed, 3L));
        ArrowConverter converter = converter(false, "compression", compression, "replace.null.with.default", "false");
        byte[] bytes =
                converter.fromConnectData("t", SchemaBuilder.array(schema).build(), rows);
        SchemaAndValue read = converter.toConnectData("t", bytes);

        assertThat(read.schema().valueSchema()).isEqualTo(schema);
        assertThat(((List<?>) read.value()).stream().map(row -> Canonical.row((Struct) row)))
                .containsExactlyElementsOf(rows.stream().map(Canonical::row).toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneStructComesBackEqual(long seed) {
        Schema schema = new RandomTypes(seed).schema(2);
        Struct row = new RandomValues(seed).rows(schema, 1).get(0);
        ArrowConverter converter = converter(false, "batch.shape", "struct", "replace.null.with.default", "false");
        SchemaAndValue read = converter.toConnectData("t", converter.fromConnectData("t", schema, row));

        assertThat(read.schema()).isEqualTo(schema);
        assertThat(Canonical.row((Struct) read.value())).isEqualTo(Canonical.row(row));
    }

    @Test
    void aBatchIsAListUnderAKnownNameAndHasItsBytes() {
        ArrowConverter converter = converter(false);
        byte[] bytes = converter.fromConnectData("t", ROWS, List.of(row(1, "a"), row(2, null)));
        SchemaAndValue read = converter.toConnectData("t", bytes);

        assertThat(read.schema().name()).isEqualTo("dev.quiver.RecordBatch");
        assertThat(read.schema().type()).isEqualTo(Schema.Type.ARRAY);
        assertThat(read.value()).isInstanceOf(List.class).isInstanceOf(Supplier.class);
        assertThat(RecordBatches.bytesOf(read.schema(), read.value())).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat((List<?>) read.value()).isEqualTo(List.of(row(1, "a"), row(2, null)));
    }

    @Test
    void theBytesOfABatchCannotBeChanged() {
        ArrowConverter converter = converter(false);
        SchemaAndValue read = converter.toConnectData("t", converter.fromConnectData("t", ROW, row(1, "a")));
        ByteBuffer bytes = (ByteBuffer) ((Supplier<?>) read.value()).get();

        assertThat(bytes.isReadOnly()).isTrue();
        assertThatThrownBy(() -> ((List<?>) read.value()).remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    /** Its class is another one than ours, as it is when another plugin's class loader made it. */
    @Test
    void aBatchThatWasReadIsWrittenAsItWas() {
        ArrowConverter converter = converter(false);
        byte[] bytes = converter.fromConnectData("t", ROW, row(1, "a"));
        Schema schema = converter.toConnectData("t", bytes).schema();
        Supplier<ByteBuffer> carrier = () -> ByteBuffer.wrap(bytes);

        assertThat(converter(false).fromConnectData("t", schema, carrier)).isEqualTo(bytes);
    }

    @Test
    void bytesAreHandedOnOnceTheyAreChecked() {
        ArrowConverter converter = converter(false, "batch.shape", "bytes");
        byte[] bytes = converter.fromConnectData("t", ROW, row(1, "a"));
        SchemaAndValue read = converter.toConnectData("t", bytes);

        assertThat(read.schema().type()).isEqualTo(Schema.Type.BYTES);
        assertThat(RecordBatches.bytesOf(read.schema(), read.value())).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(converter.fromConnectData("t", read.schema(), read.value())).isEqualTo(bytes);
        assertThatThrownBy(() -> converter.toConnectData("t", new byte[] {1, 2, 3}))
                .isInstanceOf(DataException.class);
    }

    @Test
    void primitivesAreOneColumn() {
        ArrowConverter converter = converter(true, "batch.shape", "struct");
        Schema schema = SchemaBuilder.int64().name("example.Id").doc("an id").build();

        SchemaAndValue read = converter.toConnectData("t", converter.fromConnectData("t", schema, 7L));
        assertThat(read).isEqualTo(new SchemaAndValue(schema, 7L));

        SchemaAndValue asRows = converter(false).toConnectData("t", converter.fromConnectData("t", schema, 7L));
        assertThat(((Struct) ((List<?>) asRows.value()).get(0)).get("value")).isEqualTo(7L);
    }

    @Test
    void nothingIsNothing() {
        assertThat(converter(false).fromConnectData("t", ROW, null)).isNull();
        assertThat(converter(false).toConnectData("t", null)).isSameAs(SchemaAndValue.NULL);
    }

    @Test
    void aKeyHasOneRow() {
        byte[] two = converter(false).fromConnectData("t", ROWS, List.of(row(1, "a"), row(2, "b")));

        assertThatThrownBy(() -> converter(true).toConnectData("t", two))
                .isInstanceOf(DataException.class)
                .hasMessage("could not read a key of topic 't': a key has exactly one row but there are 2");
        assertThatThrownBy(() -> converter(true).fromConnectData("t", ROWS, List.of()))
                .isInstanceOf(DataException.class)
                .hasMessage("could not write a key of topic 't': a key has exactly one row but there are 0");
    }

    @Test
    void anotherNumberOfRowsThanOneIsNoStruct() {
        byte[] none = converter(false).fromConnectData("t", ROWS, List.of());

        assertThatThrownBy(() -> converter(false, "batch.shape", "struct").toConnectData("t", none))
                .isInstanceOf(DataException.class)
                .hasMessage("could not read a value of topic 't': there are 0 rows but there must be exactly one");
        assertThat((List<?>) converter(false).toConnectData("t", none).value()).isEmpty();
    }

    @Test
    void aValueWithoutSchemaIsRefused() {
        assertThatThrownBy(() -> converter(false).fromConnectData("t", null, Map.of("a", 1)))
                .isInstanceOf(DataException.class)
                .hasMessage("could not write a value of topic 't': it has no schema");
    }

    @Test
    void aRowThatDoesNotFitNamesItsColumnAndLeavesNoTrace() {
        ArrowConverter converter = converter(false);
        byte[] before = converter.fromConnectData("t", ROW, row(1, "a"));

        assertThatThrownBy(() -> converter.fromConnectData("t", ROW, new Struct(ROW)))
                .isInstanceOf(DataException.class)
                .hasMessage("could not write a value of topic 't': column 'id' (INT64): the value is null but the"
                        + " column is required");
        assertThat(converter.fromConnectData("t", ROW, row(1, "a"))).isEqualTo(before);
    }

    /** Arrays are kept from record to record, or given back; what was written before is never seen again. */
    @Test
    void largeAndSmallRecordsOfTwoSchemasTakeTurns() {
        ArrowConverter converter = converter(false);
        byte[] small = written(converter, ROW, row(1, "a"));
        byte[] other = written(converter, Schema.STRING_SCHEMA, "b");
        for (int length : new int[] {10, 100_000, 10_000_000}) {
            Struct large = row(2, "c".repeat(length));
            assertThat(written(converter, ROW, large)).isEqualTo(written(converter(false), ROW, large));
            assertThat(written(converter, ROW, row(1, "a"))).isEqualTo(small);
            assertThat(written(converter, Schema.STRING_SCHEMA, "b")).isEqualTo(other);
        }
    }

    @Test
    void filesAndStreamsOfSeveralBatchesAreRead() {
        org.apache.arrow.vector.types.pojo.Schema schema = new ArrowSchemas(TypeOptions.DEFAULTS).of(ROW);
        List<HeapBatch> batches = new ArrayList<>();
        BatchBuilder builder = BatchBuilder.inMessageFormat(ROW, NullHandling.KEEP, TypeOptions.DEFAULTS);
        for (long id = 0; id < 3; id++) {
            builder.append(row(id, "a"));
            builder.append(row(id, "b"));
            HeapRows rows = builder.sealOnHeap(null);
            batches.add(rows.batch());
        }
        IpcEncoder encoder = new IpcEncoder(schema, IpcCompression.NONE);
        List<Struct> expected = new ArrayList<>();
        for (long id = 0; id < 3; id++) {
            expected.add(row(id, "a"));
            expected.add(row(id, "b"));
        }

        assertThat(converter(false)
                        .toConnectData("t", encoder.file(batches, Dictionaries.NONE))
                        .value())
                .isEqualTo(expected);
        assertThat(converter(false)
                        .toConnectData("t", encoder.stream(batches, Dictionaries.NONE))
                        .value())
                .isEqualTo(expected);
    }

    @Test
    void aLimitThatIsPassedIsADataException() {
        byte[] two = converter(false).fromConnectData("t", ROWS, List.of(row(1, "a"), row(2, "b")));

        assertThatThrownBy(() -> converter(false, "max.rows", "1").toConnectData("t", two))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("could not read a value of topic 't': ");
    }

    /** Whatever happens to the bytes, a worker can set the record aside. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void brokenBytesAreADataExceptionOrRows(long seed) {
        Random random = new Random(seed);
        ArrowConverter converter = converter(false);
        Schema schema = new RandomTypes(seed).schema(2);
        byte[] whole = written(converter, SchemaBuilder.array(schema).build(), new RandomValues(seed).rows(schema, 5));
        for (int round = 0; round < 2_000; round++) {
            byte[] broken = whole.clone();
            for (int edit = 0; edit <= random.nextInt(3); edit++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            try {
                ((List<?>) converter.toConnectData("t", broken).value())
                        .forEach(row -> assertThat(row).isNotNull());
            } catch (DataException e) {
                assertThat(e.getMessage()).matches("(?s)(could not read a value of topic 't': |column ').+");
            }
        }
    }

    @Test
    void theWorkerFindsTheConverterAndItsSettings() {
        assertThat(ServiceLoader.load(Converter.class)).hasAtLeastOneElementOfType(ArrowConverter.class);
        assertThat(new ArrowConverter().version()).isEqualTo("development");
        assertThat(new ArrowConverter().config().names()).contains("batch.shape", "max.rows");
    }

    @Test
    void schemasAreForgottenInTurn() {
        BoundedCache<Integer, String> cache = new BoundedCache<>(2, String::valueOf);

        assertThat(List.of(cache.of(1), cache.of(2), cache.of(3), cache.of(3), cache.of(1)))
                .containsExactly("1", "2", "3", "3", "1");
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void onlyANameAndAValueOfTheRightKindMakeABatch() {
        Schema bytes = SchemaBuilder.bytes().name(RecordBatches.SCHEMA_NAME).build();

        assertThat(RecordBatches.bytesOf(null, new byte[1])).isNull();
        assertThat(RecordBatches.bytesOf(Schema.BYTES_SCHEMA, new byte[1])).isNull();
        assertThat(RecordBatches.bytesOf(bytes, null)).isNull();
        assertThat(RecordBatches.bytesOf(bytes, List.of())).isNull();
        assertThat(RecordBatches.bytesOf(bytes, new byte[1])).isEqualTo(ByteBuffer.wrap(new byte[1]));
        assertThat(RecordBatches.bytesOf(bytes, ByteBuffer.allocate(2))).isEqualTo(ByteBuffer.allocate(2));
    }
}
