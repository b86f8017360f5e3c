/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random puts, commits, rebalances, crashes and zombies from one seed: after all of it every row is in the database
 * once.
 */
final class SinkSimulationTest {
    private static final int STEPS = 60;
    private static final int PARTITIONS = 3;
    private static final int ROWS = 150;

    @TempDir
    private Path directory;

    private final Map<TopicPartition, Long> group = new HashMap<>();
    private final SettableClock clock = new SettableClock();

    /** A task with its consumer. */
    private static final class Member {
        private final FakeContext context = FakeContext.withoutReporter();
        private final Supplier<SinkFixture> fixtures;
        private SinkFixture fixture;
        private final Map<TopicPartition, Long> positions = new HashMap<>();
        private @Nullable List<SinkRecord> failed;

        Member(Path file, SettableClock clock, String... settings) {
            this.fixtures = () -> SinkFixture.of(file, context, clock, settings);
            this.fixture = fixtures.get();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyRowIsThereOnce(long seed) {
        run(seed, "shop.duckdb");
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void everyRowIsInOneOfTheFilesOfTheTasks(long seed) {
        run(seed, "shop-{task}.duckdb");
    }

    private void run(long seed, String file) {
        Random random = new Random(seed);
        List<Member> members = new ArrayList<>(List.of(member(file, 0), member(file, 1)));
        List<Member> zombies = new ArrayList<>();
        assign(members, random);
        for (int step = 0; step < STEPS; step++) {
            int index = random.nextInt(members.size());
            Member member = members.get(index);
            switch (random.nextInt(8)) {
                case 0 -> assign(members, random);
                case 1 -> {
                    zombies.add(member);
                    members.set(index, member(file, index));
                    assign(members, random);
                }
                case 2 -> commit(member);
                case 3 -> zombies.forEach(zombie -> poll(zombie, random, true));
                default -> poll(member, random, false);
            }
            clock.advance(Duration.ofSeconds(random.nextInt(6)));
        }
        finish(members, random);
        zombies.forEach(zombie -> zombie.fixture.close());
        members.forEach(member -> member.fixture.close());
        assertThat(found(file)).as("seed %d", seed).isEqualTo(expected());
    }

    private Member member(String file, int task) {
        return new Member(
                directory.resolve(file), clock, "quiver.task", Integer.toString(task), "flush.rows.max", "40");
    }

    private void assign(List<Member> members, Random random) {
        for (Member member : members) {
            commit(member);
            member.fixture.sink().close(List.copyOf(member.positions.keySet()));
            member.positions.clear();
            member.failed = null;
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TopicPartition assigned = new TopicPartition(Records.TOPIC, partition);
            Member member = members.get(random.nextInt(members.size()));
            member.positions.put(assigned, group.getOrDefault(assigned, 0L));
            member.fixture.sink().open(List.of(assigned));
        }
    }

    private void commit(Member member) {
        Map<TopicPartition, OffsetAndMetadata> asked = new HashMap<>();
        member.positions.forEach((partition, position) -> asked.put(partition, new OffsetAndMetadata(position)));
        member.fixture.sink().committable(asked).forEach((partition, safe) -> group.put(partition, safe.offset()));
    }

    private void restart(Member member) {
        member.fixture.close();
        member.fixture = member.fixtures.get();
        member.failed = null;
        member.context.offsets().clear();
        member.positions.replaceAll((partition, position) -> group.getOrDefault(partition, 0L));
        member.fixture.sink().open(List.copyOf(member.positions.keySet()));
    }

    private void poll(Member member, Random random, boolean isZombie) {
        List<SinkRecord> records = member.failed == null ? read(member, random) : member.failed;
        try {
            member.context.offsets().clear();
            member.fixture.put(records);
            member.failed = null;
        } catch (RetriableException e) {
            member.failed = records;
        } catch (ConnectException e) {
            assertThat(e).hasMessageContaining("another task");
            if (!isZombie) {
                // A zombie took over what was not its own any more: somebody restarts the task.
                restart(member);
            }
        }
        member.context.offsets().forEach((partition, offset) -> member.positions.replace(partition, offset));
    }

    private static List<SinkRecord> read(Member member, Random random) {
        List<SinkRecord> records = new ArrayList<>();
        member.positions.replaceAll((partition, position) -> {
            long end = Math.min(ROWS, position + random.nextInt(30));
            for (long offset = position; offset < end; offset++) {
                records.add(Records.keyed(partition, offset, partition.partition() * 1000L + offset, "k"));
            }
            return Math.max(position, end);
        });
        return records;
    }

    private void finish(List<Member> members, Random random) {
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!isDone()) {
            assertThat(System.nanoTime())
                    .as("until everything is in: %s", group)
                    .isLessThan(deadline);
            for (Member member : members) {
                poll(member, random, false);
                clock.advance(Duration.ofSeconds(11));
                commit(member);
            }
        }
    }

    private boolean isDone() {
        return group.size() == PARTITIONS && group.values().stream().allMatch(offset -> offset == ROWS);
    }

    private static List<Long> expected() {
        List<Long> ids = new ArrayList<>();
        for (long partition = 0; partition < PARTITIONS; partition++) {
            for (long offset = 0; offset < ROWS; offset++) {
                ids.add(partition * 1000 + offset);
            }
        }
        return ids;
    }

    private List<Long> found(String file) {
        Set<String> files = file.contains("{task}")
                ? new TreeSet<>(List.of("shop-0.duckdb", "shop-1.duckdb"))
                : new TreeSet<>(List.of(file));
        DatabaseConfig config = DuckDbSinkConfig.parse(SinkFixture.properties(directory.resolve(file)))
                .database();
        List<Long> ids = new ArrayList<>();
        for (String name : files) {
            SinkFixture.query(config, directory.resolve(name), "SELECT id FROM logs")
                    .forEach(row -> ids.add(Long.valueOf(row.get(0))));
        }
        ids.sort(null);
        return ids;
    }
}
