/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.Filter;
import dev.quiver.parquet.read.MalformedParquetException;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.RangeSource;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import dev.quiver.parquet.read.UnsupportedParquetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged files are refused with an exception of ours, or read as files of as many rows as they say. */
final class HostileFilesTest {
    private static final ReadLimits LIMITS = new ReadLimits(1 << 20, 4 << 20, 4 << 20, 32, 1_000);
    private static final List<Integer> WINDOW_ROWS = List.of(1, 7, 1_000, 65_536);

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @Test
    void aFileThatEndsTooEarlyIsRefused() throws IOException {
        for (long seed = 0; seed < 4; seed++) {
            byte[] file = file(new Random(seed), 12);
            for (int length = 0; length < file.length; length++) {
                byte[] start = Arrays.copyOf(file, length);
                assertThat(outcome(start, new Random(length)))
                        .as("seed %d, length %d", seed, length)
                        .isEqualTo("refused");
            }
        }
    }

    @Test
    void damageIsRefusedOrHarmless() throws IOException {
        damage(60, 50);
    }

    @Tag("slow")
    @Test
    void muchDamageIsRefusedOrHarmless() throws IOException {
        damage(1_000, 100);
    }

    /** Each column of the schema has three bytes in the footer, and would become two objects. */
    @Test
    void aFooterThatWouldFillTheHeapIsRefused() {
        int columnCount = 300_000;
        ByteBuffer file = ByteBuffer.allocate(columnCount * 3 + 100).order(ByteOrder.LITTLE_ENDIAN);
        file.put("PAR1".getBytes(StandardCharsets.US_ASCII));
        int start = file.position();
        // The version, then a list of structures whose number has three bytes.
        file.put(new byte[] {0x15, 0x02, 0x19, (byte) 0xFC});
        for (int left = columnCount; left > 0; left >>>= 7) {
            file.put((byte) (left > 0x7F ? (left & 0x7F) | 0x80 : left));
        }
        for (int column = 0; column < columnCount; column++) {
            // An empty name.
            file.put(new byte[] {0x48, 0, 0});
        }
        file.put((byte) 0);
        file.putInt(file.position() - start);
        file.put("PAR1".getBytes(StandardCharsets.US_ASCII));
        RangeSource source = new ArraySource(Arrays.copyOf(file.array(), file.position()));
        assertThatThrownBy(() -> ParquetFile.open(source, LIMITS))
                .isInstanceOf(MalformedParquetException.class)
                .hasMessage("could not read memory: its footer of 900008 bytes would take 46500072 bytes of the heap,"
                        + " more than the limit of 8388608");
    }

    private void damage(int fileCount, int damageCount) throws IOException {
        int refused = 0;
        for (int seed = 0; seed < fileCount; seed++) {
            byte[] file = file(new Random(seed), 60);
            for (int damage = 0; damage < damageCount; damage++) {
                Random random = new Random(1_000L * seed + damage);
                byte[] damaged = damaged(file, random);
                try {
                    refused += outcome(damaged, random).equals("refused") ? 1 : 0;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("seed " + seed + ", damage " + damage, e);
                }
            }
        }
        assertThat(refused).isGreaterThan(fileCount * damageCount / 20);
    }

    private static byte[] damaged(byte[] file, Random random) {
        byte[] damaged = file.clone();
        int count = 1 + random.nextInt(3);
        for (int index = 0; index < count; index++) {
            int at = random.nextBoolean()
                    ? random.nextInt(damaged.length)
                    : damaged.length - 1 - random.nextInt(Math.min(damaged.length, 400));
            damaged[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
                case 1 -> (byte) 0xFF;
                case 2 -> (byte) (damaged[at] + random.nextInt(5) - 2);
                default -> (byte) random.nextInt(256);
            };
        }
        return damaged;
    }

    private String outcome(byte[] bytes, Random random) throws IOException {
        ReadOptions options = ReadOptions.DEFAULTS
                .withBatches(WINDOW_ROWS.get(random.nextInt(4)), 1 << (10 + random.nextInt(10)))
                .withFetchBytes(1 << (8 + random.nextInt(14)))
                .withChecksums(random.nextInt(4) == 0);
        try (RangeSource source = new ArraySource(bytes)) {
            ParquetFile file = ParquetFile.open(source, LIMITS);
            ReadRequest request = ReadRequest.ALL;
            boolean isFiltered = random.nextInt(4) == 0 && !file.paths().isEmpty();
            if (isFiltered) {
                String path = file.paths().get(random.nextInt(file.paths().size()));
                request = request.withFilter(Filter.isNotNull(path));
            }
            long rows = 0;
            try (ParquetBatchReader reader = reader(file, request, options, random)) {
                for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows += batch.rowCount();
                    batch.close();
                }
            }
            if (isFiltered ? rows > file.rowCount() : rows != file.rowCount()) {
                return fail("read %d of %d rows", rows, file.rowCount());
            }
            return "read";
        } catch (MalformedParquetException | UnsupportedParquetException e) {
            assertThat(e).hasMessageContaining("could not read memory");
            return "refused";
        }
    }

    /** Reads one column as ids of a dictionary now and then, if it has texts. */
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private ParquetBatchReader reader(ParquetFile file, ReadRequest request, ReadOptions options, Random random)
            throws IOException {
        if (random.nextInt(3) == 0 && !file.paths().isEmpty()) {
            String path = file.paths().get(random.nextInt(file.paths().size()));
            try {
                return file.read(request.withEncoded(List.of(path)), options, allocator);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageEndingWith("only texts and byte strings can be ids of dictionaries");
            }
        }
        return file.read(request, options, allocator);
    }

    /** A small file of any types and options. */
    private byte[] file(Random random, int rowsMax) throws IOException {
        RandomVectors vectors = new RandomVectors(random.nextLong());
        Schema schema = vectors.schema(3);
        ParquetOptions options = RandomOptions.of(random);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ArrowBatch batch = vectors.batch(schema, 1 + random.nextInt(rowsMax), allocator);
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                ParquetBatchWriter writer = new ParquetBatchWriter(schema, options, encoders, output)) {
            writer.write(batch, 0, batch.rowCount());
            writer.finish(Map.of());
        }
        return output.toByteArray();
    }
}
