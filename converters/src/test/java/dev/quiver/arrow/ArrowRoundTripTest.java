/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcContent;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcEncoder;
import dev.quiver.ipc.IpcLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrow schemas of every type through Connect and back, and rows of them. */
final class ArrowRoundTripTest {
    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    static List<Long> seeds() {
        return new Random(2).longs(300).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anArrowSchemaComesBackEqual(long seed) {
        Schema schema = new RandomFields(seed).schema(3);
        org.apache.kafka.connect.data.Schema rows = new ConnectSchemas(TypeOptions.DEFAULTS).rows(schema);

        assertThat(new ArrowSchemas(TypeOptions.DEFAULTS).of(rows)).isEqualTo(schema);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rowsComeBackEqual(long seed) {
        Schema schema = new RandomFields(seed).schema(3);
        RowReader reader = new RowReader(schema, TypeOptions.DEFAULTS);
        List<Struct> rows = new RandomValues(seed).rows(reader.schema(), 40);
        IpcContent content = decoded(encoded(schema, rows));

        assertThat(content.schema()).isEqualTo(schema);
        List<Struct> read = new ArrayList<>();
        content.batches().forEach(batch -> read.addAll(reader.rows(batch)));
        assertThat(read.stream().map(Canonical::row).toList())
                .isEqualTo(rows.stream().map(Canonical::row).toList());
    }

    /** Batches appended whole, in pieces, and rows appended one by one make the same plain batch. */
    @ParameterizedTest
    @MethodSource("seeds")
    void batchesAppendLikeTheirRows(long seed) {
        Schema schema = new RandomFields(seed).schema(3);
        RowReader reader = new RowReader(schema, TypeOptions.DEFAULTS);
        List<Struct> rows = new RandomValues(seed).rows(reader.schema(), 40);
        BatchBuilder byRow = BatchBuilder.of(schema, NullHandling.KEEP, TypeOptions.DEFAULTS);
        BatchBuilder whole = BatchBuilder.of(schema, NullHandling.KEEP, TypeOptions.DEFAULTS);
        Random random = new Random(seed);
        for (DecodedBatch batch : decoded(encoded(schema, rows)).batches()) {
            int from = 0;
            while (from < batch.batch().rowCount()) {
                int to = from + 1 + random.nextInt(batch.batch().rowCount() - from);
                whole.append(batch, from, to);
                from = to;
            }
        }
        rows.forEach(byRow::append);

        assertThat(structs(whole)).isEqualTo(structs(byRow));
        try (ArrowBatch left = whole.seal(allocator);
                ArrowBatch right = byRow.seal(allocator)) {
            assertThat(left.vectors().equals(right.vectors())).isTrue();
        }
    }

    private static List<Map<Object, @Nullable Object>> structs(BatchBuilder builder) {
        HeapRows rows = builder.rowsOnHeap();
        byte[] bytes = new IpcEncoder(builder.arrowSchema(), IpcCompression.NONE)
                .stream(List.of(rows.batch()), rows.dictionaries());
        IpcContent content = decoded(bytes);
        return new RowReader(builder.arrowSchema(), TypeOptions.DEFAULTS)
                .rows(content.batches().get(0)).stream().map(Canonical::row).toList();
    }

    private static byte[] encoded(Schema schema, List<Struct> rows) {
        org.apache.kafka.connect.data.Schema connect = new ConnectSchemas(TypeOptions.DEFAULTS).rows(schema);
        BatchBuilder builder = BatchBuilder.inMessageFormat(connect, NullHandling.KEEP, TypeOptions.DEFAULTS);
        rows.forEach(builder::append);
        HeapRows gathered = builder.sealOnHeap(null);
        return new IpcEncoder(builder.arrowSchema(), IpcCompression.NONE)
                .stream(List.of(gathered.batch()), gathered.dictionaries());
    }

    private static IpcContent decoded(byte[] bytes) {
        return new IpcDecoder(IpcLimits.DEFAULTS).decode(bytes);
    }
}
