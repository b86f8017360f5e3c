/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Change events as Debezium makes them. */
final class ChangeEventTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("db.orders.Value")
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("state", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .build();
    private static final Schema EVENT = SchemaBuilder.struct()
            .name("db.orders.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private static @Nullable Struct row(@Nullable String state, long id) {
        return state == null ? null : new Struct(ROW).put("id", id).put("state", state);
    }

    private static SinkRecord event(long offset, String op, @Nullable String before, @Nullable String after) {
        return Records.of(
                P0,
                offset,
                new Struct(EVENT)
                        .put("before", row(before, offset))
                        .put("after", row(after, offset))
                        .put(
                                "source",
                                new Struct(SOURCE).put("lsn", 100 + offset).put("table", "orders"))
                        .put("op", op)
                        .put("ts_ms", 5L));
    }

    private static List<Map<Object, Object>> rows(SinkFixture sink) {
        sink.age();
        assertThat(sink.keys()).hasSize(1);
        return Published.rows(sink.store, sink.keys().get(0));
    }

    private static void putAll(SinkFixture sink) {
        sink.put(
                event(0, "r", null, "new"),
                event(1, "c", null, "new"),
                event(2, "u", "new", "paid"),
                event(3, "d", "paid", null),
                event(4, "t", null, null));
    }

    @Test
    void rowsAreThoseAfterTheChangeAndDeletedOnesThoseBefore() {
        try (SinkFixture sink = new SinkFixture("cdc.events", "unwrap")) {
            putAll(sink);
            assertThat(rows(sink))
                    .extracting(row -> List.of(row.get("id"), row.get("state"), row.get("__op"), row.get("__deleted")))
                    .containsExactly(
                            List.of(0L, "new", "r", false),
                            List.of(1L, "new", "c", false),
                            List.of(2L, "paid", "u", false),
                            List.of(3L, "paid", "d", true));
            assertThat(sink.committable(P0, 5)).isEqualTo(5);
        }
    }

    @Test
    void deletesMayBePassedOver() {
        try (SinkFixture sink = new SinkFixture("cdc.events", "unwrap", "cdc.deletes", "ignore")) {
            putAll(sink);
            assertThat(rows(sink)).hasSize(3);
        }
    }

    @Test
    void whatIsKeptOfAnEventIsTheOperatorsChoice() {
        try (SinkFixture sink = new SinkFixture("cdc.events", "unwrap", "cdc.columns", "source.lsn,at=ts_ms,before")) {
            sink.put(event(2, "u", "new", "paid"));
            assertThat(rows(sink).get(0))
                    .containsEntry("__source_lsn", 102L)
                    .containsEntry("at", 5L)
                    .containsEntry("__before", Map.of("id", 2L, "state", "new"))
                    .doesNotContainKey("__op");
        }
    }

    @Test
    void eventsAreKeptUnlessTheOperatorWantsOtherwise() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(event(2, "u", "new", "paid"));
            assertThat(rows(sink).get(0)).containsEntry("op", "u").containsKeys("before", "after", "source");
        }
    }

    @Test
    void directoriesFollowFromTheRowWithin() {
        try (SinkFixture sink = new SinkFixture("cdc.events", "unwrap", "partition.by", "field:state")) {
            putAll(sink);
            sink.age();
            assertThat(sink.keys()).extracting(key -> key.split("/", 2)[0]).containsExactly("state=new", "state=paid");
        }
    }

    @Test
    void aDeleteWithoutTheRowBeforeIsABadRecord() {
        try (SinkFixture sink = new SinkFixture("cdc.events", "unwrap")) {
            sink.put(event(0, "d", null, null));
            assertThat(sink.context.reports().get(0).reason())
                    .hasMessageContaining("logs-0@0: the change event has no row 'before'");
        }
    }

    @Test
    void aFieldThatEventsLackIsABadRecord() {
        try (SinkFixture sink = new SinkFixture("cdc.events", "unwrap", "cdc.columns", "source.scn")) {
            sink.put(event(0, "c", null, "new"));
            assertThat(sink.context.reports().get(0).reason()).hasMessageContaining("no field 'source.scn'");
        }
    }

    /** Debezium sends one behind each delete. */
    @Test
    void tombstonesGoToTheFileOfTheirRows() {
        try (SinkFixture sink = new SinkFixture(
                "cdc.events", "unwrap", "envelope.columns", "offset", "behavior.on.null.values", "write")) {
            sink.put(event(0, "c", null, "new"), event(1, "d", "new", null), Records.of(P0, 2, null, null));
            assertThat(rows(sink)).hasSize(3);
            assertThat(rows(sink).get(2)).containsEntry("kafka_offset", 2L).containsEntry("__op", null);
        }
    }
}
