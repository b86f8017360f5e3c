/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connector promises to the worker, and what it refuses. */
final class MergeSourceConnectorTest {
    private final MergeSourceConnector connector = new MergeSourceConnector();

    private static Map<String, String> properties(String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("store.uri", "file:///data", "topic", "logs"));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        return properties;
    }

    private static Map<Map<String, ?>, Map<String, ?>> offsets(@Nullable Map<String, ?> offset) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(Map.of("signal", "logs", "part", "p1"), offset);
        return offsets;
    }

    @Test
    void everyTaskIsToldItsNumber() {
        connector.start(properties());
        List<Map<String, String>> configs = connector.taskConfigs(3);
        assertThat(configs)
                .extracting(config -> config.get(MergeSourceConnector.TASK))
                .containsExactly("0", "1", "2");
        assertThat(configs).allMatch(config -> "3".equals(config.get(MergeSourceConnector.TASK_COUNT)));
    }

    @Test
    void onlyWhatDependsOnTheMomentIsNotExactlyOnce() {
        assertThat(connector.exactlyOnceSupport(properties())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.exactlyOnceSupport(properties("discovery.late.files", "ignore")))
                .isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
        assertThat(connector.canDefineTransactionBoundaries(properties()))
                .isEqualTo(ConnectorTransactionBoundaries.SUPPORTED);
    }

    @Test
    void offsetsMayBeSetAndReset() {
        assertThat(connector.alterOffsets(properties(), offsets(null))).isTrue();
        assertThat(connector.alterOffsets(properties(), offsets(Map.of("file", "a.parquet", "row", 7))))
                .isTrue();
        assertThat(connector.alterOffsets(properties(), Map.of())).isTrue();
    }

    @Test
    void offsetsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> connector.alterOffsets(properties(), offsets(Map.of("row", 7L))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("row 7");
        assertThatThrownBy(() -> connector.alterOffsets(properties(), offsets(Map.of("line", 7L))))
                .hasMessageContaining("'line' is not known");
        assertThatThrownBy(() -> connector.alterOffsets(properties(), Map.of(Map.of("part", "p1"), Map.of())))
                .hasMessageContaining("must look like");
        assertThatThrownBy(() -> connector.alterOffsets(properties("source.signal", "spans"), offsets(null)))
                .hasMessageContaining("replays spans");
    }

    @ParameterizedTest
    @CsvSource({
        "topic, a b",
        "topic, {trace-id}",
        "key.source, resource:",
        "source.start.time, yesterday",
        "source.partition.filter, (",
        "store.uri, data",
        "after.partition.target, done/",
        "merge.orphans.topic, ''"
    })
    void aMisfitIsShownOnItsKey(String key, String value) {
        Map<String, String> properties = properties(key, value);
        if (key.equals("merge.orphans.topic")) {
            properties.put("merge.orphans", "emit");
        }
        assertThat(connector.validate(properties).configValues())
                .filteredOn(each -> !each.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactly(key);
    }

    @Test
    void offsetsGoThroughTheWorkerAndComeBack() {
        DoneFiles done = DoneFiles.NONE.with("c", 2).with("a", 2).with("b", 2);
        assertThat(done.names()).containsExactly("b", "c");
        assertThat(done.before()).isEqualTo(1);
        assertThat(done.mayContain("a")).isTrue();
        ReplayOffset offset = new ReplayOffset("d", 7, 99, done, new ReplayOffset.Sorted(20, 3));
        assertThat(ReplayOffset.of(offset.toMap())).isEqualTo(offset);
    }

    @Test
    void everyPartitionHasOneTaskAndOneMoreTaskTakesOnlyItsShare() {
        int moved = 0;
        int[] counts = new int[4];
        for (int part = 0; part < 400; part++) {
            int before = owner("part-" + part, 3);
            int after = owner("part-" + part, 4);
            counts[after]++;
            if (before != after) {
                assertThat(after).isEqualTo(3);
                moved++;
            }
        }
        assertThat(moved).isBetween(50, 150);
        for (int count : counts) {
            assertThat(count).isGreaterThan(50);
        }
    }

    private static int owner(String part, int tasks) {
        Integer owner = null;
        for (int task = 0; task < tasks; task++) {
            if (new Assignment(task, tasks).owns(part)) {
                assertThat(owner).isNull();
                owner = task;
            }
        }
        return Objects.requireNonNull(owner);
    }

    @Test
    void aRateLetsPassWhatItSays() {
        RateLimit limit = new RateLimit(100);
        assertThat(limit.passed(100, 5_000_000_000L)).isZero();
        assertThat(limit.passed(50, 5_000_000_000L)).isEqualTo(500_000_000L);
        assertThat(new RateLimit(0).passed(1_000_000, 0)).isZero();
    }
}
