/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.MetadataVersion;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrow's own readers read what we write, and we read what its writers write. */
final class ArrowJavaTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final IpcDecoder decoder = new IpcDecoder(IpcLimits.DEFAULTS);

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    /** One schema, one batch and the dictionaries it refers to. */
    private record Sample(Schema schema, HeapBatch batch, Dictionaries dictionaries) {
        static Sample of(long seed) {
            Random random = new Random(seed);
            Schema schema = new RandomSchemas(random, true).next(6);
            RandomBatches generator = new RandomBatches(random);
            return new Sample(schema, generator.next(schema, random.nextInt(40)), generator.dictionaries(schema));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void arrowReadsOurStreams(long seed) throws IOException {
        Sample sample = Sample.of(seed);
        IpcCompression compression = List.of(IpcCompression.NONE, IpcCompression.LZ4, IpcCompression.zstd(1))
                .get((int) (seed % 3));
        byte[] bytes = new IpcEncoder(sample.schema, compression)
                .stream(List.of(sample.batch, sample.batch), sample.dictionaries);
        try (ArrowStreamReader reader =
                new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator, CommonsCompressionFactory.INSTANCE)) {
            assertReads(reader, sample);
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void arrowReadsOurFiles(long seed) throws IOException {
        Sample sample = Sample.of(seed);
        byte[] bytes =
                new IpcEncoder(sample.schema, IpcCompression.NONE).file(List.of(sample.batch), sample.dictionaries);
        try (ArrowFileReader reader = new ArrowFileReader(new ByteArrayReadableSeekableByteChannel(bytes), allocator)) {
            assertReads(reader, sample);
        }
    }

    private void assertReads(ArrowReader reader, Sample sample) throws IOException {
        assertThat(reader.loadNextBatch()).isTrue();
        try (VectorSchemaRoot root = HeapVectors.load(sample.schema, sample.batch, allocator);
                LoadedDictionaries dictionaries = HeapVectors.load(sample.schema, sample.dictionaries, allocator)) {
            assertThat(root.getSchema().getFields())
                    .hasSameSizeAs(reader.getVectorSchemaRoot().getSchema().getFields());
            assertThat(objects(reader.getVectorSchemaRoot())).isEqualTo(objects(root));
            for (long id : dictionaries.getDictionaryIds()) {
                assertThat(objects(reader.lookup(id).getVector()))
                        .isEqualTo(objects(
                                Objects.requireNonNull(dictionaries.lookup(id)).getVector()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void weReadArrowsStreamsAndFiles(long seed) throws IOException {
        Sample sample = Sample.of(seed);
        boolean zstd = seed % 2 == 0;
        boolean v4 = seed % 5 == 1;
        IpcOption option = new IpcOption(v4 && seed % 2 == 1, v4 ? MetadataVersion.V4 : MetadataVersion.V5);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (VectorSchemaRoot root = HeapVectors.load(sample.schema, sample.batch, allocator);
                LoadedDictionaries dictionaries = HeapVectors.load(sample.schema, sample.dictionaries, allocator)) {
            write(streamWriter(root, dictionaries, stream, zstd, option));
            write(new ArrowFileWriter(root, dictionaries, Channels.newChannel(file)));
        }
        assertSame(sample, decoder.decode(stream.toByteArray()));
        assertSame(sample, decoder.decode(file.toByteArray()));
    }

    private static ArrowWriter streamWriter(
            VectorSchemaRoot root,
            DictionaryProvider dictionaries,
            ByteArrayOutputStream stream,
            boolean zstd,
            IpcOption option) {
        return new ArrowStreamWriter(
                root,
                dictionaries,
                Channels.newChannel(stream),
                option,
                zstd ? CommonsCompressionFactory.INSTANCE : NoCompressionCodec.Factory.INSTANCE,
                zstd ? CompressionUtil.CodecType.ZSTD : CompressionUtil.CodecType.NO_COMPRESSION);
    }

    private static void write(ArrowWriter writer) throws IOException {
        try (writer) {
            writer.start();
            writer.writeBatch();
            writer.end();
        }
    }

    private static void assertSame(Sample sample, IpcContent content) {
        assertThat(content.schema()).isEqualTo(sample.schema);
        assertThat(content.batches()).hasSize(1);
        DecodedBatch decoded = content.batches().get(0);
        assertThat(HeapValues.of(sample.schema, decoded.batch(), decoded.dictionaries()))
                .isEqualTo(HeapValues.of(sample.schema, sample.batch, sample.dictionaries));
    }

    /** What was loaded can be copied back to the heap. */
    @ParameterizedTest
    @MethodSource("seeds")
    void vectorsGiveBackTheirBatch(long seed) {
        Sample sample = Sample.of(seed);
        try (VectorSchemaRoot root = HeapVectors.load(sample.schema, sample.batch, allocator)) {
            HeapBatch copy = HeapVectors.heapOf(root);
            assertThat(HeapValues.of(sample.schema, copy, sample.dictionaries))
                    .isEqualTo(HeapValues.of(sample.schema, sample.batch, sample.dictionaries));
        }
    }

    private static List<List<String>> objects(VectorSchemaRoot root) {
        List<List<String>> columns = new ArrayList<>();
        root.getFieldVectors().forEach(vector -> columns.add(objects(vector)));
        return columns;
    }

    private static List<String> objects(FieldVector vector) {
        List<String> objects = new ArrayList<>();
        for (int row = 0; row < vector.getValueCount(); row++) {
            Object value = vector.getObject(row);
            objects.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value));
        }
        return objects;
    }
}
