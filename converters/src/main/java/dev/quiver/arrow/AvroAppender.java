/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.avro.AvroRow;
import dev.quiver.avro.AvroStructReader;
import java.util.IdentityHashMap;
import java.util.function.Function;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Appends structs that keep their Avro bytes, straight from these, in a way that is worked out once for each writer's
 * schema. One thread at a time.
 */
final class AvroAppender {
    /** Writers' schemas that are remembered. */
    private static final int WAYS_MAX = 1024;

    private final StructColumn rows;
    private final AvroRow row = new AvroRow();
    private final IdentityHashMap<AvroStructReader, Way> ways = new IdentityHashMap<>();
    private @Nullable AvroStructReader lastReader;
    private Way last = new Way(null, false);

    AvroAppender(StructColumn rows) {
        this.rows = rows;
    }

    /**
     * How structs get into the columns.
     *
     * @param columns null if not from their bytes
     * @param isWhole whether they have the schema of the rows
     */
    private record Way(@Nullable AvroColumn columns, boolean isWhole) {}

    /** Appends {@code struct}, which has the schema of the rows, and says true; says false if it has no bytes. */
    boolean append(Struct struct) {
        // Few structs are functions, and finding out costs next to nothing.
        return struct instanceof Function<?, ?> && append(struct, true);
    }

    /** Appends those columns of {@code struct} that the rows have; says false if that does not go. */
    boolean appendColumnsOf(Struct struct) {
        return struct instanceof Function<?, ?> && append(struct, false);
    }

    private boolean append(Struct struct, boolean isWhole) {
        if (!row.show(struct)) {
            return false;
        }
        try {
            Way way = way(row.reader());
            if (way.columns() == null || way.isWhole() != isWhole) {
                return false;
            }
            way.columns().append(row.cursor());
            return true;
        } finally {
            row.release();
        }
    }

    private Way way(AvroStructReader reader) {
        if (reader != lastReader) {
            Way known = ways.get(reader);
            if (known == null) {
                if (ways.size() == WAYS_MAX) {
                    ways.clear();
                }
                known = made(reader);
                ways.put(reader, known);
            }
            lastReader = reader;
            last = known;
        }
        return last;
    }

    private Way made(AvroStructReader reader) {
        return rows.takes(reader.schema())
                ? new Way(AvroColumns.rows(reader, rows), true)
                : new Way(AvroColumns.projected(reader, rows), false);
    }
}
