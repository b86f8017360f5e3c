/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.arrow.Canonical;
import dev.quiver.arrow.RandomRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RoundTripTest {
    private static final Schema NEWER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("added", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    /** Whatever the schema, nested or odd, the rows of the files are those that were put. */
    @ParameterizedTest
    @MethodSource("seeds")
    void filesHaveTheRowsThatWerePut(long seed) {
        Random random = new Random(seed);
        RandomRecords records = new RandomRecords(seed);
        Schema schema = records.schema(3);
        List<Struct> rows = records.rows(schema, 60);
        String[] settings = {
            "replace.null.with.default", "false",
            "batch.rows.max", Integer.toString(1 + random.nextInt(40)),
            "flush.rows.max", Integer.toString(1 + random.nextInt(60)),
            "parquet.compression", List.of("none", "snappy", "gzip", "zstd").get(random.nextInt(4))
        };
        try (SinkFixture sink = new SinkFixture(settings)) {
            List<SinkRecord> batch = new ArrayList<>();
            rows.forEach(row -> batch.add(Records.of(P0, batch.size(), row)));
            sink.put(batch);
            sink.age();

            List<Map<Object, Object>> published = new ArrayList<>();
            sink.keys().forEach(key -> published.addAll(Published.rows(sink.store, key)));
            assertThat(sink.context.reports()).isEmpty();
            assertThat(published)
                    .as("seed %d", seed)
                    .isEqualTo(rows.stream().map(Canonical::row).toList());
        }
    }

    @Test
    void rowsOfTwoSchemasGoToFilesOfTheirOwnWithoutEndingEachOther() {
        try (SinkFixture sink = new SinkFixture("batch.rows.max", "3")) {
            for (long offset = 0; offset < 20; offset += 2) {
                sink.put(Records.row(P0, offset), Records.of(P0, offset + 1, new Struct(NEWER).put("id", offset + 1)));
            }
            sink.age();

            assertThat(sink.keys()).hasSize(2);
            assertThat(Published.ids(sink.store, sink.keys().get(0)))
                    .containsExactly(0L, 2L, 4L, 6L, 8L, 10L, 12L, 14L, 16L, 18L);
            assertThat(Published.ids(sink.store, sink.keys().get(1)))
                    .containsExactly(1L, 3L, 5L, 7L, 9L, 11L, 13L, 15L, 17L, 19L);
        }
    }

    @Test
    void equalSchemasThatAreDifferentObjectsShareAFile() {
        try (SinkFixture sink = new SinkFixture()) {
            for (long offset = 0; offset < 3000; offset++) {
                Schema again = SchemaBuilder.struct()
                        .field("id", Schema.INT64_SCHEMA)
                        .field("kind", Schema.OPTIONAL_STRING_SCHEMA)
                        .build();
                sink.put(Records.of(P0, offset, new Struct(again).put("id", offset)));
            }
            sink.age();

            assertThat(sink.keys()).hasSize(1);
            assertThat(sink.ids()).hasSize(3000);
        }
    }

    @Test
    void aNullBecomesTheDefaultUnlessItShallStay() {
        Schema schema = SchemaBuilder.struct()
                .field("id", SchemaBuilder.int64().optional().defaultValue(7L).build())
                .build();
        try (SinkFixture replacing = new SinkFixture();
                SinkFixture keeping = new SinkFixture("replace.null.with.default", "false")) {
            for (SinkFixture sink : List.of(replacing, keeping)) {
                sink.put(Records.of(P0, 0, new Struct(schema).put("id", null)));
                sink.age();
            }

            assertThat(replacing.ids()).containsExactly(7L);
            assertThat(keeping.ids()).containsExactly((Long) null);
        }
    }
}
