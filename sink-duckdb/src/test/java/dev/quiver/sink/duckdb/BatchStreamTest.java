/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchStreamTest {
    private static final Schema POINT = SchemaBuilder.struct()
            .field("x", Schema.INT32_SCHEMA)
            .field("y", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("point", POINT)
            .field("tags", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional())
            .field(
                    "counts",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).optional())
            .build();

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    private static Connection connect() throws SQLException {
        return new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    }

    @MustBeClosed
    private ArrowBatch rows(int count) {
        BatchBuilder builder = new BatchBuilder(ROW, NullHandling.KEEP);
        for (int row = 0; row < count; row++) {
            Struct point = new Struct(POINT).put("x", row).put("y", row % 3 == 0 ? null : "y" + row);
            builder.append(new Struct(ROW)
                    .put("id", (long) row)
                    .put("name", row % 2 == 0 ? null : "name " + row)
                    .put("point", row % 5 == 0 ? null : point)
                    .put("tags", row % 4 == 0 ? List.of() : List.of("a", "b" + row))
                    .put("counts", Map.of("k", row)));
        }
        return builder.seal(allocator);
    }

    private static List<List<String>> read(ArrowBatch batch, BufferAllocator allocator, String query)
            throws SQLException {
        try (Connection connection = connect();
                BatchStream stream = new BatchStream(batch.vectors(), allocator)) {
            connection.unwrap(DuckDBConnection.class).registerArrowStream("batch", stream.struct());
            return Sql.rows(connection, query);
        }
    }

    @Test
    void theDatabaseReadsEveryValue() throws SQLException {
        try (ArrowBatch batch = rows(7)) {
            assertThat(read(batch, allocator, "SELECT * FROM batch WHERE id IN (0, 3, 4)"))
                    .containsExactly(
                            List.of("0", "", "", "[]", "{k=0}"),
                            List.of("3", "name 3", "{'x': 3, 'y': NULL}", "[a, b3]", "{k=3}"),
                            List.of("4", "", "{'x': 4, 'y': y4}", "[]", "{k=4}"));
        }
    }

    @Test
    void manyRowsAreOneBatch() throws SQLException {
        try (ArrowBatch batch = rows(50_000)) {
            assertThat(read(batch, allocator, "SELECT count(*), sum(id), sum(point.x) FROM batch"))
                    .containsExactly(List.of("50000", "1249975000", "1000000000"));
        }
    }

    @Test
    void noRowsAreABatchToo() throws SQLException {
        try (ArrowBatch batch = rows(0)) {
            assertThat(read(batch, allocator, "SELECT count(*) FROM batch")).containsExactly(List.of("0"));
        }
    }

    @Test
    void aStreamThatNobodyReadsLeavesNothing() throws SQLException {
        try (ArrowBatch batch = rows(3)) {
            assertThat(read(batch, allocator, "SELECT 1")).containsExactly(List.of("1"));
            assertThat(read(batch, allocator, "DESCRIBE SELECT * FROM batch")).hasSize(5);
        }
    }
}
