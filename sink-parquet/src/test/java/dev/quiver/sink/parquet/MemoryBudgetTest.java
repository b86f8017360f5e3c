/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {
    private static final long BUDGET_BYTES = 32 << 20;
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("kind", Schema.STRING_SCHEMA)
            .field("noise", Schema.BYTES_SCHEMA)
            .build();

    private static SinkFixture sink(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "memory.max.bytes", Long.toString(BUDGET_BYTES),
                "partition.by", "field:kind",
                "batch.rows.max", "2000",
                "spill.max.bytes", "0",
                "parquet.compression", "none"));
        settings.addAll(List.of(more));
        return new SinkFixture(settings.toArray(String[]::new));
    }

    private static SinkRecord row(long offset, String kind, int noiseBytes, Random random) {
        byte[] noise = new byte[noiseBytes];
        random.nextBytes(noise);
        return Records.of(
                P0,
                offset,
                new Struct(SCHEMA).put("id", offset).put("kind", kind).put("noise", noise));
    }

    @Test
    void manyOpenFilesStayWithinTheBudgetAndAreAllReadable() {
        try (SinkFixture sink = sink()) {
            Random random = new Random(1);
            long offset = 0;
            for (int put = 0; put < 20; put++) {
                List<SinkRecord> batch = new ArrayList<>();
                for (int row = 0; row < 1000; row++) {
                    batch.add(row(offset++, "k" + random.nextInt(100), 3000, random));
                }
                sink.put(batch);
                assertThat(sink.sink.heapBytes()).isLessThanOrEqualTo(BUDGET_BYTES);
            }
            assertThat(sink.keys()).as("files that ended early").isNotEmpty();
            sink.age();

            assertThat(sink.ids())
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, offset).boxed().toList());
        }
    }

    @Test
    void theLargestFilesEndFirst() {
        try (SinkFixture sink = sink()) {
            Random random = new Random(2);
            long offset = 0;
            while (sink.keys().isEmpty()) {
                sink.put(row(offset++, "large", 50_000, random), row(offset++, "small", 10, random));
            }

            assertThat(sink.keys()).allSatisfy(key -> assertThat(key).startsWith("kind=large/"));
        }
    }

    /** More bytes in a few rows than a batch usually has, and than the budget leaves for it. */
    @Test
    void rowsAsLargeAsABrokerTakesAreWritten() {
        try (SinkFixture sink = sink()) {
            Random random = new Random(3);
            for (long offset = 0; offset < 60; offset++) {
                sink.put(row(offset, "k", 1 << 20, random));
            }
            sink.age();

            assertThat(sink.ids()).hasSize(60);
        }
    }

    @Test
    void manySchemasStayWithinTheBudget() {
        try (SinkFixture sink = sink("partition.by", "topic")) {
            Random random = new Random(4);
            long offset = 0;
            for (int round = 0; round < 40; round++) {
                for (int version = 0; version < 30; version++) {
                    Schema schema = SchemaBuilder.struct()
                            .name("v" + version)
                            .field("id", Schema.INT64_SCHEMA)
                            .field("noise", Schema.BYTES_SCHEMA)
                            .build();
                    byte[] noise = new byte[60_000];
                    random.nextBytes(noise);
                    sink.put(Records.of(
                            P0, offset, new Struct(schema).put("id", offset).put("noise", noise)));
                    offset++;
                }
                assertThat(sink.sink.heapBytes()).isLessThanOrEqualTo(BUDGET_BYTES);
            }
            sink.age();

            assertThat(sink.ids()).hasSize(1200);
        }
    }

    @Test
    void theBudgetHoldsWhileTheStoreFails() {
        try (SinkFixture sink = sink()) {
            Random random = new Random(5);
            for (int attempt = 1; attempt <= 100; attempt++) {
                sink.store.fail(Operation.STAGE, attempt, Failure.RETRIABLE);
            }
            long offset = 0;
            for (int put = 0; put < 200; put++) {
                SinkRecord next = row(offset, "k" + random.nextInt(10), 500_000, random);
                try {
                    sink.put(next);
                    offset++;
                } catch (RetriableException e) {
                    assertThat(sink.sink.heapBytes()).isLessThanOrEqualTo(BUDGET_BYTES + (20 << 20));
                }
            }
            assertThat(offset).isGreaterThan(50);
        }
    }

    @Test
    void aRowFarBeyondTheBudgetFailsTheTaskWithTheKeyToRaise() {
        try (SinkFixture sink = sink("batch.rows.max", "1")) {
            assertThatThrownBy(() -> sink.put(row(0, "k", 140 << 20, new Random(6))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("could not seal a batch of 1 rows within memory.max.bytes = 33554432");
        }
    }

    @Test
    void closingASinkWithOpenFilesLeaksNothing() {
        SinkFixture sink = sink("flush.rows.max", "50");
        Random random = new Random(7);
        for (long offset = 0; offset < 5000; offset++) {
            sink.put(row(offset, "k" + random.nextInt(50), 100, random));
        }
        sink.sink.close();
        sink.sink.close();

        assertThat(sink.store.openCount()).isZero();
        assertThat(sink.sink.heapBytes()).isLessThan(BUDGET_BYTES);
    }

    /** Otherwise the budget would decide how large files become. */
    @Test
    void pagesOfOpenFilesSpillBeforeFilesEndEarly() {
        try (SinkFixture sink = sink("spill.max.bytes", "1000000000")) {
            Random random = new Random(8);
            long offset = 0;
            for (int put = 0; put < 20; put++) {
                List<SinkRecord> batch = new ArrayList<>();
                for (int row = 0; row < 1000; row++) {
                    batch.add(row(offset++, "k" + random.nextInt(10), 5000, random));
                }
                sink.put(batch);
                assertThat(sink.sink.heapBytes()).isLessThanOrEqualTo(BUDGET_BYTES);
            }
            assertThat(sink.keys()).as("files that ended early").isEmpty();
            assertThat(sink.sink.spilledBytes()).isGreaterThan(50_000_000);
            sink.age();

            assertThat(sink.sink.spilledBytes()).isZero();
            assertThat(sink.keys()).hasSize(10);
            assertThat(sink.ids()).hasSize((int) offset).doesNotHaveDuplicates();
        }
    }

    @Test
    void whereNothingCanBeSpilledFilesEndEarly() {
        try (SinkFixture sink = sink("spill.max.bytes", "1000000000", "spill.directory", "/no/such/directory")) {
            Random random = new Random(9);
            for (long offset = 0; offset < 20_000; offset++) {
                sink.put(row(offset, "k", 5000, random));
            }
            assertThat(sink.keys()).isNotEmpty();
            assertThat(sink.sink.spilledBytes()).isZero();
        }
    }

    /** What ended together is committed together, or the offset of the one would hide the rows of the other. */
    @Test
    void filesThatEndedTogetherAreAllCompleteBeforeOneIsCommitted() {
        String[] settings = {
            "name",
            "s",
            "delivery.guarantee",
            "exactly-once",
            "schema.compatibility",
            "none",
            "partition.by",
            "",
            "memory.max.bytes",
            Long.toString(BUDGET_BYTES),
            "parquet.compression",
            "none"
        };
        Schema other = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("noise", Schema.BYTES_SCHEMA)
                .build();
        try (SinkFixture sink = new SinkFixture(settings)) {
            Random random = new Random(10);
            for (long offset = 0; offset < 20; offset += 2) {
                byte[] noise = new byte[1 << 20];
                random.nextBytes(noise);
                sink.put(
                        row(offset, "k", 1 << 20, random),
                        Records.of(
                                P0,
                                offset + 1,
                                new Struct(other).put("id", offset + 1).put("noise", noise)));
            }
            sink.store.failNext(Operation.SEAL, Failure.RETRIABLE);
            assertThatThrownBy(sink::age).isInstanceOf(RetriableException.class);
            assertThat(sink.ids()).isEmpty();
            sink.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            assertThatThrownBy(sink::put).isInstanceOf(RetriableException.class);
            try (SinkFixture next = sink.successor()) {
                assertThat(next.ids()).hasSize(20).doesNotHaveDuplicates();
            }
        }
    }
}
