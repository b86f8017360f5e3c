/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.converter.ArrowConverter;
import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;

/** The sink with a topic whose messages are Arrow batches of 10 000 rows: columns already, no struct is made. */
final class DuckDbBatches implements Contender {
    private static final int BATCH_ROWS = 10_000;

    @Override
    public String name() {
        return "the sink, Arrow batches";
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        List<SchemaAndValue> messages = messages(rowCount);
        Path file = directory.resolve("rows");
        stopwatch.start();
        try (DuckDbTask task = new DuckDbTask(file, Map.of("flush.age.max.ms", "3600000"))) {
            for (SchemaAndValue message : messages) {
                task.put(message);
            }
            task.await();
        }
        stopwatch.stop();
        return new Work(rowCount, Files.size(file));
    }

    private static List<SchemaAndValue> messages(int rowCount) {
        List<SchemaAndValue> messages = new ArrayList<>();
        BatchBuilder builder =
                BatchBuilder.inMessageFormat(OtelRecords.SCHEMA, NullHandling.KEEP, TypeOptions.DEFAULTS);
        IpcEncoder encoder = new IpcEncoder(builder.arrowSchema(), IpcCompression.NONE);
        try (ArrowConverter converter = new ArrowConverter()) {
            converter.configure(Map.of(), false);
            for (List<Struct> batch : DuckDbPool.batches(rowCount)) {
                batch.forEach(builder::append);
                if (builder.rowCount() >= BATCH_ROWS) {
                    messages.add(message(builder, encoder, converter));
                }
            }
            if (builder.rowCount() > 0) {
                messages.add(message(builder, encoder, converter));
            }
        }
        return messages;
    }

    private static SchemaAndValue message(BatchBuilder builder, IpcEncoder encoder, ArrowConverter converter) {
        byte[] bytes = encoder.stream(List.of(builder.sealOnHeap(null).batch()), Dictionaries.NONE);
        return converter.toConnectData("rows", bytes);
    }
}
