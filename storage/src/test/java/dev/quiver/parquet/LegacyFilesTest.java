/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.CanonicalVectors;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.RangeSource;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists in the forms that older writers gave them, and files of DuckDB. */
final class LegacyFilesTest {
    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @Test
    void listsOfTwoLevelsHaveElementsThatAreNotNull() throws IOException {
        String schema = "message row { optional group two (LIST) { repeated int32 array; }"
                + " optional group pairs (LIST) { repeated group array { required int32 a; } }"
                + " optional group tuples (LIST) { repeated group tuples_tuple { required int32 a; } }"
                + " optional group wide (LIST) { repeated group element { required int32 a; required int32 b; } }"
                + " repeated int32 bare; repeated group records { required int32 a; } }";
        Path file = directory.resolve("lists.parquet");
        write(file, schema, group -> {
            group.addGroup("two").append("array", 1).append("array", 2);
            group.addGroup("pairs").addGroup("array").append("a", 3);
            group.addGroup("tuples").addGroup("tuples_tuple").append("a", 4);
            group.addGroup("wide").addGroup("element").append("a", 5).append("b", 6);
            group.append("bare", 7).append("bare", 8);
            group.addGroup("records").append("a", 9);
        });
        List<Map<Object, @Nullable Object>> rows = rows(file);
        assertThat(rows.get(0))
                .isEqualTo(Map.of(
                        "two", List.of(1L, 2L),
                        "pairs", List.of(Map.of("a", 3L)),
                        "tuples", List.of(Map.of("a", 4L)),
                        "wide", List.of(Map.of("a", 5L, "b", 6L)),
                        "bare", List.of(7L, 8L),
                        "records", List.of(Map.of("a", 9L))));
        assertThat(rows.get(1)).containsEntry("two", null).containsEntry("bare", List.of());
    }

    @Test
    void mapsOfOlderWritersAreMaps() throws IOException {
        String schema = "message row { optional group m (MAP_KEY_VALUE) { repeated group map {"
                + " required binary key (UTF8); optional int32 value; } } }";
        Path file = directory.resolve("maps.parquet");
        write(file, schema, group -> {
            Group map = group.addGroup("m");
            map.addGroup("map").append("key", "one").append("value", 1);
            map.addGroup("map").append("key", "none");
        });
        Map<Object, @Nullable Object> map = new HashMap<>();
        map.put("one", 1L);
        map.put("none", null);
        assertThat(rows(file).get(0).get("m")).isEqualTo(map);
    }

    @Test
    void mapsWithKeysThatCanBeNullAreListsOfPairs() throws IOException {
        String schema = "message row { optional group m (MAP) { repeated group key_value {"
                + " optional binary key (UTF8); optional int32 value; } } }";
        Path file = directory.resolve("optional-keys.parquet");
        write(file, schema, group -> {
            Group map = group.addGroup("m");
            map.addGroup("key_value").append("key", "one").append("value", 1);
            map.addGroup("key_value").append("value", 2);
        });
        Map<Object, @Nullable Object> withoutKey = new HashMap<>();
        withoutKey.put("key", null);
        withoutKey.put("value", 2L);
        assertThat(rows(file).get(0).get("m")).isEqualTo(List.of(Map.of("key", "one", "value", 1L), withoutKey));
        assertThat(rows(file).get(1)).containsEntry("m", null);
    }

    @Test
    void filesOfDuckDbHaveTheRowsThatItReads() throws Exception {
        String rows = "SELECT i AS id, CASE WHEN i % 7 = 0 THEN NULL ELSE 'text ' || (i % 50) END AS text,"
                + " i / 3.0::DOUBLE AS ratio, i % 3 = 0 AS flag, [i, NULL, i * 2] AS list,"
                + " {'a': i, 'b': 'x' || i} AS record, MAP {'k' || i: i} AS map,"
                + " CASE WHEN i % 5 = 0 THEN [] ELSE [[i], NULL] END AS deep FROM range(3000) t(i)";
        for (String options : List.of("PARQUET_VERSION V1, CODEC snappy", "PARQUET_VERSION V2, CODEC zstd")) {
            Path file = directory.resolve("duckdb.parquet");
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "COPY (" + rows + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 2048, " + options + ")");
            }
            assertThat(rows(file)).isEqualTo(DuckDbRows.read(file));
        }
    }

    /** Fills a row. */
    private interface Filler {
        void fill(Group group);
    }

    /** Two rows, the second one empty. */
    private static void write(Path file, String schema, Filler filler) throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(schema);
        SimpleGroupFactory groups = new SimpleGroupFactory(type);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(type)
                .build()) {
            Group full = groups.newGroup();
            filler.fill(full);
            writer.write(full);
            writer.write(groups.newGroup());
        }
    }

    private List<Map<Object, @Nullable Object>> rows(Path path) throws IOException {
        List<Map<Object, @Nullable Object>> rows = new ArrayList<>();
        try (RangeSource source = RangeSource.of(path);
                ParquetBatchReader reader = ParquetFile.open(source, ReadLimits.DEFAULTS)
                        .read(ReadRequest.ALL, ReadOptions.DEFAULTS, allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                try (ArrowBatch closed = batch) {
                    rows.addAll(CanonicalVectors.rows(closed.vectors()));
                }
            }
        }
        return rows;
    }
}
