/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** The row-wise way to many files at a time: records go to them by turns. */
final class ManyRowWise implements RowPath {
    private final int fileCount;
    private final List<RowWiseParquet> files = new ArrayList<>();
    private long rowCount;

    ManyRowWise(int fileCount) {
        this.fileCount = fileCount;
    }

    @Override
    public void open(Path file, Schema schema) throws IOException {
        Files.createDirectories(file);
        for (int number = 0; number < fileCount; number++) {
            RowWiseParquet one = RowWiseParquet.general();
            one.open(file.resolve(number + ".parquet"), schema);
            files.add(one);
        }
    }

    @Override
    public void write(List<Struct> rows) throws IOException {
        for (Struct row : rows) {
            files.get((int) (rowCount++ % fileCount)).write(List.of(row));
        }
    }

    @Override
    public long close() throws IOException {
        long bytes = 0;
        for (RowWiseParquet file : files) {
            bytes += file.close();
        }
        return bytes;
    }
}
