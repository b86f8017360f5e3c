/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.List;

/**
 * One transaction: rows and the offsets behind them; owns the rows.
 *
 * @param target the database that it goes to
 * @param moves where the partitions of the rows are then
 */
record Load(Shard target, List<TableLoad> tables, List<Move> moves) implements AutoCloseable {
    Load {
        tables = List.copyOf(tables);
        moves = List.copyOf(moves);
    }

    int rowCount() {
        return tables.stream().mapToInt(TableLoad::rowCount).sum();
    }

    long byteCount() {
        return tables.stream().mapToLong(TableLoad::byteCount).sum();
    }

    @Override
    public void close() {
        tables.forEach(TableLoad::close);
    }
}
