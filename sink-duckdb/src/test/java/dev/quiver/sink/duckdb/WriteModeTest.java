/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.keyed;
import static dev.quiver.sink.duckdb.Records.row;
import static dev.quiver.sink.duckdb.Records.rows;
import static dev.quiver.sink.duckdb.Records.tombstone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriteModeTest {
    private static final String ALL = "SELECT * FROM logs ORDER BY ALL";
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("shop.orders.Envelope")
            .field("op", Schema.STRING_SCHEMA)
            .field("before", optional())
            .field("after", optional())
            .build();

    @TempDir
    private Path directory;

    private static Schema optional() {
        return SchemaBuilder.struct()
                .name("shop.orders.Value")
                .field("id", Schema.INT64_SCHEMA)
                .field("kind", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();
    }

    private SinkFixture open(String... settings) {
        return SinkFixture.of(directory.resolve("shop.duckdb"), settings).open(P0);
    }

    private SinkFixture upserting(String... more) {
        String[] settings = new String[more.length + 4];
        settings[0] = "insert.mode";
        settings[1] = "upsert";
        settings[2] = "pk.mode";
        settings[3] = "record_key";
        System.arraycopy(more, 0, settings, 4, more.length);
        return open(settings);
    }

    @Test
    void theLastRowOfAKeyWins() {
        try (SinkFixture fixture = upserting()) {
            fixture.put(keyed(P0, 0, 1, "a"), keyed(P0, 1, 2, "b"), keyed(P0, 2, 1, "c"));
            fixture.flush();
            fixture.put(keyed(P0, 3, 2, "d"), keyed(P0, 4, 3, "e"));
            fixture.flush();

            assertThat(fixture.query(ALL)).containsExactly(List.of("1", "c"), List.of("2", "d"), List.of("3", "e"));
        }
    }

    @Test
    void aTombstoneDeletesItsRow() {
        try (SinkFixture fixture = upserting("delete.enabled", "true")) {
            fixture.put(keyed(P0, 0, 1, "a"), keyed(P0, 1, 2, "b"), keyed(P0, 2, 3, "c"));
            fixture.flush();
            fixture.put(tombstone(P0, 3, 1), tombstone(P0, 4, 2), keyed(P0, 5, 2, "again"));
            fixture.put(keyed(P0, 6, 4, "short"), tombstone(P0, 7, 4));
            fixture.flush();

            assertThat(fixture.query(ALL)).containsExactly(List.of("2", "again"), List.of("3", "c"));
        }
    }

    @Test
    void aTombstoneDeletesAllRowsOfItsKeyWhereRowsAreAdded() {
        try (SinkFixture fixture = open("pk.mode", "record_key", "delete.enabled", "true")) {
            fixture.put(keyed(P0, 0, 1, "a"), keyed(P0, 1, 1, "b"), keyed(P0, 2, 2, "c"));
            fixture.flush();
            fixture.put(keyed(P0, 3, 1, "d"), tombstone(P0, 4, 1), keyed(P0, 5, 1, "e"), keyed(P0, 6, 2, "f"));
            fixture.flush();

            assertThat(fixture.query(ALL)).containsExactly(List.of("1", "e"), List.of("2", "c"), List.of("2", "f"));
        }
    }

    @Test
    void aKeyMayBeFieldsOfTheValue() {
        try (SinkFixture fixture = open("insert.mode", "upsert", "pk.mode", "record_value", "pk.fields", "kind,id")) {
            fixture.put(row(P0, 0, "a"));
            fixture.flush();
            fixture.put(keyed(P0, 1, 0, "a"), keyed(P0, 2, 0, "b"));
            fixture.flush();

            assertThat(fixture.query(ALL)).containsExactly(List.of("0", "a"), List.of("0", "b"));
        }
    }

    @Test
    void aKeyMayBeTheCoordinatesOfTheRecord() {
        try (SinkFixture fixture = open("pk.mode", "kafka")) {
            fixture.put(rows(P0, 0, 2));
            fixture.flush();

            assertThat(fixture.query("SELECT __connect_topic, __connect_partition, __connect_offset, id FROM logs"))
                    .containsExactly(List.of("logs", "0", "0", "0"), List.of("logs", "0", "1", "1"));
        }
    }

    @Test
    void aKeyMayBeASingleValue() {
        try (SinkFixture fixture = upserting("pk.fields", "code", "delete.enabled", "true")) {
            fixture.put(single(0, "x", "a"), single(1, "y", "b"), single(2, "x", "c"), single(3, "y", null));
            fixture.flush();

            assertThat(fixture.query("SELECT code, kind FROM logs")).containsExactly(List.of("x", "c"));
        }
    }

    private static SinkRecord single(long offset, String key, @Nullable String kind) {
        Struct value = kind == null
                ? null
                : new Struct(Records.SCHEMA).put("id", offset).put("kind", kind);
        return new SinkRecord(
                "logs", 0, Schema.STRING_SCHEMA, key, value == null ? null : Records.SCHEMA, value, offset);
    }

    @Test
    void aRecordWithoutAKeyIsABadOne() {
        try (SinkFixture fixture = upserting()) {
            assertThatThrownBy(() -> fixture.put(row(P0, 0)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("logs-0@0")
                    .hasMessageContaining("the record has no key with a schema");
        }
    }

    @Test
    void changeEventsOfDebeziumAreDone() {
        try (SinkFixture fixture = upserting("record.envelope", "debezium", "delete.enabled", "true")) {
            fixture.put(change(0, "r", 1, "a"), change(1, "c", 2, "b"), change(2, "u", 1, "c"));
            fixture.flush();
            fixture.put(change(3, "d", 2, "b"), tombstone(P0, 4, 2), change(5, "c", 3, "d"));
            fixture.flush();
            assertThat(fixture.query(ALL)).containsExactly(List.of("1", "c"), List.of("3", "d"));

            fixture.put(change(6, "c", 4, "e"), change(7, "t", 0, ""), change(8, "c", 5, "f"));
            fixture.flush();
            assertThat(fixture.query(ALL)).containsExactly(List.of("5", "f"));
        }
    }

    /** Not every database says what the row was. */
    @Test
    void aDeletionNeedsNothingButItsKey() {
        Struct deletion = new Struct(ENVELOPE).put("op", "d");
        Struct key = new Struct(Records.KEY).put("id", 1L);
        try (SinkFixture fixture = upserting("record.envelope", "debezium", "delete.enabled", "true")) {
            fixture.put(change(0, "c", 1, "a"), change(1, "c", 2, "b"));
            fixture.put(new SinkRecord("logs", 0, Records.KEY, key, ENVELOPE, deletion, 2));
            fixture.flush();

            assertThat(fixture.query(ALL)).containsExactly(List.of("2", "b"));
        }
    }

    private static SinkRecord change(long offset, String operation, long id, String kind) {
        Struct row = new Struct(optional()).put("id", id).put("kind", kind);
        Struct value = new Struct(ENVELOPE).put("op", operation);
        if (operation.equals("d")) {
            value.put("before", row);
        } else if (!operation.equals("t")) {
            value.put("after", row);
        }
        Struct key = operation.equals("t") ? null : new Struct(Records.KEY).put("id", id);
        return new SinkRecord("logs", 0, key == null ? null : Records.KEY, key, ENVELOPE, value, offset);
    }

    @Test
    void topicsHaveTheTablesThatTheyAreGiven() {
        try (SinkFixture fixture =
                open("table.name.format", "t.${topic}", "topics.to.tables.mapping", "other:x", "table.schema", "s")) {
            fixture.put(rows(P0, 0, 2));
            fixture.flush();

            assertThat(fixture.query("SELECT count(*) FROM s.\"t.logs\"")).containsExactly(List.of("2"));
        }
    }

    @Test
    void onlyTheFieldsOfTheListBecomeColumns() {
        try (SinkFixture fixture = open("fields.whitelist", "kind")) {
            fixture.put(rows(P0, 0, 1));
            fixture.flush();

            assertThat(fixture.query(ALL)).containsExactly(List.of("k"));
        }
    }

    @Test
    void aQueryChangesTheRows() {
        try (SinkFixture fixture = open("transform.sql", "SELECT id * 2 AS twice, kind FROM batch WHERE id <> 1")) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();

            assertThat(fixture.query("SELECT twice, kind FROM logs"))
                    .containsExactly(List.of("0", "k"), List.of("4", "k"));
        }
    }
}
