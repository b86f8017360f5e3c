/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.converter.ArrowConverter;
import dev.quiver.converter.RecordBatches;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Records that are whole batches. */
final class BatchRecordTest {
    private static final List<String> KINDS = List.of("a", "b", "c");

    private static ArrowConverter converter(String shape) {
        ArrowConverter converter = new ArrowConverter();
        converter.configure(Map.of("batch.shape", shape), false);
        return converter;
    }

    private static byte[] message(List<Struct> rows) {
        Schema schema = SchemaBuilder.array(Records.SCHEMA).build();
        return Objects.requireNonNull(converter("array").fromConnectData(Records.TOPIC, schema, rows));
    }

    /** Rows with the ids from {@code from} up to {@code to}, their kinds in turn. */
    private static List<Struct> rows(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(
                        id -> new Struct(Records.SCHEMA).put("id", id).put("kind", KINDS.get((int) id % KINDS.size())))
                .toList();
    }

    private static SinkRecord batch(long offset, String shape, byte[] message) {
        SchemaAndValue value = converter(shape).toConnectData(Records.TOPIC, message);
        return Records.of(P0, offset, value.schema(), value.value());
    }

    private static SinkRecord batch(long offset, long from, long to) {
        return batch(offset, "array", message(rows(from, to)));
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void theRowsOfABatchAreWrittenAsTheyCame() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(batch(0, 0, 1000), batch(1, 1000, 1001));
            sink.age();
            assertThat(sink.ids()).isEqualTo(ids(0, 1001));
            assertThat(sink.committable(P0, 2)).isEqualTo(2);
            assertThat(Published.rows(sink.store.content(sink.keys().get(0))).get(4))
                    .isEqualTo(Map.of("id", 4L, "kind", "b"));
        }
    }

    @Test
    void bytesAreTakenAsWellAsLists() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(batch(0, "bytes", message(rows(0, 10))));
            sink.age();
            assertThat(sink.ids()).isEqualTo(ids(0, 10));
        }
    }

    /** What another plugin's class loader makes: known by the name of the schema and by interfaces of the JDK. */
    private static final class Foreign extends AbstractList<Struct> implements Supplier<ByteBuffer> {
        private final byte[] bytes;

        Foreign(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public ByteBuffer get() {
            return ByteBuffer.wrap(bytes);
        }

        @Override
        public Struct get(int index) {
            throw new IllegalStateException("nobody needs structs");
        }

        @Override
        public int size() {
            throw new IllegalStateException("nobody needs structs");
        }
    }

    @Test
    void aBatchOfAnotherClassLoaderIsTakenWithoutMakingStructs() {
        try (SinkFixture sink = new SinkFixture()) {
            Schema schema = SchemaBuilder.array(Records.SCHEMA)
                    .name(RecordBatches.SCHEMA_NAME)
                    .build();
            sink.put(Records.of(P0, 0, schema, new Foreign(message(rows(0, 10)))));
            sink.age();
            assertThat(sink.ids()).isEqualTo(ids(0, 10));
        }
    }

    @Test
    void rowsAreDividedByTheirFields() {
        try (SinkFixture sink = new SinkFixture("partition.by", "field:kind")) {
            sink.put(batch(0, 0, 30));
            sink.age();
            assertThat(sink.keys())
                    .containsExactly(
                            "kind=a/logs+0+00000000000000000000-00000000000000000000.parquet",
                            "kind=b/logs+0+00000000000000000000-00000000000000000000.parquet",
                            "kind=c/logs+0+00000000000000000000-00000000000000000000.parquet");
            assertThat(sink.ids()).containsExactlyInAnyOrderElementsOf(ids(0, 30));
        }
    }

    @Test
    void noFileEndsInTheMidstOfARecord() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "4", "batch.rows.max", "3")) {
            sink.put(batch(0, 0, 3), batch(1, 3, 8), batch(2, 8, 10));
            sink.age();
            assertThat(sink.keys())
                    .containsExactly(
                            "logs/logs+0+00000000000000000000-00000000000000000001.parquet",
                            "logs/logs+0+00000000000000000002-00000000000000000002.parquet");
            assertThat(sink.ids()).isEqualTo(ids(0, 10));
        }
    }

    @Test
    void malformedBytesAreABadRecord() {
        try (SinkFixture sink = new SinkFixture()) {
            Schema schema =
                    SchemaBuilder.bytes().name(RecordBatches.SCHEMA_NAME).build();
            sink.put(Records.of(P0, 0, schema, new byte[] {1, 2, 3}), batch(1, 1, 2));
            sink.age();
            assertThat(sink.ids()).containsExactly(1L);
            assertThat(sink.context.reports()).hasSize(1);
            assertThat(sink.context.reports().get(0).reason())
                    .hasMessageStartingWith("could not write record logs-0@0: the batch is malformed: ");
        }
    }

    /** The last row's directory would have a name that no file system takes. */
    @Test
    void aBatchWithABadRowIsNotTakenAtAll() {
        try (SinkFixture sink = new SinkFixture("partition.by", "field:kind")) {
            List<Struct> rows = new ArrayList<>(rows(0, 10));
            rows.add(new Struct(Records.SCHEMA).put("id", 10L).put("kind", "k".repeat(300)));
            sink.put(batch(0, "array", message(rows)), batch(1, 20, 22));
            sink.age();
            assertThat(sink.ids()).containsExactlyInAnyOrder(20L, 21L);
            assertThat(sink.context.reports()).hasSize(1);
        }
    }

    @Test
    void anEmptyBatchIsNoRow() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(batch(0, 0, 0), batch(1, 0, 2));
            sink.age();
            assertThat(sink.ids()).isEqualTo(ids(0, 2));
        }
    }

    /** Kind a is delivered when the task dies, kinds b and c are not. */
    @Test
    void rowsDeliveredBeforeAreNotWrittenAgain() {
        try (SinkFixture sink = new SinkFixture(
                "delivery.guarantee", "exactly-once", "partition.by", "field:kind", "flush.rows.max", "4")) {
            List<Struct> first = List.of(
                    new Struct(Records.SCHEMA).put("id", 100L).put("kind", "a"),
                    new Struct(Records.SCHEMA).put("id", 101L).put("kind", "a"));
            SinkRecord small = batch(0, "array", message(first));
            SinkRecord large = batch(1, 0, 8);
            sink.put(small, large);
            assertThat(sink.ids()).containsExactlyInAnyOrder(100L, 101L, 0L, 3L, 6L);
            try (SinkFixture next = sink.successor()) {
                next.put(large);
                next.age();
                assertThat(next.ids()).containsExactlyInAnyOrder(100L, 101L, 0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
            }
        }
    }
}
