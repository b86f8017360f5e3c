/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are written and read batch by batch. */
final class IpcFileTest {
    private static final IpcLimits LIMITS = new IpcLimits(100_000, 1_000, 16, 8 << 20, 100_000, true);

    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    /** One schema, some batches and the dictionaries they refer to. */
    private record Sample(
            Schema schema, List<HeapBatch> batches, Dictionaries dictionaries, IpcCompression compression) {
        static Sample of(long seed) {
            Random random = new Random(seed);
            Schema schema = new RandomSchemas(random, true).next(6);
            RandomBatches generator = new RandomBatches(random);
            List<HeapBatch> batches = new ArrayList<>();
            for (int count = random.nextInt(4); count > 0; count--) {
                batches.add(generator.next(schema, random.nextInt(40)));
            }
            IpcCompression compression = List.of(IpcCompression.NONE, IpcCompression.LZ4, IpcCompression.zstd(1))
                    .get(random.nextInt(3));
            return new Sample(schema, batches, generator.dictionaries(schema), compression);
        }

        byte[] file() {
            return new IpcEncoder(schema, compression).file(batches, dictionaries);
        }

        Object values(DecodedBatch decoded) {
            return HeapValues.of(schema, decoded.batch(), decoded.dictionaries());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFileWrittenBatchByBatchIsTheOneWrittenAtOnce(long seed) throws IOException {
        Sample sample = Sample.of(seed);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        IpcFileWriter writer = new IpcFileWriter(sample.schema, sample.compression, output);
        for (HeapBatch batch : sample.batches) {
            writer.write(batch, sample.dictionaries);
        }
        writer.finish();
        assertThat(writer.byteCount()).isEqualTo(output.size());
        boolean isWhole = !sample.batches.isEmpty() || sample.dictionaries.ids().isEmpty();
        if (isWhole) {
            assertThat(output.toByteArray()).isEqualTo(sample.file());
        }
        assertThat(new IpcDecoder(LIMITS).decode(output.toByteArray()).batches())
                .hasSameSizeAs(sample.batches);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void batchesAreReadInAnyOrder(long seed) throws IOException {
        Sample sample = Sample.of(seed);
        Path file = Files.write(directory.resolve("rows.arrow"), sample.file());
        try (IpcFileReader reader = new IpcFileReader(FileSource.mapped(file), LIMITS)) {
            assertThat(reader.schema()).isEqualTo(sample.schema);
            assertThat(reader.batchCount()).isEqualTo(sample.batches.size());
            for (int index = reader.batchCount() - 1; index >= 0; index--) {
                assertThat(sample.values(reader.batch(index)))
                        .isEqualTo(HeapValues.of(sample.schema, sample.batches.get(index), sample.dictionaries));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @SuppressWarnings("MustBeClosedChecker") // all of them are closed in the end
    void mappedVectorsHaveTheValuesOfCopies(long seed) throws IOException {
        Sample sample = Sample.of(seed);
        Path file = Files.write(directory.resolve("rows.arrow"), sample.file());
        List<VectorSchemaRoot> read = new ArrayList<>();
        try {
            try (IpcFileReader reader = new IpcFileReader(FileSource.mapped(file), LIMITS)) {
                for (int index = 0; index < reader.batchCount(); index++) {
                    read.add(reader.vectors(index, allocator));
                }
            }
            Files.delete(file);
            for (int index = 0; index < read.size(); index++) {
                try (VectorSchemaRoot copy = HeapVectors.load(sample.schema, sample.batches.get(index), allocator)) {
                    assertThat(read.get(index).equals(copy))
                            .as("batch %d", index)
                            .isTrue();
                }
            }
        } finally {
            read.forEach(VectorSchemaRoot::close);
        }
    }

    @Test
    void vectorsOfAMappedFileLieWhereTheFileDoes() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        IpcFileWriter writer = new IpcFileWriter(NUMBERS, IpcCompression.NONE, output);
        for (int index = 0; index < 3; index++) {
            writer.write(numbers(new int[10_000]), Dictionaries.NONE);
        }
        writer.finish();
        Path file = Files.write(directory.resolve("numbers.arrow"), output.toByteArray());
        try (IpcFileReader reader = new IpcFileReader(FileSource.mapped(file), LIMITS);
                VectorSchemaRoot first = reader.vectors(0, allocator);
                VectorSchemaRoot second = reader.vectors(1, allocator);
                VectorSchemaRoot third = reader.vectors(2, allocator)) {
            assertThat(address(second) - address(first)).isBetween(40_000L, 41_000L);
            assertThat(address(third) - address(second)).isEqualTo(address(second) - address(first));
        }
    }

    private static long address(VectorSchemaRoot root) {
        return root.getVector(0).getDataBuffer().memoryAddress();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void filesOfArrowsOwnWriterAreRead(long seed) throws IOException {
        Sample sample = Sample.of(seed);
        HeapBatch batch = new RandomBatches(new Random(seed)).next(sample.schema, 20);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (VectorSchemaRoot root = HeapVectors.load(sample.schema, batch, allocator);
                LoadedDictionaries dictionaries = HeapVectors.load(sample.schema, sample.dictionaries, allocator);
                ArrowFileWriter writer = new ArrowFileWriter(root, dictionaries, Channels.newChannel(output))) {
            writer.start();
            writer.writeBatch();
            writer.writeBatch();
            writer.end();
        }
        try (IpcFileReader reader = new IpcFileReader(new ArraySource(output.toByteArray()), LIMITS)) {
            assertThat(reader.batchCount()).isEqualTo(2);
            assertThat(sample.values(reader.batch(1)))
                    .isEqualTo(HeapValues.of(sample.schema, batch, sample.dictionaries));
        }
    }

    @Test
    void arrowsOwnReaderReadsAFileWrittenBatchByBatch() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        IpcFileWriter writer = new IpcFileWriter(NUMBERS, IpcCompression.NONE, output);
        writer.write(numbers(1, 2), Dictionaries.NONE);
        writer.write(numbers(3), Dictionaries.NONE);
        writer.finish();
        try (ArrowFileReader reader =
                new ArrowFileReader(new ByteArrayReadableSeekableByteChannel(output.toByteArray()), allocator)) {
            assertThat(reader.getRecordBlocks()).hasSize(2);
            assertThat(reader.loadRecordBatch(reader.getRecordBlocks().get(1))).isTrue();
            assertThat(reader.getVectorSchemaRoot().getVector(0).getObject(0)).isEqualTo(3);
        }
    }

    @Test
    void everyBeginningOfAFileIsRefused() {
        byte[] file = new IpcEncoder(NUMBERS, IpcCompression.NONE).file(List.of(numbers(1, 2, 3)), Dictionaries.NONE);
        for (int length = 0; length < file.length; length++) {
            ArraySource source = new ArraySource(Arrays.copyOf(file, length));
            assertThatThrownBy(() -> open(source))
                    .as("%s of %s bytes", length, file.length)
                    .isInstanceOf(MalformedIpcException.class);
            assertThat(source.isClosed()).isTrue();
        }
    }

    private static void open(FileSource source) throws IOException {
        try (IpcFileReader reader = new IpcFileReader(source, LIMITS)) {
            assertThat(reader.schema()).isEqualTo(NUMBERS);
        }
    }

    /** Whatever the decoder takes, the reader takes as well; nothing but our exception escapes it. */
    @Test
    void spoiltFilesAreRefusedOrRead() throws IOException {
        Mutations mutations = new Mutations(new Random(7));
        int acceptedCount = 0;
        for (int index = 0; index < 5_000; index++) {
            byte[] bytes = mutations.next();
            boolean accepted = isRead(index, bytes);
            acceptedCount += accepted ? 1 : 0;
            assertThat(accepted || !isDecodedFile(bytes))
                    .as("mutation %s", index)
                    .isTrue();
        }
        assertThat(acceptedCount).isGreaterThan(100);
    }

    private static boolean isRead(int index, byte[] bytes) {
        try (IpcFileReader reader = new IpcFileReader(new ArraySource(bytes), LIMITS)) {
            for (int batch = 0; batch < reader.batchCount(); batch++) {
                reader.batch(batch);
            }
            return true;
        } catch (MalformedIpcException e) {
            return false;
        } catch (Throwable e) {
            throw new AssertionError("mutation " + index + ": " + HexFormat.of().formatHex(bytes), e);
        }
    }

    private static boolean isDecodedFile(byte[] bytes) {
        try {
            new IpcDecoder(LIMITS).decode(bytes);
            return FileFooter.startsWithMagic(new ByteRange(bytes, 0, bytes.length));
        } catch (MalformedIpcException e) {
            return false;
        }
    }

    /** With so many batches the footer does not fit the bytes that are read first. */
    @Test
    void aBatchIsReadAloneHoweverLargeTheFile() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        IpcFileWriter writer = new IpcFileWriter(NUMBERS, IpcCompression.NONE, output);
        for (int index = 0; index < 4_000; index++) {
            writer.write(numbers(index), Dictionaries.NONE);
        }
        writer.finish();
        ArraySource source = new ArraySource(output.toByteArray());
        try (IpcFileReader reader = new IpcFileReader(source, LIMITS)) {
            assertThat(source.readBytes()).isLessThan(200_000);
            long before = source.readBytes();
            HeapColumn column = reader.batch(3_999).columns().get(0);
            assertThat(LittleEndian.intAt(column.array(1), column.offset(1))).isEqualTo(3_999);
            assertThat(source.readBytes() - before).isLessThan(500);
            assertThatThrownBy(() -> reader.batch(4_000)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aBatchBeyondTheLimitIsRefusedBeforeItIsRead() throws IOException {
        byte[] file =
                new IpcEncoder(NUMBERS, IpcCompression.NONE).file(List.of(numbers(new int[100])), Dictionaries.NONE);
        ArraySource source = new ArraySource(file);
        try (IpcFileReader reader = new IpcFileReader(source, new IpcLimits(1_000, 10, 4, 500, 10, true))) {
            long before = source.readBytes();
            assertThatThrownBy(() -> reader.batch(0))
                    .isInstanceOf(MalformedIpcException.class)
                    .hasMessageContaining("batch 0")
                    .hasMessageContaining("pass the limit of 500 (max.decompressed.bytes)");
            assertThat(source.readBytes()).isEqualTo(before);
        }
    }

    @Test
    void aDictionaryMayGrowButNotBeReplaced() throws IOException {
        DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(32, true));
        FieldType type = new FieldType(false, new ArrowType.Int(32, true), encoding);
        Schema schema = new Schema(List.of(new Field("word", type, List.of())));
        HeapBatch words = numbers(10, 20);
        HeapBatch more = numbers(30);
        Dictionaries grown = Dictionaries.NONE.copy();
        grown.put(1, numbers(10, 20, 30), List.of(words, more));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        IpcFileWriter writer = new IpcFileWriter(schema, IpcCompression.NONE, output);
        writer.write(numbers(1), Dictionaries.of(Map.of(1L, words)));
        writer.write(numbers(2), grown);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> writer.write(numbers(0), Dictionaries.of(Map.of(1L, numbers(99)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("dictionary 1 is another one than before, which files do not allow");
        }
        writer.finish();
        try (IpcFileReader reader = new IpcFileReader(new ArraySource(output.toByteArray()), LIMITS)) {
            DecodedBatch last = reader.batch(1);
            assertThat(HeapValues.of(schema, last.batch(), last.dictionaries()))
                    .isEqualTo(HeapValues.of(schema, numbers(2), grown));
        }
    }

    @Test
    void aFileThatLacksBytesIsNeverFinished() throws IOException {
        boolean[] full = {false};
        OutputStream output = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                if (full[0]) {
                    throw new IOException("no space");
                }
            }
        };
        IpcFileWriter writer = new IpcFileWriter(NUMBERS, IpcCompression.NONE, output);
        writer.write(numbers(1), Dictionaries.NONE);
        full[0] = true;
        assertThatThrownBy(() -> writer.write(numbers(2), Dictionaries.NONE)).isInstanceOf(IOException.class);
        full[0] = false;
        assertThatThrownBy(() -> writer.write(numbers(2), Dictionaries.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("that could not be written");
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsWrittenToAFinishedFile() throws IOException {
        IpcFileWriter writer = new IpcFileWriter(NUMBERS, IpcCompression.NONE, OutputStream.nullOutputStream());
        writer.finish();
        assertThatThrownBy(() -> writer.write(numbers(1), Dictionaries.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already finished");
    }

    @Test
    void aMappedFileThatIsClosedIsNotRead() throws IOException {
        Path file = Files.write(directory.resolve("bytes"), new byte[] {1, 2, 3});
        byte[] target = new byte[2];
        FileSource source = FileSource.mapped(file);
        try (source) {
            source.read(1, target, 0, 2);
            assertThat(target).containsExactly(2, 3);
        }
        assertThatThrownBy(() -> source.read(1, target, 0, 2))
                .isInstanceOf(IOException.class)
                .hasMessage("the file is already closed");
    }

    private static final Schema NUMBERS =
            new Schema(List.of(Field.notNullable("number", new ArrowType.Int(Integer.SIZE, true))));

    private static HeapBatch numbers(int... numbers) {
        byte[] bytes = new byte[numbers.length * Integer.BYTES];
        for (int row = 0; row < numbers.length; row++) {
            LittleEndian.putInt(bytes, row * Integer.BYTES, numbers[row]);
        }
        return HeapBatch.builder(numbers.length)
                .node(numbers.length, 0)
                .buffer(new byte[0], 0, 0)
                .buffer(bytes, 0, bytes.length)
                .build();
    }
}
