/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.converter.ArrowConverter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a record came from, its key and its headers, as columns of the same file. */
final class EnvelopeTest {
    private static final String ALL = "topic,partition,offset,timestamp,timestamp-type,key,headers,header:trace";
    private static final Schema KEY =
            SchemaBuilder.struct().field("shop", Schema.STRING_SCHEMA).build();

    private static SinkRecord record(long offset, @Nullable Schema keySchema, @Nullable Object key) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("trace", "t" + offset).addLong("retries", offset);
        return new SinkRecord(
                P0.topic(),
                P0.partition(),
                keySchema,
                key,
                Records.SCHEMA,
                new Struct(Records.SCHEMA).put("id", offset),
                offset,
                1_000L + offset,
                TimestampType.CREATE_TIME,
                headers);
    }

    private static SinkRecord tombstone(long offset, @Nullable Schema keySchema, @Nullable Object key) {
        return new SinkRecord(P0.topic(), P0.partition(), keySchema, key, null, null, offset);
    }

    private static List<Map<Object, Object>> rows(SinkFixture sink) {
        sink.age();
        List<Map<Object, Object>> rows = new ArrayList<>();
        sink.keys().stream()
                .filter(key -> key.endsWith(".parquet"))
                .forEach(key -> rows.addAll(Published.rows(sink.store, key)));
        return rows;
    }

    @Test
    void everythingOfARecordIsAColumn() {
        try (SinkFixture sink = new SinkFixture("envelope.columns", ALL)) {
            sink.put(record(5, KEY, new Struct(KEY).put("shop", "a")));
            assertThat(rows(sink))
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsEntry("id", 5L)
                            .containsEntry("kafka_topic", "logs")
                            .containsEntry("kafka_partition", 0L)
                            .containsEntry("kafka_offset", 5L)
                            .containsEntry("kafka_timestamp_type", "CreateTime")
                            .containsEntry("kafka_trace", "t5")
                            .containsEntry("kafka_key", Map.of("shop", "a"))
                            .containsEntry(
                                    "kafka_headers",
                                    List.of(
                                            Map.of("key", "trace", "value", "t5"),
                                            Map.of("key", "retries", "value", "5")))
                            .hasEntrySatisfying(
                                    "kafka_timestamp",
                                    time -> assertThat(time.toString()).contains("1005")));
        }
    }

    @Test
    void columnsAreCalledAsTheOperatorSays() {
        try (SinkFixture sink = new SinkFixture("envelope.columns", "at=offset,from=header:trace")) {
            sink.put(record(5, null, null));
            assertThat(rows(sink).get(0).keySet()).containsExactly("id", "kind", "at", "from");
        }
    }

    @Test
    void missingKeysHeadersAndTimesAreNulls() {
        try (SinkFixture sink = new SinkFixture("envelope.columns", ALL)) {
            sink.put(Records.row(P0, 0));
            assertThat(rows(sink).get(0))
                    .containsEntry("kafka_key", null)
                    .containsEntry("kafka_trace", null)
                    .containsEntry("kafka_timestamp", null)
                    .containsEntry("kafka_timestamp_type", null)
                    .containsEntry("kafka_headers", List.of());
        }
    }

    /** What most converters make of a missing key has no schema. */
    @Test
    void aMissingKeyNeedsNoFileOfItsOwn() {
        try (SinkFixture sink = new SinkFixture("envelope.columns", "key")) {
            Struct key = new Struct(KEY).put("shop", "a");
            sink.put(record(0, KEY, key), record(1, null, null), record(2, KEY, key));
            assertThat(rows(sink)).hasSize(3);
            assertThat(sink.keys()).hasSize(1);
        }
    }

    @Test
    void keysOfSeveralTypesHaveFilesThatAreOpenTogether() {
        try (SinkFixture sink = new SinkFixture("envelope.columns", "key")) {
            for (long offset = 0; offset < 100; offset += 2) {
                sink.put(
                        record(offset, KEY, new Struct(KEY).put("shop", "a")),
                        record(offset + 1, Schema.INT64_SCHEMA, offset));
            }
            assertThat(rows(sink)).hasSize(100);
            assertThat(sink.keys()).hasSize(2);
        }
    }

    @Test
    void keysAsTextsShareOneFile() {
        try (SinkFixture sink = new SinkFixture("envelope.columns", "key", "envelope.key.form", "text")) {
            sink.put(
                    record(0, KEY, new Struct(KEY).put("shop", "a")),
                    record(1, Schema.INT64_SCHEMA, 7L),
                    record(2, Schema.STRING_SCHEMA, "plain"),
                    record(3, Schema.BYTES_SCHEMA, new byte[] {1, 2}),
                    record(4, null, Map.of("a", 1L)),
                    record(5, null, null));
            assertThat(rows(sink))
                    .extracting(row -> row.get("kafka_key"))
                    .containsExactly("{\"shop\":\"a\"}", "7", "plain", "AQI=", "{\"a\":1}", null);
            assertThat(sink.keys()).hasSize(1);
        }
    }

    /** Not those that a transformation has made of them. */
    @Test
    void coordinatesAreThoseThatTheRecordWasReadFrom() {
        try (SinkFixture sink = new SinkFixture("envelope.columns", "topic,partition,offset")) {
            sink.put(Records.renamed(P0, 3, "other"));
            assertThat(rows(sink).get(0))
                    .containsEntry("kafka_topic", "logs")
                    .containsEntry("kafka_partition", 0L)
                    .containsEntry("kafka_offset", 3L);
        }
    }

    @Test
    void aColumnOfTheValueWithTheSameNameMakesABadRecord() {
        try (SinkFixture sink = new SinkFixture("envelope.columns", "id=offset")) {
            sink.put(record(0, null, null));
            assertThat(sink.context.reports().get(0).reason())
                    .hasMessageContaining("logs-0@0: column 'id' is in the rows already");
        }
    }

    /** All rows of a record have the same. */
    @Test
    void aBatchHasConstantColumns() {
        ArrowConverter converter = new ArrowConverter();
        converter.configure(Map.of(), false);
        List<Struct> structs = List.of(
                new Struct(Records.SCHEMA).put("id", 1L),
                new Struct(Records.SCHEMA).put("id", 2L).put("kind", "k"));
        byte[] bytes = Objects.requireNonNull(converter.fromConnectData(
                Records.TOPIC, SchemaBuilder.array(Records.SCHEMA).build(), structs));
        SchemaAndValue value = converter.toConnectData(Records.TOPIC, bytes);
        try (SinkFixture sink = new SinkFixture("envelope.columns", "offset,key")) {
            sink.put(new SinkRecord(P0.topic(), 0, Schema.STRING_SCHEMA, "k1", value.schema(), value.value(), 9));
            assertThat(rows(sink))
                    .hasSize(2)
                    .allSatisfy(row ->
                            assertThat(row).containsEntry("kafka_offset", 9L).containsEntry("kafka_key", "k1"));
        }
    }

    @Test
    void tombstonesAreRowsThatHaveOnlyTheEnvelope() {
        try (SinkFixture sink = new SinkFixture("envelope.columns", "key,offset", "behavior.on.null.values", "write")) {
            sink.put(
                    tombstone(0, Schema.STRING_SCHEMA, "early"),
                    record(1, Schema.STRING_SCHEMA, "a"),
                    tombstone(2, Schema.STRING_SCHEMA, "a"));
            assertThat(rows(sink))
                    .extracting(row -> Arrays.asList(row.get("kafka_offset"), row.get("kafka_key"), row.get("id")))
                    .containsExactlyInAnyOrder(
                            Arrays.asList(0L, "early", null), Arrays.asList(1L, "a", 1L), Arrays.asList(2L, "a", null));
            assertThat(sink.keys()).as("the first one before any value").hasSize(2);
        }
    }

    @Test
    void tombstonesGoToThePartitionOfNulls() {
        try (SinkFixture sink = new SinkFixture(
                "envelope.columns", "key", "behavior.on.null.values", "write", "partition.by", "field:kind")) {
            sink.put(tombstone(0, Schema.STRING_SCHEMA, "a"), Records.row(P0, 1), tombstone(2, null, "a"));
            sink.age();
            assertThat(sink.keys())
                    .hasSize(3)
                    .filteredOn(key -> key.startsWith("kind=k/"))
                    .hasSize(1);
        }
    }

    /** Whichever columns there are, rows are found again where they were. */
    @Test
    void rowsWithEnvelopeAreThereOnceAfterARestart() {
        String[] settings = {
            "delivery.guarantee",
            "exactly-once",
            "envelope.columns",
            ALL,
            "flush.rows.max",
            "3",
            "partition.by",
            "field:kind",
            "behavior.on.null.values",
            "write",
            "name",
            "e"
        };
        try (SinkFixture sink = new SinkFixture(settings)) {
            List<SinkRecord> records = new ArrayList<>();
            for (long offset = 0; offset < 20; offset++) {
                records.add(
                        offset % 4 == 0
                                ? tombstone(offset, Schema.STRING_SCHEMA, "k")
                                : Records.row(P0, offset, "k" + offset % 3));
            }
            sink.put(records);
            try (SinkFixture next = sink.successor()) {
                long start = next.seeks.getOrDefault(P0, 0L);
                next.put(records.subList((int) start, 20));
                List<Map<Object, Object>> rows = rows(next);
                assertThat(rows)
                        .extracting(row -> (Long) row.get("kafka_offset"))
                        .doesNotHaveDuplicates()
                        .hasSize(20);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "envelope.columns, when, none of topic",
        "envelope.columns, header:, none of topic",
        "envelope.columns, 'a=offset,a=topic', two columns would be called",
        "behavior.on.null.values, write, needs envelope.columns",
        "values.without.fields, infer, needs delivery.guarantee=exactly-once"
    })
    void refusalsNameTheKey(String key, String value, String reason) {
        assertThatThrownBy(() -> SinkFixture.config(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(reason);
    }

    @Test
    void aKeyThatRefersToItselfIsABadRecord() {
        SchemaBuilder self = SchemaBuilder.struct().name("self").optional();
        self.field("next", self);
        try (SinkFixture sink = new SinkFixture("envelope.columns", "key")) {
            sink.put(record(0, self, new Struct(self)));
            assertThat(sink.context.reports()).hasSize(1);
            assertThat(Collections.unmodifiableList(sink.keys())).isEmpty();
        }
    }
}
