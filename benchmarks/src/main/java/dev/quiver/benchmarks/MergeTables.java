/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.ParquetBatchWriter;
import dev.quiver.parquet.ParquetOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A partition of logs and their attributes in Parquet, always the same for one number of logs: a fifth of the logs have
 * no id and no attributes, the others one to nine, five on average, in batches of 8 192 logs.
 */
final class MergeTables {
    /** The partition. */
    static final String PART = "bench";

    private static final Map<Shape, Path> WRITTEN = new HashMap<>();
    private static final long SEED = 7;
    private static final int BATCH_LOGS = 8_192;
    private static final long START_NANOS = 1_790_000_000_000_000_000L;
    private static final ArrowType UINT4 = new ArrowType.Int(32, false);
    private static final Schema LOGS = new Schema(List.of(
            Field.nullable("id", UINT4),
            struct("resource", Field.nullable("id", UINT4)),
            struct("scope", Field.nullable("name", ArrowType.Utf8.INSTANCE)),
            Field.nullable("time_unix_nano", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
            Field.nullable("trace_id", new ArrowType.FixedSizeBinary(16)),
            Field.nullable("severity_number", new ArrowType.Int(32, true)),
            struct(
                    "body",
                    Field.nullable("type", new ArrowType.Int(8, false)),
                    Field.nullable("str", ArrowType.Utf8.INSTANCE))));
    private static final Schema ATTRIBUTES = new Schema(List.of(
            Field.nullable("parent_id", UINT4),
            Field.nullable("key", ArrowType.Utf8.INSTANCE),
            Field.nullable("type", new ArrowType.Int(8, false)),
            Field.nullable("str", ArrowType.Utf8.INSTANCE),
            Field.nullable("int", new ArrowType.Int(64, true))));

    private final Path directory;
    private final boolean sorted;
    private final int fileCount;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private long nextId;

    private MergeTables(Path directory, boolean sorted, int fileCount) {
        this.directory = directory;
        this.sorted = sorted;
        this.fileCount = fileCount;
    }

    private static Field struct(String name, Field... fields) {
        return new Field(name, FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(fields));
    }

    /**
     * Which partition.
     *
     * @param sorted whether attributes are sorted by their logs, not by their keys within each batch
     * @param fileCount files of each table
     */
    record Shape(int logCount, boolean sorted, int fileCount) {}

    /** Where the partition of {@code shape} is, which is written once and removed with this JVM. */
    static Path directory(Shape shape) throws IOException {
        synchronized (WRITTEN) {
            Path known = WRITTEN.get(shape);
            if (known != null) {
                return known;
            }
            Path directory = Files.createTempDirectory("quiver-merge-tables");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
            new MergeTables(directory, shape.sorted(), shape.fileCount()).write(shape.logCount());
            WRITTEN.put(shape, directory);
            return directory;
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + directory, e);
        }
    }

    private void write(int logCount) throws IOException {
        try (BufferAllocator allocator = new RootAllocator()) {
            int left = logCount;
            for (int file = 0; file < fileCount; file++) {
                int count = left / (fileCount - file);
                left -= count;
                try (Table logs = new Table(path("logs", file), LOGS, allocator);
                        Table attributes = new Table(path("log_attrs", file), ATTRIBUTES, allocator)) {
                    for (int written = 0; written < count; written += BATCH_LOGS) {
                        batch(Math.min(BATCH_LOGS, count - written), logs, attributes);
                    }
                }
            }
            resources(allocator);
        }
    }

    private Path path(String table, int file) throws IOException {
        Path folder = directory.resolve(table).resolve("_part_id=" + PART);
        Files.createDirectories(folder);
        return folder.resolve(String.format("part-%05d.parquet", file));
    }

    private void resources(BufferAllocator allocator) throws IOException {
        try (Table table = new Table(path("resource_attrs", 0), ATTRIBUTES, allocator)) {
            VectorSchemaRoot root = table.root();
            attribute(root, 0, 0, "service.name", "shop");
            attribute(root, 1, 0, "host.name", "ip-10-0-3-7.compute.internal");
            table.write(2);
        }
    }

    private void batch(int count, Table logs, Table attributes) throws IOException {
        VectorSchemaRoot root = logs.root();
        long[] items = new long[count * 9];
        int itemCount = 0;
        for (int row = 0; row < count; row++) {
            boolean has = random.nextInt(5) > 0;
            log(root, row, has ? nextId : -1);
            for (int item = has ? 1 + random.nextInt(9) : 0; item > 0; item--) {
                // By key and log in one number, so that sorting is cheap.
                long key = random.nextInt(24);
                items[itemCount++] = sorted ? (nextId << 8) | key : (key << 40) | nextId;
            }
            nextId += has ? 1 : 0;
        }
        logs.write(count);
        Arrays.sort(items, 0, itemCount);
        VectorSchemaRoot target = attributes.root();
        for (int item = 0; item < itemCount; item++) {
            long parent = sorted ? items[item] >>> 8 : items[item] & 0xFFFFFFFFFFL;
            int key = (int) (sorted ? items[item] & 0xFF : items[item] >>> 40);
            attribute(target, item, parent, key);
        }
        attributes.write(itemCount);
    }

    private void log(VectorSchemaRoot root, int row, long id) {
        if (id < 0) {
            ((UInt4Vector) root.getVector("id")).setNull(row);
        } else {
            ((UInt4Vector) root.getVector("id")).setSafe(row, (int) id);
        }
        StructVector resource = (StructVector) root.getVector("resource");
        resource.setIndexDefined(row);
        ((UInt4Vector) resource.getChild("id")).setSafe(row, 0);
        StructVector scope = (StructVector) root.getVector("scope");
        scope.setIndexDefined(row);
        text((VarCharVector) scope.getChild("name"), row, "lib.http");
        ((TimeStampNanoVector) root.getVector("time_unix_nano")).setSafe(row, START_NANOS + random.nextInt(1 << 30));
        byte[] trace = new byte[16];
        random.nextBytes(trace);
        ((FixedSizeBinaryVector) root.getVector("trace_id")).setSafe(row, trace);
        ((IntVector) root.getVector("severity_number")).setSafe(row, 9 + 4 * random.nextInt(3));
        StructVector body = (StructVector) root.getVector("body");
        body.setIndexDefined(row);
        ((UInt1Vector) body.getChild("type")).setSafe(row, 1);
        text(
                (VarCharVector) body.getChild("str"),
                row,
                "request " + random.nextInt(5_000) + " was accepted by the payment service after a retry");
    }

    private void attribute(VectorSchemaRoot root, int row, long parent, int key) {
        if (key % 4 == 0) {
            attribute(root, row, parent, "http.response.size." + key, "");
            ((UInt1Vector) root.getVector("type")).setSafe(row, 2);
            ((BigIntVector) root.getVector("int")).setSafe(row, random.nextInt(1 << 20));
            ((VarCharVector) root.getVector("str")).setNull(row);
            return;
        }
        attribute(root, row, parent, "http.request.header." + key, "value-" + random.nextInt(2_000));
    }

    private static void attribute(VectorSchemaRoot root, int row, long parent, String key, String value) {
        ((UInt4Vector) root.getVector("parent_id")).setSafe(row, (int) parent);
        text((VarCharVector) root.getVector("key"), row, key);
        ((UInt1Vector) root.getVector("type")).setSafe(row, 1);
        text((VarCharVector) root.getVector("str"), row, value);
        ((BigIntVector) root.getVector("int")).setNull(row);
    }

    private static void text(VarCharVector vector, int row, String value) {
        vector.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A file that is written batch by batch. */
    private static final class Table implements AutoCloseable {
        private final Schema schema;
        private final BufferAllocator allocator;
        private final ColumnEncoders encoders;
        private final OutputStream output;
        private final ParquetBatchWriter writer;
        private VectorSchemaRoot root;

        @SuppressWarnings("MustBeClosedChecker") // closed in close()
        Table(Path path, Schema schema, BufferAllocator allocator) throws IOException {
            this.schema = schema;
            this.allocator = allocator;
            ParquetOptions options = ParquetOptions.DEFAULTS;
            this.encoders = new ColumnEncoders(options, 1);
            this.output = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
            this.writer = new ParquetBatchWriter(schema, options, encoders, output);
            this.root = VectorSchemaRoot.create(schema, allocator);
        }

        VectorSchemaRoot root() {
            return root;
        }

        /** Writes the first {@code rows} rows of the root and begins another one. */
        void write(int rows) throws IOException {
            root.setRowCount(rows);
            try (ArrowBatch batch = new ArrowBatch(root)) {
                writer.write(batch, 0, rows);
            }
            root = VectorSchemaRoot.create(schema, allocator);
        }

        @Override
        public void close() throws IOException {
            root.close();
            writer.finish(Map.of());
            writer.close();
            output.close();
            encoders.close();
        }
    }
}
