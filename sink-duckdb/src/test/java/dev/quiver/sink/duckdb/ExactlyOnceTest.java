/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.P1;
import static dev.quiver.sink.duckdb.Records.row;
import static dev.quiver.sink.duckdb.Records.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExactlyOnceTest {
    private static final String COUNT = "SELECT count(*), count(DISTINCT id) FROM logs";

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("shop.duckdb");
    }

    @Test
    void rowsAreInTheirTableAndTheirOffsetsWithThem() {
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0, P1)) {
            fixture.put(rows(P0, 0, 5));
            fixture.put(rows(P1, 10, 12));
            fixture.flush();

            assertThat(fixture.query("SELECT id, kind FROM logs ORDER BY id LIMIT 2"))
                    .containsExactly(List.of("0", "k"), List.of("1", "k"));
            assertThat(fixture.query(COUNT)).containsExactly(List.of("7", "7"));
            assertThat(fixture.query("SELECT topic, \"partition\", next_offset FROM _quiver_offsets ORDER BY 2"))
                    .containsExactly(List.of("logs", "0", "5"), List.of("logs", "1", "12"));
            assertThat(fixture.committed(P0)).isEqualTo(5);
            assertThat(fixture.committed(P1)).isEqualTo(12);
        }
    }

    @Test
    void whatTheWorkerCommitsIsInTheDatabase() {
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 5));

            assertThat(fixture.committed(P0)).isEqualTo(5);
            assertThat(fixture.query(COUNT)).containsExactly(List.of("5", "5"));
        }
    }

    @Test
    void theNextTaskGoesOnWhereTheDatabaseIs() {
        try (SinkFixture first = SinkFixture.of(file()).open(P0)) {
            first.put(rows(P0, 0, 5));
            first.flush();
        }
        try (SinkFixture second = SinkFixture.of(file()).open(P0)) {
            second.put(rows(P0, 0, 8));

            assertThat(second.context().offsets()).containsEntry(P0, 5L);
            second.put(rows(P0, 5, 8));
            second.flush();
            assertThat(second.query(COUNT)).containsExactly(List.of("8", "8"));
        }
    }

    @Test
    void whatStopsIsLoadedFirst() {
        try (SinkFixture first = SinkFixture.of(file()).open(P0)) {
            first.put(rows(P0, 0, 5));
            first.sink().close(List.of(P0));
        }
        try (SinkFixture second = SinkFixture.of(file()).open(P0)) {
            second.put(rows(P0, 5, 6));
            second.flush();

            assertThat(second.query(COUNT)).containsExactly(List.of("6", "6"));
        }
    }

    @Test
    void aTransactionBeginsWhenATableHasEnoughRows() {
        try (SinkFixture fixture =
                SinkFixture.of(file(), "flush.rows.max", "10").open(P0)) {
            fixture.put(rows(P0, 0, 25));
            fixture.await();

            assertThat(fixture.query(COUNT)).containsExactly(List.of("20", "20"));
            assertThat(fixture.committed(P0)).isEqualTo(25);
        }
    }

    @Test
    void aTaskThatLostItsPartitionsChangesNothing() {
        try (SinkFixture zombie = SinkFixture.of(file()).open(P0);
                SinkFixture owner = SinkFixture.of(file()).open(P0)) {
            zombie.put(rows(P0, 0, 3));
            owner.put(rows(P0, 0, 3));

            assertThatThrownBy(zombie::flush)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("another task has taken over 1 of [logs-0]");
            owner.flush();
            assertThat(owner.query(COUNT)).containsExactly(List.of("3", "3"));
        }
    }

    @Test
    void aTaskGoesOnWithThePartitionsThatItKeeps() {
        try (SinkFixture first = SinkFixture.of(file()).open(P0, P1);
                SinkFixture second = SinkFixture.of(file())) {
            first.put(rows(P0, 0, 3));
            first.put(rows(P1, 0, 3));
            second.open(P1);
            second.put(rows(P1, 0, 4));
            first.sink().close(List.of(P1));
            first.put(rows(P0, 3, 4));

            assertThat(first.context().offsets()).containsEntry(P0, 0L);
            first.put(rows(P0, 0, 4));
            first.flush();
            second.flush();
            assertThat(first.query("SELECT count(*) FROM logs")).containsExactly(List.of("8"));
        }
    }

    @Test
    void offsetsThatComeAgainAreABug() {
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 3));

            assertThatThrownBy(() -> fixture.put(row(P0, 1)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("reading went back to logs-0@1")
                    .hasMessageContaining("behavior.on.offset.rewind");
        }
    }

    @Test
    void aTopicMadeAnewIsAcceptedWhereThatIsWanted() {
        try (SinkFixture fixture =
                SinkFixture.of(file(), "behavior.on.offset.rewind", "accept").open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            fixture.put(row(P0, 0));
            fixture.flush();

            assertThat(fixture.query(COUNT)).containsExactly(List.of("4", "3"));
            assertThat(fixture.committed(P0)).isEqualTo(1);
        }
    }

    @Test
    void anOperatorMovesTheOffsets() {
        try (SinkFixture first = SinkFixture.of(file()).open(P0, P1)) {
            first.put(rows(P0, 0, 3));
            first.put(rows(P1, 0, 3));
            first.flush();
        }
        Map<TopicPartition, @Nullable Long> offsets = new HashMap<>();
        offsets.put(P0, 1L);
        offsets.put(P1, null);
        assertThat(new DuckDbSinkConnector().alterOffsets(SinkFixture.properties(file()), offsets))
                .isTrue();
        try (SinkFixture second = SinkFixture.of(file()).open(P0, P1)) {
            second.put(rows(P0, 7, 8));

            assertThat(second.context().offsets()).containsExactly(Map.entry(P0, 1L));
        }
    }
}
