/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of several schemas in one topic, by turns, as two versions of a producer write them. */
final class SchemaCompatibilityTest {
    private static final Schema OLD = SchemaBuilder.struct()
            .name("Order")
            .field("id", Schema.INT64_SCHEMA)
            .field("count", Schema.INT32_SCHEMA)
            .build();
    private static final Schema NEW = SchemaBuilder.struct()
            .name("Order")
            .field("id", Schema.INT64_SCHEMA)
            .field("count", Schema.INT32_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema WIDE = SchemaBuilder.struct()
            .name("Order")
            .field("id", Schema.INT64_SCHEMA)
            .field("count", Schema.INT64_SCHEMA)
            .field("tags", SchemaBuilder.array(Schema.INT8_SCHEMA).build())
            .build();
    private static final Schema TEXT = SchemaBuilder.struct()
            .name("Order")
            .field("id", Schema.INT64_SCHEMA)
            .field("count", Schema.STRING_SCHEMA)
            .build();

    private static SinkRecord old(long offset) {
        return Records.of(P0, offset, new Struct(OLD).put("id", offset).put("count", 1));
    }

    private static SinkRecord recent(long offset) {
        return Records.of(
                P0, offset, new Struct(NEW).put("id", offset).put("count", 2).put("note", "n"));
    }

    private static SinkRecord wide(long offset) {
        return Records.of(
                P0, offset, new Struct(WIDE).put("id", offset).put("count", 3L).put("tags", List.of((byte) 4)));
    }

    private static SinkRecord text(long offset) {
        return Records.of(P0, offset, new Struct(TEXT).put("id", offset).put("count", "five"));
    }

    private static SinkFixture sink(SchemaCompatibility compatibility, SinkRecord... records) {
        SinkFixture sink = fixture("schema.compatibility", compatibility.name(), "batch.rows.max", "3");
        sink.put(records);
        return sink;
    }

    private static SinkFixture fixture(String... settings) {
        List<String> all = new ArrayList<>(List.of("name", "s", "delivery.guarantee", "exactly-once"));
        all.addAll(List.of(settings));
        return new SinkFixture(all.toArray(String[]::new));
    }

    private static List<String> files(SinkFixture sink) {
        return sink.keys().stream().filter(key -> key.endsWith(".parquet")).toList();
    }

    private static List<Map<Object, Object>> rows(SinkFixture sink) {
        List<Map<Object, Object>> rows = new ArrayList<>();
        files(sink).forEach(key -> rows.addAll(Published.rows(sink.store, key)));
        return rows;
    }

    /** Two thousand rows would otherwise be as many files. */
    @ParameterizedTest
    @EnumSource
    void rowsOfTwoSchemasByTurnsMakeFewFiles(SchemaCompatibility compatibility) {
        try (SinkFixture sink = fixture("schema.compatibility", compatibility.name())) {
            for (long offset = 0; offset < 200; offset += 2) {
                sink.put(old(offset), recent(offset + 1));
            }
            assertThat(files(sink)).isEmpty();
            sink.age();
            assertThat(files(sink)).hasSizeLessThanOrEqualTo(2);
            assertThat(sink.ids()).hasSize(200).doesNotHaveDuplicates();
        }
    }

    @Test
    void olderRowsAreWrittenWithTheNewerSchema() {
        try (SinkFixture sink = sink(SchemaCompatibility.BACKWARD, recent(0), old(1), recent(2))) {
            sink.age();
            assertThat(files(sink)).hasSize(1);
            assertThat(rows(sink).get(1)).containsEntry("count", 1L).containsEntry("note", null);
        }
    }

    @Test
    void newerRowsLoseWhatTheyAdded() {
        try (SinkFixture sink = sink(SchemaCompatibility.FORWARD, old(0), recent(1), recent(2))) {
            sink.age();
            assertThat(files(sink)).hasSize(1);
            assertThat(rows(sink)).allSatisfy(row -> assertThat(row).containsOnlyKeys("id", "count"));
        }
    }

    @Test
    void whatIsForbiddenHasAFileOfItsOwn() {
        try (SinkFixture sink = sink(SchemaCompatibility.FORWARD, recent(0), old(1))) {
            sink.age();
            assertThat(files(sink)).hasSize(2);
        }
    }

    @Test
    void withFullCompatibilityTheFirstSchemaStays() {
        try (SinkFixture sink = sink(SchemaCompatibility.FULL, recent(0), old(1), recent(2), old(3))) {
            sink.age();
            assertThat(files(sink)).hasSize(1);
            assertThat(rows(sink)).allSatisfy(row -> assertThat(row).containsKey("note"));
        }
    }

    @Test
    void aUnionHasTheColumnsOfAllInTheWiderTypes() {
        try (SinkFixture sink = sink(SchemaCompatibility.UNION, recent(0), wide(1))) {
            sink.put(old(2), recent(3), wide(4));
            sink.age();
            List<Map<Object, Object>> rows = rows(sink);
            Map<Object, Object> last = rows.get(rows.size() - 1);
            assertThat(last)
                    .containsEntry("count", 3L)
                    .containsEntry("note", null)
                    .containsKey("tags");
            assertThat(rows.stream().filter(row -> Long.valueOf(3).equals(row.get("id"))))
                    .allSatisfy(
                            row -> assertThat(row).containsEntry("count", 2L).containsEntry("tags", null));
            assertThat(files(sink)).hasSize(2);
        }
    }

    @Test
    void rowsThatFitNowhereHaveAFileOfTheirOwnBesideTheOther() {
        try (SinkFixture sink = sink(SchemaCompatibility.UNION, old(0), text(1), old(2), text(3))) {
            assertThat(files(sink)).isEmpty();
            sink.age();
            assertThat(files(sink)).hasSize(2);
        }
    }

    /** A row read again must be found in the directory that it was written to, whatever else was read before it. */
    @Test
    void theDirectoryFollowsFromTheRowAsItCame() {
        try (SinkFixture sink =
                fixture("schema.compatibility", "union", "partition.by", "field:count", "flush.rows.max", "1")) {
            sink.put(wide(0), old(1));
            assertThat(files(sink).get(0)).startsWith("count=1/");
            assertThat(files(sink).get(1)).startsWith("count=3/");
        }
    }

    @Test
    void nestedColumnsAreBroughtTogether() {
        Schema inner = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        Schema grown = SchemaBuilder.struct()
                .field("a", Schema.INT64_SCHEMA)
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema one = nested(inner);
        Schema other = nested(grown);
        Struct row = new Struct(one)
                .put("id", 1L)
                .put("list", List.of(new Struct(inner).put("a", 7)))
                .put("map", Map.of("k", new Struct(inner).put("a", 8)));
        try (SinkFixture sink = sink(
                SchemaCompatibility.UNION,
                Records.of(P0, 0, row),
                Records.of(
                        P0,
                        1,
                        new Struct(other).put("id", 2L).put("list", List.of()).put("map", Map.of())),
                Records.of(P0, 2, row))) {
            sink.age();
            assertThat(rows(sink).toString()).contains("a=7", "a=8", "b=null");
        }
    }

    private static Schema nested(Schema inner) {
        return SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("list", SchemaBuilder.array(inner).build())
                .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, inner).build())
                .build();
    }

    @Test
    void rowsThatCannotBeWrittenTakeNoOthersAlong() {
        Schema poison = SchemaBuilder.struct()
                .name("Order")
                .field("id", Schema.INT64_SCHEMA)
                .field("count", Schema.INT32_SCHEMA)
                .field("nothing", SchemaBuilder.struct().optional().build())
                .build();
        SinkRecord bad = Records.of(P0, 0, new Struct(poison).put("id", 0L).put("count", 0));
        try (SinkFixture sink = sink(SchemaCompatibility.FULL, bad, old(1), recent(2))) {
            sink.age();
            assertThat(sink.ids()).containsExactly(1L, 2L);
            assertThat(sink.context.reports()).hasSize(1);
        }
    }
}
