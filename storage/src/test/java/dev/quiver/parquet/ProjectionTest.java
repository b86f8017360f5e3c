/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Some of the columns have the values that they have among all of them, however deep they lie. */
final class ProjectionTest {
    private static final int DEPTH = 4;

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    static List<Long> seeds() {
        return new Random(23).longs(120).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void someColumnsHaveTheValuesThatTheyHaveAmongAll(long seed) throws IOException {
        Random random = new Random(seed);
        ParquetFile file = file(seed, random);
        List<List<@Nullable Object>> all = rows(file, ReadRequest.ALL);
        for (int round = 0; round < 4; round++) {
            List<String> wanted = new ArrayList<>();
            for (String path : file.paths()) {
                if (random.nextInt(3) == 0) {
                    wanted.add(random.nextBoolean() ? path : above(path, random));
                }
            }
            ReadRequest request = ReadRequest.ALL.withColumns(wanted);
            Schema schema = schema(file, request);
            assertThat(rows(file, request)).as("%s", wanted).isEqualTo(projected(all, file.schema(), schema));
        }
    }

    /** A beginning of {@code path}, at least the column of the row. */
    private static String above(String path, Random random) {
        List<String> names = List.of(path.split("\\.", -1));
        return String.join(".", names.subList(0, 1 + random.nextInt(names.size())));
    }

    @Test
    void aGroupAndAColumnWithinAreThatGroup() throws IOException {
        Random random = new Random(5);
        for (long seed = 0; seed < 40; seed++) {
            ParquetFile file = file(seed, random);
            for (String path : file.paths()) {
                String top = above(path, new Random(0)).split("\\.", 2)[0];
                assertThat(schema(file, ReadRequest.ALL.withColumns(List.of(top, path))))
                        .isEqualTo(schema(file, ReadRequest.ALL.withColumns(List.of(top))));
            }
        }
    }

    private static List<List<@Nullable Object>> projected(
            List<List<@Nullable Object>> rows, Schema whole, Schema part) {
        List<List<@Nullable Object>> projected = new ArrayList<>();
        rows.forEach(row -> projected.add(fields(row, whole.getFields(), part.getFields())));
        return projected;
    }

    private static List<@Nullable Object> fields(List<?> values, List<Field> whole, List<Field> part) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (int index = 0; index < whole.size(); index++) {
            Field field = whole.get(index);
            for (Field wanted : part) {
                if (wanted.getName().equals(field.getName())) {
                    kept.add(value(values.get(index), field, wanted));
                }
            }
        }
        return kept;
    }

    private static @Nullable Object value(@Nullable Object value, Field whole, Field part) {
        if (value == null || whole.getChildren().isEmpty()) {
            return value;
        }
        if (whole.getType() instanceof ArrowType.Struct) {
            return fields((List<?>) value, whole.getChildren(), part.getChildren());
        }
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : (List<?>) value) {
            items.add(value(item, whole.getChildren().get(0), part.getChildren().get(0)));
        }
        return items;
    }

    private Schema schema(ParquetFile file, ReadRequest request) throws IOException {
        try (ParquetBatchReader reader = file.read(request, ReadOptions.DEFAULTS, allocator)) {
            return reader.schema();
        }
    }

    private List<List<@Nullable Object>> rows(ParquetFile file, ReadRequest request) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ParquetBatchReader reader = file.read(request, ReadOptions.DEFAULTS.withBatches(64, 1 << 20), allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                try (ArrowBatch closed = batch) {
                    rows.addAll(VectorRows.of(closed.vectors()));
                }
            }
        }
        return rows;
    }

    private ParquetFile file(long seed, Random random) throws IOException {
        RandomVectors vectors = new RandomVectors(seed);
        Schema schema = vectors.schema(DEPTH);
        ParquetOptions options = RandomOptions.of(random);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ArrowBatch batch = vectors.batch(schema, 1 + random.nextInt(150), allocator);
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                ParquetBatchWriter writer = new ParquetBatchWriter(schema, options, encoders, output)) {
            writer.write(batch, 0, batch.rowCount());
            writer.finish(Map.of());
        }
        return ParquetFile.open(new ArraySource(output.toByteArray()), ReadLimits.DEFAULTS);
    }
}
