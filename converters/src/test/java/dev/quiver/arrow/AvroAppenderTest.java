/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.avro.AvroCursor;
import dev.quiver.avro.AvroOptions;
import dev.quiver.avro.AvroRow;
import dev.quiver.avro.AvroSchemas;
import dev.quiver.avro.AvroToConnect;
import dev.quiver.avro.GenericAvro;
import dev.quiver.avro.GenericToConnect;
import dev.quiver.avro.RandomAvro;
import dev.quiver.avro.WriterSchema;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AvroAppenderTest {
    private static final int ROWS = 60;

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    private static WriterSchema writer(Schema avro) {
        return WriterSchema.of(avro, new AvroToConnect(AvroOptions.DEFAULTS).of(avro, 1));
    }

    private static org.apache.kafka.connect.data.Schema schema(WriterSchema writer) {
        return Objects.requireNonNull(writer.connect());
    }

    private static Struct lazy(WriterSchema writer, byte[] bytes) {
        return (Struct)
                Objects.requireNonNull(writer.read(bytes, 0, new AvroCursor()).value());
    }

    private static Struct plain(WriterSchema writer, byte[] bytes) {
        return (Struct) Objects.requireNonNull(
                GenericToConnect.value(schema(writer), writer.avro(), GenericAvro.read(writer.avro(), bytes)));
    }

    private List<String> sealed(BatchBuilder builder) {
        try (ArrowBatch batch = builder.seal(allocator)) {
            return CanonicalVectors.rows(batch.vectors()).stream()
                    .map(row -> ordered(row) + "")
                    .toList();
        }
    }

    /** Entries of maps come in any order. */
    private static Object ordered(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> ordered = new TreeMap<>();
            map.forEach((key, item) -> ordered.put(String.valueOf(key), item == null ? "null" : ordered(item)));
            return ordered;
        }
        return value instanceof List<?> list
                ? list.stream()
                        .map(item -> item == null ? "null" : ordered(item))
                        .toList()
                : value;
    }

    /** Value by value the same as by way of plain structs, whatever becomes of nulls that have a default. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void rowsFromBytesAreThoseFromStructs(long seed) {
        RandomAvro random = new RandomAvro(seed);
        Schema avro = random.record(3);
        WriterSchema writer = writer(avro);
        for (NullHandling nulls : NullHandling.values()) {
            BatchBuilder fromBytes = new BatchBuilder(schema(writer), nulls);
            BatchBuilder fromStructs = new BatchBuilder(schema(writer), nulls);
            for (int row = 0; row < ROWS; row++) {
                byte[] bytes = GenericAvro.write(avro, random.value(avro));
                Struct lazy = lazy(writer, bytes);
                assertThat(new AvroRow().show(lazy)).isTrue();
                fromBytes.append(lazy);
                fromStructs.append(plain(writer, bytes));
                assertThat(new AvroRow().show(lazy)).as("nobody looked at it").isTrue();
            }
            assertThat(sealed(fromBytes)).as("seed %d", seed).isEqualTo(sealed(fromStructs));
        }
    }

    private static final Schema PRESET = AvroSchemas.parse("""
            {"type":"record","name":"R","fields":[
              {"name":"a","type":[{"type":"int","connect.default":7},"null"],"default":7},
              {"name":"b","type":["null",{"type":"string","connect.default":"x"}]},
              {"name":"t","type":{"type":"int","logicalType":"time-millis"}}
            ]}
            """);

    @Test
    void aNullBecomesItsDefaultWhereThatIsAskedFor() {
        WriterSchema writer = writer(PRESET);
        byte[] bytes = GenericAvro.write(PRESET, GenericAvro.read(PRESET, new byte[] {2, 0, 0}));
        for (NullHandling nulls : NullHandling.values()) {
            BatchBuilder builder = new BatchBuilder(schema(writer), nulls);
            builder.append(lazy(writer, bytes));
            builder.append(plain(writer, bytes));
            List<String> rows = sealed(builder);
            assertThat(rows.get(0)).isEqualTo(rows.get(1));
            assertThat(rows.get(0).contains("7")).isEqualTo(nulls == NullHandling.REPLACE_WITH_DEFAULT);
        }
    }

    /** 24 hours are a time in Connect but none in a column. */
    @Test
    void aRowThatDoesNotFitLeavesNoTrace() {
        WriterSchema writer = writer(PRESET);
        BatchBuilder builder = new BatchBuilder(schema(writer), NullHandling.KEEP);
        byte[] good = {0, 2, 0, 0};
        byte[] midnight = {0, 2, 0, (byte) 0x80, (byte) 0xf0, (byte) 0xb2, 0x52};
        builder.append(lazy(writer, good));
        Struct late = lazy(writer, midnight);
        assertThatThrownBy(() -> builder.append(late))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column 't'");
        builder.append(lazy(writer, good));
        assertThat(builder.rowCount()).isEqualTo(2);
        assertThat(sealed(builder)).hasSize(2).containsOnly("{a=1, b=null, t=0}");
    }

    @Test
    void aRowThatWasChangedIsTakenAsItIsNow() {
        WriterSchema writer = writer(PRESET);
        BatchBuilder builder = new BatchBuilder(schema(writer), NullHandling.KEEP);
        builder.append(lazy(writer, new byte[] {0, 2, 0, 0}).put("a", 99));
        assertThat(sealed(builder)).containsExactly("{a=99, b=null, t=0}");
    }

    @Test
    void columnsThatABuilderHasAreTakenByName() {
        WriterSchema writer = writer(PRESET);
        org.apache.kafka.connect.data.Schema rows = Objects.requireNonNull(writer.connect());
        org.apache.kafka.connect.data.Schema target = SchemaBuilder.struct()
                .field("t", rows.field("t").schema())
                .field("more", org.apache.kafka.connect.data.Schema.OPTIONAL_INT64_SCHEMA)
                .field("preset", SchemaBuilder.int32().defaultValue(5).build())
                .field("a", rows.field("a").schema())
                .build();
        BatchBuilder builder = new BatchBuilder(target, NullHandling.KEEP);

        assertThat(builder.appendColumnsOf(lazy(writer, new byte[] {0, 2, 0, 8})))
                .isTrue();
        assertThat(builder.appendColumnsOf(plain(writer, new byte[] {0, 2, 0, 8})))
                .isFalse();
        assertThatThrownBy(() -> builder.append(lazy(writer, new byte[] {0, 2, 0, 8})))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("another schema");
        assertThat(sealed(builder)).containsExactly("{a=1, more=null, preset=5, t=4}");
    }

    @Test
    void columnsOfOtherTypesOrThatMustBeThereAreNotGuessed() {
        WriterSchema writer = writer(PRESET);
        Struct row = lazy(writer, new byte[] {0, 2, 0, 8});
        for (org.apache.kafka.connect.data.Schema column : List.of(
                org.apache.kafka.connect.data.Schema.INT64_SCHEMA,
                org.apache.kafka.connect.data.Schema.STRING_SCHEMA)) {
            BatchBuilder other =
                    new BatchBuilder(SchemaBuilder.struct().field("t", column).build(), NullHandling.KEEP);
            assertThat(other.appendColumnsOf(row)).isFalse();
        }
        BatchBuilder more = new BatchBuilder(
                SchemaBuilder.struct()
                        .field("needed", org.apache.kafka.connect.data.Schema.INT32_SCHEMA)
                        .build(),
                NullHandling.KEEP);
        assertThat(more.appendColumnsOf(row)).isFalse();
        assertThat(more.rowCount()).isZero();
    }

    /** The classes of Connect are the worker's; those of the converter are of each plugin's own. */
    @Test
    void rowsOfAnotherClassLoaderAreKnownByInterfacesOfTheJdk() throws Exception {
        RandomAvro random = new RandomAvro(77);
        Schema avro = random.record(2);
        WriterSchema ours = writer(avro);
        List<byte[]> records = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            records.add(GenericAvro.write(avro, random.value(avro)));
        }
        try (URLClassLoader other = foreignLoader()) {
            ForeignWriter foreign = new ForeignWriter(other, avro.toString());
            BatchBuilder fromForeign = new BatchBuilder(foreign.schema(), NullHandling.KEEP);
            BatchBuilder fromStructs = new BatchBuilder(schema(ours), NullHandling.KEEP);
            for (byte[] bytes : records) {
                Struct row = foreign.read(bytes);
                assertThat(row.getClass().getClassLoader()).isSameAs(other);
                AvroRow recognised = new AvroRow();
                assertThat(recognised.show(row)).isTrue();
                fromForeign.append(row);
                fromStructs.append(plain(ours, bytes));
                assertThat(recognised.show(row)).isTrue();
            }
            assertThat(sealed(fromForeign)).isEqualTo(sealed(fromStructs));
        }
    }

    private static URLClassLoader foreignLoader() {
        URL classes = WriterSchema.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[] {classes}, AvroAppenderTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.startsWith("dev.quiver.avro.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        };
    }

    /** A writer's schema whose classes are another loader's. */
    private static final class ForeignWriter {
        private final Object writer;
        private final Object cursor;
        private final Method read;

        ForeignWriter(ClassLoader loader, String json) throws ReflectiveOperationException {
            Class<?> options = loader.loadClass(AvroOptions.class.getName());
            Constructor<?> mapping =
                    loader.loadClass(AvroToConnect.class.getName()).getConstructor(options);
            Object toConnect = mapping.newInstance(options.getField("DEFAULTS").get(null));
            Object avro = loader.loadClass(AvroSchemas.class.getName())
                    .getMethod("parse", String.class)
                    .invoke(null, json);
            Object connect = toConnect
                    .getClass()
                    .getMethod("of", Schema.class, Integer.class)
                    .invoke(toConnect, avro, 1);
            Class<?> type = loader.loadClass(WriterSchema.class.getName());
            this.writer = type.getMethod("of", Schema.class, org.apache.kafka.connect.data.Schema.class)
                    .invoke(null, avro, connect);
            Class<?> cursorType = loader.loadClass(AvroCursor.class.getName());
            this.cursor = cursorType.getConstructor().newInstance();
            this.read = type.getMethod("read", byte[].class, int.class, cursorType);
        }

        org.apache.kafka.connect.data.Schema schema() throws ReflectiveOperationException {
            return (org.apache.kafka.connect.data.Schema)
                    writer.getClass().getMethod("connect").invoke(writer);
        }

        Struct read(byte[] bytes) throws ReflectiveOperationException {
            return (Struct)
                    ((org.apache.kafka.connect.data.SchemaAndValue) read.invoke(writer, bytes, 0, cursor)).value();
        }
    }

    /** Who hands out bytes may lie: they are read or refused, and never leave half a row. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void bytesThatWereChangedBehindTheConverterAreRefusedOrTaken(long seed) {
        RandomAvro records = new RandomAvro(seed);
        Random random = new Random(seed);
        Schema avro = records.record(3);
        WriterSchema writer = writer(avro);
        BatchBuilder builder = new BatchBuilder(schema(writer), NullHandling.KEEP);
        for (int mutation = 0; mutation < 300; mutation++) {
            byte[] bytes = GenericAvro.write(avro, records.value(avro));
            Struct row = lazy(writer, bytes);
            byte[] noise = new byte[1 + random.nextInt(4)];
            random.nextBytes(noise);
            int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            System.arraycopy(noise, 0, bytes, at, Math.min(noise.length, bytes.length - at));
            int rowCount = builder.rowCount();
            try {
                builder.append(row);
                assertThat(builder.rowCount()).isEqualTo(rowCount + 1);
            } catch (DataException e) {
                assertThat(builder.rowCount()).isEqualTo(rowCount);
            }
        }
        int rowCount = builder.rowCount();
        assertThat(sealed(builder)).hasSize(rowCount);
    }
}
