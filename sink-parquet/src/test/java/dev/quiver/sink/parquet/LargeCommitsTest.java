/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.converter.ArrowConverter;
import dev.quiver.store.MemoryStore.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** More files at a time than one commit takes. */
final class LargeCommitsTest {
    private static final String[] SETTINGS = {
        "delivery.guarantee",
        "exactly-once",
        "name",
        "large",
        "partition.by",
        "field:kind",
        "parquet.compression",
        "none",
        "parquet.arrow.schema",
        "false"
    };

    private static List<SinkRecord> rowsOfManyKinds(long from, int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (long offset = from; offset < from + count; offset++) {
            records.add(Records.row(P0, offset, "k" + offset));
        }
        return records;
    }

    private static SinkRecord batch(long offset, Long timestamp, List<Struct> rows) {
        ArrowConverter converter = new ArrowConverter();
        converter.configure(Map.of(), false);
        byte[] bytes = Objects.requireNonNull(converter.fromConnectData(
                Records.TOPIC, SchemaBuilder.array(Records.SCHEMA).build(), rows));
        SchemaAndValue value = converter.toConnectData(Records.TOPIC, bytes);
        return new SinkRecord(
                P0.topic(), 0, null, null, value.schema(), value.value(), offset, timestamp, TimestampType.CREATE_TIME);
    }

    private static List<Struct> rows(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(id -> new Struct(Records.SCHEMA).put("id", id).put("kind", "k" + id))
                .toList();
    }

    @Test
    void readingThatGoesBackWithManyOpenFilesLosesNone() {
        try (SinkFixture sink = new SinkFixture(SETTINGS)) {
            sink.put(rowsOfManyKinds(0, 1_500));
            sink.put(rowsOfManyKinds(1_000, 700));
            sink.age();
            assertThat(sink.ids())
                    .as("a file with the same rows takes the place of the first")
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, 1_700).boxed().toList());
            assertThat(sink.committable(P0, 1_700)).isEqualTo(1_700);
            try (SinkFixture next = sink.successor()) {
                assertThat(next.seeks).containsEntry(P0, 1_700L);
            }
        }
    }

    @Test
    void aBatchMaySpanThousandsOfDirectories() {
        try (SinkFixture sink = new SinkFixture(SETTINGS)) {
            sink.put(batch(0, 0L, rows(0, 3_000)), batch(1, 0L, rows(3_000, 3_010)));
            sink.age();
            assertThat(sink.ids()).hasSize(3_010).doesNotHaveDuplicates();
            assertThat(sink.committable(P0, 2)).isEqualTo(2);
        }
    }

    /** However many files there are, each commit of a topic-partition writes its ledger once. */
    @Test
    void aCommitWritesTheLedgerOnce() {
        try (SinkFixture sink = new SinkFixture(SETTINGS)) {
            int before = sink.store.calls(Operation.WRITE_VERSIONED);
            sink.put(rowsOfManyKinds(0, 900));
            sink.put(Records.rows(Records.P1, 0, 5));
            sink.age();
            assertThat(sink.ids()).hasSize(905);
            assertThat(sink.store.calls(Operation.WRITE_VERSIONED) - before)
                    .as("one for each topic-partition")
                    .isEqualTo(2);
            assertThat(sink.store.calls(Operation.READ_VERSIONED))
                    .as("only to take over")
                    .isEqualTo(2);
        }
    }

    /** With a wall clock in directories all files of a topic-partition end together, but never within a record. */
    @Test
    void noFileEndsInTheMidstOfABatch() {
        String[] settings = {
            "delivery.guarantee", "exactly-once",
            "name", "midst",
            "partition.by", "field:kind,t=time:SSS",
            "partition.time", "now",
            "flush.span.max.ms", "1000",
            "flush.rows.max", "1"
        };
        try (SinkFixture sink = new SinkFixture(settings)) {
            sink.put(batch(0, 0L, rows(0, 1)));
            sink.clock.advance(1);
            SinkRecord late = batch(
                    1,
                    1_500L,
                    List.of(
                            new Struct(Records.SCHEMA).put("id", 1L).put("kind", "new"),
                            new Struct(Records.SCHEMA).put("id", 2L).put("kind", "k0")));
            sink.put(late);
            sink.clock.advance(1);
            try (SinkFixture next = sink.successor()) {
                Long from = next.seeks.get(P0);
                if (from == null || from < 2) {
                    next.put(late);
                }
                next.age();
                assertThat(next.ids()).containsExactlyInAnyOrder(0L, 1L, 2L);
            }
        }
    }

    @Test
    void batchesEndFilesWhenTheirWindowIsOver() {
        try (SinkFixture sink = new SinkFixture("flush.span.max.ms", "1000", "partition.by", "topic")) {
            sink.put(batch(0, 100L, rows(0, 10)), batch(1, 900L, rows(10, 20)), batch(2, 1_100L, rows(20, 30)));
            assertThat(sink.ids())
                    .containsExactlyElementsOf(LongStream.range(0, 20).boxed().toList());
            sink.age();
            assertThat(sink.keys()).hasSize(2);
            assertThat(sink.ids()).hasSize(30);
        }
    }
}
