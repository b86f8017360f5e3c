/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Records that come again and again in batches of polls, and files with the same rows. All of them are there before a
 * round begins: the sink works on two threads, so no time may be left out between the first row and the last.
 */
final class DuckDbPool {
    private static final long SEED = 42;
    private static final int POOL_ROWS = 100_000;

    private static @Nullable List<List<Struct>> pool;
    private static @Nullable Path directory;

    private DuckDbPool() {}

    private static synchronized List<List<Struct>> pool() {
        List<List<Struct>> made = pool;
        if (made == null) {
            OtelRecords records = new OtelRecords(SEED);
            made = new ArrayList<>();
            for (int row = 0; row < POOL_ROWS; row += OtelRecords.BATCH_ROWS) {
                made.add(records.next(OtelRecords.BATCH_ROWS));
            }
            pool = made;
        }
        return made;
    }

    /** Batches that have {@code rowCount} rows together, which is cut to whole batches but for the last. */
    static Iterable<List<Struct>> batches(int rowCount) {
        List<List<Struct>> batches = pool();
        return () -> new Cycle(batches, rowCount);
    }

    /** Goes round. */
    private static final class Cycle implements Iterator<List<Struct>> {
        private final List<List<Struct>> batches;
        private int left;
        private int next;

        Cycle(List<List<Struct>> batches, int rowCount) {
            this.batches = batches;
            this.left = rowCount;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public List<Struct> next() {
            if (left <= 0) {
                throw new NoSuchElementException();
            }
            List<Struct> batch = batches.get(next++ % batches.size());
            List<Struct> taken = batch.size() <= left ? batch : batch.subList(0, left);
            left -= taken.size();
            return taken;
        }
    }

    /** A Parquet file with the rows of {@link #batches}, compressed with snappy as is usual; it is made once. */
    static Path parquet(int rowCount) throws IOException {
        Path file = directory().resolve(rowCount + ".parquet");
        if (!Files.exists(file)) {
            Path copy = directory().resolve("copy.parquet");
            RowPath path = new DuckDbCopy();
            path.open(copy, OtelRecords.SCHEMA);
            for (List<Struct> batch : batches(rowCount)) {
                path.write(batch);
            }
            path.close();
            try (Connection connection = DuckDbPaths.connect(null)) {
                DuckDbPaths.run(
                        connection,
                        "COPY (FROM read_parquet('" + copy + "')) TO '" + file
                                + "' (FORMAT parquet, COMPRESSION snappy)");
            } catch (SQLException e) {
                throw new IOException("DuckDB failed: " + e.getMessage(), e);
            }
            Files.delete(copy);
        }
        return file;
    }

    /** For files that all rounds need; it goes with this process. */
    static synchronized Path directory() throws IOException {
        Path made = directory;
        if (made == null) {
            made = Files.createTempDirectory("quiver-benchmarks-pool");
            directory = made;
            Path removed = made;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(removed)));
        }
        return made;
    }

    private static void remove(Path files) {
        try {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(files)) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
            Files.delete(files);
        } catch (IOException e) {
            System.err.println("could not remove " + files + ": " + e);
        }
    }
}
