/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.P1;
import static dev.quiver.sink.duckdb.Records.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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
    void aPatternMayHaveLettersBetweenTheDigits() {
        SettableClock clock = new SettableClock();
        try (SinkFixture one = task("shop_{yyyyMMdd'T'HH}.duckdb", 0, clock).open(P0)) {
            one.put(rows(P0, 0, 2));
            one.flush();
        }
        clock.advance(Duration.ofHours(1));
        try (SinkFixture next = task("shop_{yyyyMMdd'T'HH}.duckdb", 0, clock).open(P0)) {
            next.put(rows(P0, 0, 1));

            assertThat(next.context().offsets()).containsEntry(P0, 2L);
        }
    }

    @Test
    void aClockThatGoesBackLeadsToNoFileThatWasLeft() {
        SettableClock clock = new SettableClock();
        try (SinkFixture sink = task("shop-{yyyyMMddHH}.duckdb", 0, clock).open(P0)) {
            sink.put(rows(P0, 0, 2));
            sink.flush();
            clock.advance(Duration.ofHours(1));
            sink.put(rows(P0, 2, 4));
            sink.flush();
            clock.advance(Duration.ofMinutes(-30));
            sink.put(rows(P0, 4, 6));
            sink.flush();

            assertThat(query(sink, "shop-2026030111.duckdb", COUNT)).containsExactly(List.of("4"));
        }
    }

    /** A worker was killed when it had made the file of the next hour. */
    @Test
    void aFileThatGotNoOffsetsIsNotTheLatest() throws Exception {
        SettableClock clock = new SettableClock();
        DatabaseConfig config;
        try (SinkFixture one = task("shop-{yyyyMMddHH}.duckdb", 0, clock).open(P0)) {
            one.put(rows(P0, 0, 2));
            one.flush();
            config = one.config().database();
        }
        config.databases()
                .release(config.databases().acquire(directory.resolve("shop-2026030111.duckdb"), "shop", config));
        clock.advance(Duration.ofHours(1));
        try (SinkFixture next = task("shop-{yyyyMMddHH}.duckdb", 0, clock).open(P0)) {
            next.put(rows(P0, 0, 1));

            assertThat(next.context().offsets()).containsEntry(P0, 2L);
        }
    }

    @Test
    void ofTheFilesOfOthersOnlyTheLatestIsOpened() throws Exception {
        SettableClock clock = new SettableClock();
        String template = "shop-{task}-{yyyyMMddHH}.duckdb";
        try (SinkFixture one = task(template, 0, clock).open(P0)) {
            one.put(rows(P0, 0, 2));
            one.flush();
            clock.advance(Duration.ofHours(1));
            one.put(rows(P0, 2, 4));
            one.flush();
        }
        Path old = directory.resolve("shop-0-2026030110.duckdb");
        Path copy = directory.resolve("shop-copy-2026030110.duckdb");
        Files.delete(old.resolveSibling(old.getFileName() + ".lock"));
        Files.writeString(copy, "somebody's");
        try (SinkFixture other = task(template, 1, clock).open(P0)) {
            other.put(rows(P0, 0, 1));

            assertThat(other.context().offsets()).containsEntry(P0, 4L);
        }
        assertThat(old.resolveSibling(old.getFileName() + ".lock")).doesNotExist();
    }

    /** Another worker may ask at any moment. */
    @Test
    void whatOthersReadIsNeverBehindTheDatabase() throws Exception {
        SettableClock clock = new SettableClock();
        Path file = directory.resolve("shop-0.duckdb");
        try (SinkFixture one = task("shop-{task}.duckdb", 0, clock).open(P0, P1)) {
            one.put(rows(P0, 0, 4));
            one.flush();
            assertThat(OwnershipTest.readElsewhere(file)).contains("shop logs 0 4\n");
            one.put(rows(P0, 4, 6));
            one.put(rows(P1, 0, 1));
            one.flush();

            assertThat(OwnershipTest.readElsewhere(file)).contains("shop logs 0 6\n", "shop logs 1 1\n");
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
