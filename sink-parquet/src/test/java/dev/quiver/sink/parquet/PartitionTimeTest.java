/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.NullHandling;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories by time: where it comes from, in which form it is there, and how it is written. */
final class PartitionTimeTest {
    private static final long MS = 1_700_000_000_123L;
    private static final String DATE_AND_TIME = "date=2023-11-14/hour=22/minute=13";

    private static String directory(SinkRecord sinkRecord, String... settings) {
        ParquetSinkConfig config = SinkFixture.config(settings);
        Struct row = (Struct) sinkRecord.value();
        return config.partitioner()
                .bind(row.schema(), new RowContext(NullHandling.KEEP, new SettableClock()))
                .directory(sinkRecord, row);
    }

    private static SinkRecord at(@Nullable Long timestamp) {
        Struct row = new Struct(Records.SCHEMA).put("id", 1L);
        return new SinkRecord(P0.topic(), 0, null, null, row.schema(), row, 0, timestamp, TimestampType.CREATE_TIME);
    }

    private static SinkRecord with(Schema schema, @Nullable Object value) {
        Schema row = SchemaBuilder.struct().field("t", schema).build();
        return Records.of(P0, 0, new Struct(row).put("t", value));
    }

    private static Schema named(SchemaBuilder builder, String name) {
        return builder.name(name).build();
    }

    @Test
    void theTimestampOfTheRecordNamesDirectories() {
        assertThat(directory(at(MS), "partition.by", "date,hour,minute")).isEqualTo(DATE_AND_TIME);
        assertThat(directory(at(MS), "partition.by", "topic,year,month,day"))
                .isEqualTo("logs/year=2023/month=11/day=14");
        assertThat(directory(at(MS), "partition.by", "date,hour", "partition.style", "plain"))
                .isEqualTo("2023-11-14/22");
    }

    @Test
    void aRecordWithoutATimeHasADirectoryOfItsOwn() {
        assertThat(directory(at(null), "partition.by", "date")).isEqualTo("date=__HIVE_DEFAULT_PARTITION__");
        assertThat(directory(
                        with(Schema.OPTIONAL_INT64_SCHEMA, null), "partition.by", "date", "partition.time", "field:t"))
                .isEqualTo("date=__HIVE_DEFAULT_PARTITION__");
    }

    static Stream<Arguments> times() {
        return Stream.of(
                Arguments.of("ms", Schema.INT64_SCHEMA, MS),
                Arguments.of("s", Schema.INT64_SCHEMA, MS / 1000),
                Arguments.of("s", Schema.INT32_SCHEMA, (int) (MS / 1000)),
                Arguments.of("us", Schema.INT64_SCHEMA, MS * 1000),
                Arguments.of("ns", Schema.INT64_SCHEMA, MS * 1_000_000),
                Arguments.of("s", Timestamp.SCHEMA, new java.util.Date(MS)),
                Arguments.of("s", named(SchemaBuilder.int64(), "io.debezium.time.Timestamp"), MS),
                Arguments.of("s", named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp"), MS * 1000),
                Arguments.of("s", named(SchemaBuilder.int64(), "io.debezium.time.NanoTimestamp"), MS * 1_000_000),
                Arguments.of(
                        "s",
                        named(SchemaBuilder.string(), "io.debezium.time.ZonedTimestamp"),
                        "2023-11-14T23:13:20+01:00"),
                Arguments.of("s", Schema.STRING_SCHEMA, "2023-11-14T22:13:20.123456789Z"),
                Arguments.of("s", Schema.STRING_SCHEMA, "2023-11-14 22:13:20"),
                Arguments.of("s", Schema.STRING_SCHEMA, "2023-11-14T22:13"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void everyFormOfATimeIsUnderstood(String unit, Schema schema, Object value) {
        assertThat(directory(
                        with(schema, value),
                        "partition.by",
                        "date,hour,minute",
                        "partition.time",
                        "field:t",
                        "partition.time.unit",
                        unit))
                .isEqualTo(DATE_AND_TIME);
    }

    @Test
    void datesAreMidnights() {
        String[] settings = {"partition.by", "date,hour", "partition.time", "field:t"};
        assertThat(directory(with(Schema.STRING_SCHEMA, "2023-11-14"), settings))
                .isEqualTo("date=2023-11-14/hour=00");
        assertThat(directory(with(named(SchemaBuilder.int32(), "io.debezium.time.Date"), 19_675), settings))
                .isEqualTo("date=2023-11-14/hour=00");
        assertThat(directory(
                        with(org.apache.kafka.connect.data.Date.SCHEMA, new java.util.Date(86_400_000L * 19_675)),
                        settings))
                .isEqualTo("date=2023-11-14/hour=00");
    }

    @Test
    void aTimeBefore1970IsRoundedDown() {
        String[] settings = {"partition.by", "date,hour", "partition.time", "field:t", "partition.time.unit", "us"};
        assertThat(directory(with(Schema.INT64_SCHEMA, -1L), settings)).isEqualTo("date=1969-12-31/hour=23");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2023-13-01", "2023-11-14T25:00", "14.11.2023"})
    void aTextThatIsNoTimeIsABadValue(String text) {
        assertThatThrownBy(() -> directory(
                        with(Schema.STRING_SCHEMA, text), "partition.by", "date", "partition.time", "field:t"))
                .isInstanceOf(DataException.class)
                .hasMessage("field 't' is no time of ISO 8601");
    }

    @Test
    void aFieldThatTellsNoTimeIsRefused() {
        assertThatThrownBy(() -> directory(
                        with(Schema.BOOLEAN_SCHEMA, true), "partition.by", "date", "partition.time", "field:t"))
                .isInstanceOf(DataException.class)
                .hasMessage("field 't' of type BOOLEAN tells no time");
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, en-US, uuuu-MM, 2023-11",
        "Europe/Prague, en-US, 'dd.MM HH', 14.11 23",
        "Asia/Kathmandu, en-US, 'dd HH.mm', 15 03.58",
        "UTC, cs-CZ, EEEE, úterý",
        "UTC, en-US, ss.SSS, 20.123",
        "UTC, en-US, '''week''-ww', week-46"
    })
    void patternZoneAndLocaleSayHowATimeIsWritten(String zone, String locale, String pattern, String segment) {
        assertThat(directory(
                        at(MS),
                        "partition.by",
                        "t=time:" + pattern,
                        "partition.time.zone",
                        zone,
                        "partition.time.locale",
                        locale,
                        "partition.style",
                        "plain"))
                .isEqualTo(segment);
    }

    /** The offset of the zone was not a number of whole minutes then. */
    @Test
    void whatIsRememberedOfAMinuteIsSoForAllOfIt() {
        TimePattern pattern = TimePattern.parse("HH.mm", java.time.ZoneId.of("Africa/Monrovia"), java.util.Locale.ROOT);
        for (long ms = 0; ms < 120_000; ms += 1_000) {
            TimePattern fresh =
                    TimePattern.parse("HH.mm", java.time.ZoneId.of("Africa/Monrovia"), java.util.Locale.ROOT);
            assertThat(pattern.text(ms)).isEqualTo(fresh.text(ms));
        }
    }

    @Test
    void aHeaderMayTellTheTime() {
        SinkRecord sinkRecord = at(null);
        assertThat(directory(sinkRecord, "partition.by", "hour", "partition.time", "header:when"))
                .isEqualTo("hour=__HIVE_DEFAULT_PARTITION__");
        sinkRecord.headers().addString("when", "2023-11-14T22:13:20Z");
        assertThat(directory(sinkRecord, "partition.by", "hour", "partition.time", "header:when"))
                .isEqualTo("hour=22");
        sinkRecord.headers().add("when", MS / 1000, null);
        assertThat(directory(
                        sinkRecord,
                        "partition.by",
                        "hour",
                        "partition.time",
                        "header:when",
                        "partition.time.unit",
                        "s"))
                .isEqualTo("hour=22");
    }

    @Test
    void theWallClockIsThatOfTheWorker() {
        assertThat(directory(at(0L), "partition.by", "date,hour", "partition.time", "now"))
                .isEqualTo("date=2023-11-14/hour=22");
    }

    /** A row that is read again has another time: only what is below one offset tells what was written. */
    @Test
    void withTheWallClockAllFilesOfATopicPartitionEndTogether() {
        String[] settings = {
            "name",
            "s",
            "delivery.guarantee",
            "exactly-once",
            "flush.rows.max",
            "3",
            "partition.by",
            "field:kind,t=time:SSS",
            "partition.time",
            "now"
        };
        try (SinkFixture sink = new SinkFixture(settings)) {
            sink.put(Records.row(P0, 0, "a"), Records.row(P0, 1, "b"), Records.row(P0, 2, "b"));
            sink.clock.advance(1);
            sink.put(Records.row(P0, 3, "a"), Records.row(P0, 4, "a"));
            assertThat(sink.ids()).isEmpty();
            sink.put(Records.row(P0, 5, "a"));
            assertThat(sink.ids()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L);
            assertThat(sink.committable(P0, 6)).isEqualTo(6);
            assertThat(Map.copyOf(sink.seeks)).isEmpty();
        }
    }

    @Test
    void tooManyFilesThatEndTogetherEnd() {
        String[] settings = {
            "name", "s", "delivery.guarantee", "exactly-once",
            "partition.by", "field:kind,t=time:uuuu", "partition.time", "now"
        };
        try (SinkFixture sink = new SinkFixture(settings)) {
            for (int offset = 0; offset < CommitPlan.FILES_MAX; offset++) {
                sink.put(Records.row(P0, offset, "k" + offset));
            }
            assertThat(sink.committable(P0, CommitPlan.FILES_MAX)).isEqualTo(CommitPlan.FILES_MAX);
        }
    }

    @Test
    void noMessageHasTheValueThatIsNoTime() {
        try (SinkFixture sink = new SinkFixture("partition.by", "date", "partition.time", "field:kind")) {
            sink.put(Records.row(Records.P0, 0, "secret-of-a-person"));
            Throwable cause = sink.context.reports().get(0).reason();
            while (cause != null) {
                assertThat(String.valueOf(cause.getMessage())).doesNotContain("secret-of-a-person");
                cause = cause.getCause();
            }
        }
    }
}
