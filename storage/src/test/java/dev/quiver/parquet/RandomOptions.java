/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Map;
import java.util.Random;

/** Options of every kind. */
final class RandomOptions {
    private RandomOptions() {}

    /** The next options of {@code random}. */
    static ParquetOptions of(Random random) {
        ColumnOptions column = new ColumnOptions(
                any(random, Compression.values()),
                1 + random.nextInt(9),
                any(random, ColumnEncoding.values()),
                random.nextBoolean() ? 1 << random.nextInt(21) : 0,
                random.nextInt(3) == 0 ? 1 << (5 + random.nextInt(8)) : 0);
        PageOptions page = new PageOptions(
                1 << (6 + random.nextInt(14)),
                1 + random.nextInt(400),
                any(random, PageOptions.Version.values()),
                random.nextBoolean());
        RowGroupOptions rowGroup = random.nextInt(3) == 0
                ? new RowGroupOptions(1L << (10 + random.nextInt(10)), 1 + random.nextInt(500))
                : RowGroupOptions.DEFAULTS;
        return new ParquetOptions(any(random, Profile.values()), column, Map.of(), page, rowGroup);
    }

    private static <T> T any(Random random, T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
