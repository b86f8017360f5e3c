/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.P1;
import static dev.quiver.sink.duckdb.Records.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShardsTest {
    private static final String COUNT = "SELECT count(*) FROM logs";

    @TempDir
    private Path directory;

    private SinkFixture task(String template, int task, SettableClock clock) {
        return SinkFixture.of(
                directory.resolve(template),
                FakeContext.withoutReporter(),
                clock,
                "quiver.task",
                Integer.toString(task));
    }

    private List<List<String>> query(SinkFixture fixture, String file, String query) {
        return SinkFixture.query(fixture.config().database(), directory.resolve(file), query);
    }

    @Test
    void eachTaskHasAFileOfItsOwn() {
        SettableClock clock = new SettableClock();
        try (SinkFixture one = task("shop-{task}.duckdb", 0, clock).open(P0);
                SinkFixture other = task("shop-{task}.duckdb", 1, clock).open(P1)) {
            one.put(rows(P0, 0, 2));
            other.put(rows(P1, 0, 3));
            one.flush();
            other.flush();

            assertThat(query(one, "shop-0.duckdb", COUNT)).containsExactly(List.of("2"));
            assertThat(query(one, "shop-1.duckdb", COUNT)).containsExactly(List.of("3"));
        }
    }

    @Test
    void aPartitionThatMovesGoesOnWhereTheOtherFileIs() {
        SettableClock clock = new SettableClock();
        try (SinkFixture one = task("shop-{task}.duckdb", 0, clock).open(P0);
                SinkFixture other = task("shop-{task}.duckdb", 1, clock)) {
            one.put(rows(P0, 0, 4));
            one.flush();
            one.sink().close(List.of(P0));
            other.open(P0);
            other.put(rows(P0, 0, 6));

            assertThat(other.context().offsets()).containsEntry(P0, 4L);
            other.put(rows(P0, 4, 6));
            other.flush();
            assertThat(query(one, "shop-1.duckdb", COUNT)).containsExactly(List.of("2"));
        }
    }

    @Test
    void aFileThatNobodyHasOpenIsAskedToo() {
        SettableClock clock = new SettableClock();
        try (SinkFixture one = task("shop-{task}.duckdb", 0, clock).open(P0)) {
            one.put(rows(P0, 0, 4));
            one.flush();
        }
        try (SinkFixture other = task("shop-{task}.duckdb", 1, clock).open(P0)) {
            other.put(rows(P0, 0, 6));

            assertThat(other.context().offsets()).containsEntry(P0, 4L);
        }
    }

    @Test
    void eachTopicHasAFileOfItsOwn() {
        TopicPartition prices = new TopicPartition("prices", 0);
        SettableClock clock = new SettableClock();
        try (SinkFixture sink = task("{topic}/shop.duckdb", 0, clock).open(P0, prices)) {
            sink.put(rows(P0, 0, 2));
            sink.put(rows(prices, 0, 3));
            sink.flush();
            sink.flush();

            assertThat(query(sink, "logs/shop.duckdb", COUNT)).containsExactly(List.of("2"));
            assertThat(query(sink, "prices/shop.duckdb", "SELECT count(*) FROM prices"))
                    .containsExactly(List.of("3"));
        }
    }

    @Test
    void filesRotateWithTheTimeAndTheOffsetsGoWithThem() {
        SettableClock clock = new SettableClock();
        try (SinkFixture one = task("shop-{yyyyMMddHH}.duckdb", 0, clock).open(P0);
                SinkFixture other = task("shop-{yyyyMMddHH}.duckdb", 1, clock).open(P1)) {
            one.put(rows(P0, 0, 2));
            other.put(rows(P1, 0, 2));
            one.flush();
            other.flush();
            clock.advance(Duration.ofHours(1));
            one.put(rows(P0, 2, 5));
            one.flush();
            other.put(rows(P1, 2, 6));
            other.flush();

            assertThat(query(one, "shop-2026030110.duckdb", COUNT)).containsExactly(List.of("4"));
            assertThat(query(one, "shop-2026030111.duckdb", COUNT)).containsExactly(List.of("7"));
        }
        clock.advance(Duration.ofHours(1));
        try (SinkFixture next = task("shop-{yyyyMMddHH}.duckdb", 0, clock).open(P0)) {
            next.put(rows(P0, 0, 1));

            assertThat(next.context().offsets()).containsEntry(P0, 5L);
        }
    }

    @Test
    void aTransactionThatMeetsAnOldFileBeginsAgain() {
        SettableClock clock = new SettableClock();
        SettableClock late = new SettableClock();
        try (SinkFixture one = task("shop-{yyyyMMddHH}.duckdb", 0, clock).open(P0);
                SinkFixture other = task("shop-{yyyyMMddHH}.duckdb", 1, late).open(P1)) {
            one.put(rows(P0, 0, 2));
            other.put(rows(P1, 0, 2));
            one.flush();
            other.flush();
            clock.advance(Duration.ofHours(1));
            one.put(rows(P0, 2, 3));
            one.flush();
            other.put(rows(P1, 2, 3));
            late.advance(Duration.ofSeconds(20));
            other.put(List.of());
            late.advance(Duration.ofHours(1));
            other.await();
            other.put(List.of());

            assertThat(other.context().offsets()).containsEntry(P1, 2L);
            other.put(rows(P1, 2, 3));
            other.flush();
            assertThat(other.committed(P1)).isEqualTo(3);
            assertThat(query(one, "shop-2026030111.duckdb", COUNT)).containsExactly(List.of("2"));
        }
    }
}
