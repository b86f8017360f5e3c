/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.source.merge.engine.MergeOptions;
import dev.quiver.source.merge.otel.LocalKeys;
import dev.quiver.source.merge.otel.Signal;
import dev.quiver.source.merge.otel.ValueFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key reaches what reads it, and what does not fit is refused with key and value. */
final class MergeSourceConfigTest {
    private static MergeSourceConfig parse(String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("store.uri", "file:///data", "topic", "logs"));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        return MergeSourceConfig.parse(properties);
    }

    /** Workers look offsets up by the bytes of a text made of it, after a restart of the JVM as well. */
    @Test
    void sourcePartitionsHaveTheirKeysInOneOrder() {
        assertThat(SourceOffsets.partition(parse(), "a").keySet()).containsExactly("signal", "part");
    }

    @Test
    void defaults() {
        MergeSourceConfig config = parse();
        assertThat(config.signal()).isEqualTo(Signal.LOGS);
        assertThat(config.discoveryInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.files().late()).isEqualTo(FileConfig.LateFiles.PROCESS);
        assertThat(config.files().lookback()).isEqualTo(32);
        assertThat(config.files().badFile()).isEqualTo(FileConfig.BadFile.FAIL);
        assertThat(config.files().times().isAll()).isTrue();
        assertThat(config.files().after()).isEqualTo(new FileConfig.After(FileConfig.Action.NONE, ""));
        assertThat(config.merge().options())
                .isEqualTo(new MergeOptions(1 << 14, 32L << 20, MergeOptions.ChildOrder.AUTO, false, false));
        assertThat(config.merge().orphans()).isEqualTo(MergeSourceConfig.OrphanPolicy.SKIP);
        assertThat(config.merge().resourceIds()).isEqualTo(LocalKeys.ResourceIds.AUTO);
        assertThat(config.merge().order()).isEqualTo(MergeSourceConfig.RowOrder.FILE);
        assertThat(config.merge().partitionsMax()).isEqualTo(16);
        assertThat(config.records().format()).isEqualTo(ValueFormat.STRUCT);
        assertThat(config.records().rowsMax()).isEqualTo(500);
        assertThat(config.records().bytesMax()).isEqualTo(900_000);
        assertThat(config.limits())
                .isEqualTo(new LimitConfig(
                        new Room(1000, 4L << 20), new Room(20_000, 64L << 20), 0, 0, Duration.ofMinutes(10)));
    }

    @Test
    void everyKeyOfTheFilesArrives() {
        FileConfig files = parse(
                        "source.signal", "spans",
                        "source.partition.filter", "a.*",
                        "source.start.time", "2026-01-01T00:00:00Z",
                        "source.end.time", "2026-01-02T00:00:00Z",
                        "file.name.pattern", ".*\\.pq",
                        "discovery.interval.ms", "7",
                        "discovery.late.files", "fail",
                        "discovery.lookback.files", "5",
                        "errors.bad.file", "skip",
                        "after.partition", "tag",
                        "after.partition.target", "a=b")
                .files();
        assertThat(files.signal()).isEqualTo(Signal.SPANS);
        assertThat(files.partitions().pattern()).isEqualTo("a.*");
        assertThat(files.names().pattern()).isEqualTo(".*\\.pq");
        long start = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000L;
        assertThat(files.times()).isEqualTo(new FileConfig.TimeRange(start, start + 86_400_000_000_000L));
        assertThat(files.interval()).isEqualTo(Duration.ofMillis(7));
        assertThat(files.late()).isEqualTo(FileConfig.LateFiles.FAIL);
        assertThat(files.lookback()).isEqualTo(5);
        assertThat(files.badFile()).isEqualTo(FileConfig.BadFile.SKIP);
        assertThat(files.after()).isEqualTo(new FileConfig.After(FileConfig.Action.TAG, "a=b"));
    }

    @Test
    void everyKeyOfTheMergeArrives() {
        MergeSourceConfig.MergeConfig merge = parse(
                        "merge.window.rows", "9",
                        "merge.window.max.bytes", "2000000",
                        "merge.partitions.max", "3",
                        "merge.child.order", "sorted",
                        "merge.orphans", "emit",
                        "merge.orphans.topic", "lost",
                        "merge.id.regression", "fail",
                        "merge.resource.ids", "off",
                        "order.window.rows", "11")
                .merge();
        assertThat(merge.options())
                .isEqualTo(new MergeOptions(9, 2_000_000, MergeOptions.ChildOrder.SORTED, true, true));
        assertThat(merge.orphans()).isEqualTo(MergeSourceConfig.OrphanPolicy.EMIT);
        assertThat(merge.resourceIds()).isEqualTo(LocalKeys.ResourceIds.OFF);
        assertThat(merge.partitionsMax()).isEqualTo(3);
        assertThat(merge.orderRows()).isEqualTo(11);
        assertThat(parse("order", "time-global").merge().order()).isEqualTo(MergeSourceConfig.RowOrder.TIME_GLOBAL);
    }

    @Test
    void everyKeyOfTheRecordsAndLimitsArrives() {
        MergeSourceConfig config = parse(
                "value.format", "otap-proto",
                "struct.attributes", "list",
                "key.source", "resource:service.name",
                "timestamp.source", "observed",
                "headers.provenance", "true",
                "message.records.max", "12",
                "message.max.bytes", "13000",
                "poll.records.max", "14",
                "poll.bytes.max", "15000",
                "transaction.records.max", "16",
                "transaction.bytes.max", "17000",
                "rate.rows.max", "18",
                "rate.bytes.max", "19",
                "retry.timeout.ms", "20");
        RecordConfig records = config.records();
        assertThat(records.format()).isEqualTo(ValueFormat.OTAP_PROTO);
        assertThat(records.attributes()).isEqualTo(ValueFormat.Attributes.LIST);
        assertThat(records.key()).isEqualTo(new KeySource(KeySource.Kind.RESOURCE, "service.name"));
        assertThat(records.timestamp()).isEqualTo(RecordConfig.Timestamp.OBSERVED);
        assertThat(records.headers()).isTrue();
        assertThat(records.rowsMax()).isEqualTo(12);
        assertThat(records.bytesMax()).isEqualTo(13_000);
        assertThat(config.limits())
                .isEqualTo(new LimitConfig(new Room(14, 15_000), new Room(16, 17_000), 18, 19, Duration.ofMillis(20)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            merge.window.rows       | 0                | must be at least 1
            merge.window.max.bytes  | 1000             | must be at least
            merge.partitions.max    | 0                | must be at least 1
            merge.child.order       | random           | must be one of auto, sorted, unsorted
            order                   | newest           | must be one of
            value.format            | avro             | must be one of struct
            key.source              | header:x         | must be none, trace-id
            message.records.max     | 70000            | must be no more than 65535
            poll.bytes.max          | 10               | must be at least
            transaction.bytes.max   | 10               | must be at least
            after.partition         | move             | must be given where after.partition is move or tag
            source.start.time       | today            | must look like
            """)
    void aValueThatDoesNotFitIsRefused(String key, String value, String reason) {
        assertThatThrownBy(() -> parse(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"logs/done/", "log_attrs/", "/done/", "../"})
    void filesAreNotMovedWhereTheyAreFoundAgain(String target) {
        assertThatThrownBy(() -> parse("after.partition", "move", "after.partition.target", target))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("after.partition.target");
    }

    /** A key that changes or goes breaks configurations of users: the golden file changes only on purpose. */
    @Test
    void theKeysAreThoseThatUsersKnow() throws IOException {
        String keys = MergeSourceConfig.DEFINITION.configKeys().values().stream()
                .sorted(Comparator.comparing((ConfigDef.ConfigKey key) -> key.name))
                .map(key -> key.name + " " + key.type + " " + (key.hasDefault() ? key.defaultValue : "required") + "\n")
                .collect(Collectors.joining());
        assertThat(keys).isEqualTo(golden());
    }

    private static String golden() throws IOException {
        try (InputStream golden = MergeSourceConfigTest.class.getResourceAsStream("/merge-source-config.golden")) {
            return new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
