/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.NullHandling;
import dev.quiver.parquet.Compression;
import dev.quiver.parquet.ParquetOptions;
import dev.quiver.parquet.Profile;
import dev.quiver.store.s3.ChecksumMode;
import dev.quiver.store.s3.S3Credentials;
import dev.quiver.store.s3.S3Options;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParquetSinkConfigTest {
    private static final String BUCKET = "s3://bucket/prefix";

    private static ParquetSinkConfig parse(String... settings) {
        Map<String, String> properties = new TreeMap<>(Map.of("store.uri", BUCKET));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        return ParquetSinkConfig.parse(properties);
    }

    private static S3Options bucket(String... settings) {
        return ((StoreConfig.Bucket) parse(settings).store()).options();
    }

    @Test
    void defaults() {
        ParquetSinkConfig config = parse();

        assertThat(config.partitioner()).isNotNull();
        assertThat(config.flush())
                .isEqualTo(new FlushPolicy(1_000_000, 128L << 20, Duration.ofMinutes(5), new FlushPolicy.Span(0, 0)));
        assertThat(config.compatibility()).isEqualTo(SchemaCompatibility.NONE);
        assertThat(config.parquet()).isEqualTo(new ParquetConfig(ParquetOptions.DEFAULTS, Map.of(), 1, List.of()));
        assertThat(config.records().nullValues()).isEqualTo(NullValues.IGNORE);
        assertThat(config.records().nullHandling()).isEqualTo(NullHandling.REPLACE_WITH_DEFAULT);
        assertThat(config.memory().batchRowsMax()).isEqualTo(10_000);
        assertThat(config.memory().bytesMax()).isEqualTo(256L << 20);
        assertThat(config.filesInFlightMax()).isEqualTo(16);
        assertThat(config.retryTimeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void defaultsOfABucket() {
        S3Options options = bucket();

        assertThat(options.location().bucket()).isEqualTo("bucket");
        assertThat(options.location().prefix()).isEqualTo("prefix");
        assertThat(options.endpoint().region()).isEqualTo("us-east-1");
        assertThat(options.endpoint().override()).isNull();
        assertThat(options.endpoint().pathStyle()).isFalse();
        assertThat(options.endpoint().checksums()).isEqualTo(ChecksumMode.WHEN_SUPPORTED);
        assertThat(options.credentials()).isEqualTo(new S3Credentials.DefaultChain(false));
        assertThat(options.transfer().partBytes()).isEqualTo(8 << 20);
        assertThat(options.transfer().partsInFlightMax()).isEqualTo(16);
        assertThat(options.retry().attemptsMax()).isEqualTo(8);
        assertThat(options.retry().attemptTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.retry().callTimeout()).isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void everyKeyReachesItsAccessor() {
        ParquetSinkConfig config = parse(
                "flush.rows.max", "11",
                "flush.bytes.max", "12",
                "flush.span.max.ms", "14",
                "flush.span.lateness.ms", "15",
                "schema.compatibility", "union",
                "flush.age.max.ms", "13",
                "parquet.compression", "gzip",
                "parquet.compression.level", "9",
                "parquet.row.group.bytes.max", "15",
                "parquet.page.bytes.max", "1600",
                "parquet.page.rows.max", "17",
                "behavior.on.null.values", "report",
                "replace.null.with.default", "false",
                "batch.rows.max", "18",
                "memory.max.bytes", "33554433",
                "spill.max.bytes", "21",
                "spill.directory", "/data/spill",
                "files.in.flight.max", "19",
                "retry.timeout.ms", "20");

        assertThat(config.flush())
                .isEqualTo(new FlushPolicy(11, 12, Duration.ofMillis(13), new FlushPolicy.Span(14, 15)));
        assertThat(config.compatibility()).isEqualTo(SchemaCompatibility.UNION);
        assertThat(config.parquet().options()).isEqualTo(new ParquetOptions(Compression.GZIP, 9, 15, 1600, 17));
        assertThat(config.records().nullValues()).isEqualTo(NullValues.REPORT);
        assertThat(config.records().nullHandling()).isEqualTo(NullHandling.KEEP);
        assertThat(config.memory().batchRowsMax()).isEqualTo(18);
        assertThat(config.memory().bytesMax()).isEqualTo(33_554_433);
        assertThat(config.memory().spillBytesMax()).isEqualTo(21);
        assertThat(config.memory().spillDirectory()).hasToString("/data/spill");
        assertThat(config.filesInFlightMax()).isEqualTo(19);
        assertThat(config.retryTimeout()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void theGuaranteeReachesItsAccessorWithTheNameOfTheConnector() {
        DeliveryConfig delivery =
                parse("name", "my sink", "flush.on.close", "true").delivery();
        assertThat(delivery.guarantee()).isEqualTo(DeliveryGuarantee.EXACTLY_ONCE);
        assertThat(delivery.connector()).isEqualTo("my sink");
        assertThat(delivery.flushesOnClose()).isTrue();
        assertThat(parse().delivery().flushesOnClose()).isFalse();
        assertThat(parse("delivery.guarantee", "at_least_once").delivery().guarantee())
                .isEqualTo(DeliveryGuarantee.AT_LEAST_ONCE);
    }

    @Test
    void theProfileReachesItsAccessor() {
        assertThat(parse().parquet().options().profile()).isEqualTo(Profile.COMPATIBLE);
        assertThat(parse("parquet.profile", "modern").parquet().options().profile())
                .isEqualTo(Profile.MODERN);
    }

    @Test
    void everyKeyOfABucketReachesItsAccessor() {
        S3Options options = bucket(
                "s3.region", "eu-central-1",
                "s3.endpoint", "http://localhost:9000",
                "s3.path.style.access", "true",
                "s3.access.key.id", "key",
                "s3.secret.access.key", "hidden-secret",
                "s3.session.token", "hidden-token",
                "s3.checksums", "when-required",
                "s3.part.bytes", "5242880",
                "s3.parts.in.flight.max", "3",
                "s3.attempts.max", "4",
                "s3.attempt.timeout.ms", "5",
                "s3.call.timeout.ms", "6");

        assertThat(options.endpoint().region()).isEqualTo("eu-central-1");
        assertThat(options.endpoint().override()).isEqualTo(URI.create("http://localhost:9000"));
        assertThat(options.endpoint().pathStyle()).isTrue();
        assertThat(options.endpoint().checksums()).isEqualTo(ChecksumMode.WHEN_REQUIRED);
        assertThat(options.credentials()).isEqualTo(new S3Credentials.Static("key", "hidden-secret", "hidden-token"));
        assertThat(options.transfer().partBytes()).isEqualTo(5 << 20);
        assertThat(options.transfer().partsInFlightMax()).isEqualTo(3);
        assertThat(options.retry().attemptsMax()).isEqualTo(4);
        assertThat(options.retry().attemptTimeout()).isEqualTo(Duration.ofMillis(5));
        assertThat(options.retry().callTimeout()).isEqualTo(Duration.ofMillis(6));
    }

    @Test
    void everyKeyOfADirectoryReachesItsAccessor() {
        StoreConfig.Directory directory = (StoreConfig.Directory)
                parse("store.uri", "file:///data/lake", "file.sync", "false").store();

        assertThat(directory.location().path()).hasToString("/data/lake");
        assertThat(directory.sync()).isFalse();
    }

    @Test
    void thePartitionKeysReachThePartitioner() {
        ParquetSinkConfig config = parse("partition.by", "partition, field:kind", "partition.style", "plain");
        String directory = config.partitioner()
                .bind(Records.SCHEMA, new RowContext(NullHandling.KEEP, new SettableClock()))
                .directory(Records.row(Records.P1, 0, "a"), (org.apache.kafka.connect.data.Struct)
                        Records.row(Records.P1, 0, "a").value());

        assertThat(directory).isEqualTo("1/a");
    }

    @ParameterizedTest
    @CsvSource({
        "store.uri, ftp://x",
        "store.uri, ' '",
        "store.uri, s3://B",
        "s3.region, ' '",
        "s3.endpoint, localhost:9000",
        "s3.endpoint, 'http://a b'",
        "s3.path.style.access, maybe",
        "s3.checksums, never",
        "s3.part.bytes, 5242879",
        "s3.parts.in.flight.max, 0",
        "s3.attempts.max, 101",
        "s3.attempt.timeout.ms, 0",
        "s3.call.timeout.ms, -1",
        "s3.attempt.timeout.ms, 80001",
        "file.sync, 1",
        "delivery.guarantee, twice",
        "flush.on.close, now",
        "parquet.profile, best",
        "partition.by, 'topic,days'",
        "partition.time, 'noon'",
        "partition.time, 'field:a..b'",
        "partition.time.unit, 'h'",
        "partition.time.zone, 'Mars/Base'",
        "partition.time.locale, 'x y'",
        "file.name, '{topic}'",
        "partition.by, 'field:a..b'",
        "partition.by, 'field:a.id,field:b.id'",
        "partition.by, 'topic,topic'",
        "partition.style, iceberg",
        "flush.rows.max, 0",
        "flush.bytes.max, 0",
        "flush.age.max.ms, 0",
        "flush.age.max.ms, soon",
        "flush.span.max.ms, -1",
        "flush.span.lateness.ms, -2",
        "schema.compatibility, some"
    })
    void eachRefusalNamesKeyAndValue(String key, String value) {
        assertThatThrownBy(() -> parse(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(key.equals("partition.by") ? value.substring(value.indexOf(',') + 1) : value);
    }

    @ParameterizedTest
    @CsvSource({
        "parquet.compression, brotli",
        "parquet.compression.level, 0",
        "parquet.compression.level, 23",
        "parquet.row.group.bytes.max, 0",
        "parquet.page.bytes.max, 1023",
        "parquet.page.rows.max, 0",
        "behavior.on.null.values, write",
        "replace.null.with.default, perhaps",
        "batch.rows.max, 1000001",
        "memory.max.bytes, 33554431",
        "spill.max.bytes, -1",
        "files.in.flight.max, 257",
        "retry.timeout.ms, -1"
    })
    void eachRefusalOfAFormatOrALimitNamesKeyAndValue(String key, String value) {
        eachRefusalNamesKeyAndValue(key, value);
    }

    @Test
    void aLevelThatTheCodecDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> parse("parquet.compression", "gzip", "parquet.compression.level", "10"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value 10 for configuration parquet.compression.level: compression level 10 is not"
                        + " one of GZIP, which has 1 to 9");
    }

    @Test
    void sharingFilesNeedsALedger() {
        assertThatThrownBy(() -> parse("delivery.guarantee", "at-least-once", "schema.compatibility", "full"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Invalid value full for configuration schema.compatibility: needs");
    }

    @Test
    void flushingOnCloseNeedsALedger() {
        assertThatThrownBy(() -> parse("delivery.guarantee", "at-least-once", "flush.on.close", "true"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("flush.on.close: would double rows where delivery.guarantee is not exactly-once");
    }

    @Test
    void theLayoutFollowsFromWhatDecidesTheDirectory() {
        String layout = layout();
        assertThat(layout("partition.by", "topic", "name", "other", "value.converter.schema.registry.url", "x"))
                .isEqualTo(layout);
        assertThat(layout("value.converter.basic.auth.user.info", "x", "transformsomething", "x"))
                .isEqualTo(layout);
        assertThat(List.of(
                        layout("partition.by", "partition"),
                        layout("partition.style", "plain"),
                        layout("partition.time", "now"),
                        layout("partition.time.unit", "s"),
                        layout("partition.time.zone", "Europe/Prague"),
                        layout("partition.time.locale", "cs"),
                        layout("replace.null.with.default", "false"),
                        layout("transforms", "a"),
                        layout("transforms.a.type", "b"),
                        layout("predicates", "a"),
                        layout("value.converter", "a"),
                        layout("value.converter.schemas.enable", "false")))
                .doesNotContain(layout)
                .doesNotHaveDuplicates();
    }

    private static String layout(String... settings) {
        return parse(settings).delivery().layout();
    }

    @Test
    void theStoreMustBeGiven() {
        assertThatThrownBy(() -> ParquetSinkConfig.parse(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("store.uri");
    }

    @Test
    void secretsAppearInNoText() {
        ParquetSinkConfig config = parse(
                "s3.access.key.id", "key", "s3.secret.access.key", "hidden-secret", "s3.session.token", "hidden-token");

        assertThat(config.toString()).doesNotContain("hidden").contains("key");
        assertThatThrownBy(() -> parse("s3.secret.access.key", "hidden-secret"))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("hidden")
                .hasMessageContaining("s3.access.key.id");
        assertThatThrownBy(() -> parse("s3.access.key.id", "key", "s3.session.token", "hidden-token"))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("hidden")
                .hasMessageContaining("s3.secret.access.key");
    }

    /** Every key, so that nobody renames one by the way. */
    @Test
    void theKeysAreThoseThatUsersHave() throws IOException {
        String keys = ParquetSinkConfig.DEFINITION.configKeys().values().stream()
                .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                .map(ParquetSinkConfigTest::line)
                .collect(Collectors.joining());
        try (InputStream golden = Objects.requireNonNull(
                ParquetSinkConfigTest.class.getResourceAsStream("/parquet-sink-config.golden"))) {
            assertThat(keys).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String line(ConfigDef.ConfigKey key) {
        Object value = key.hasDefault() ? key.defaultValue : "(required)";
        Object shown = value instanceof Password ? "" : value;
        return (key.name + " | " + key.type + " | " + shown + " | " + key.importance + " | " + key.group + "\n")
                .replace("  ", " ");
    }
}
