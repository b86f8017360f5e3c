/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The table that says which records are in the database. It changes in the transactions that the rows come in, so it is
 * right whatever happens. A row has the offset of the next record of a topic-partition, null until one is there, and
 * the task that owns the partition: what an earlier owner writes then changes no row and is rolled back.
 */
final class OffsetsTable {
    private static final String NAME = "_quiver_offsets";

    private final Connection connection;
    private final String table;
    private final String connector;

    /** The rows of {@code connector} in the database {@code catalog}. */
    OffsetsTable(Connection connection, String catalog, String connector) {
        this.connection = connection;
        this.table = table(catalog);
        this.connector = connector;
    }

    private static String table(String catalog) {
        return Sql.identifier(catalog) + ".main." + NAME;
    }

    /** Makes the table unless it is there. */
    static void create(Connection connection, String catalog) throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE IF NOT EXISTS " + table(catalog) + " (connector VARCHAR NOT NULL, topic"
                        + " VARCHAR NOT NULL, \"partition\" INTEGER NOT NULL, next_offset BIGINT, owner VARCHAR,"
                        + " committed_at TIMESTAMPTZ)");
    }

    /** All rows, of all connectors, as {@link #published} reads them. */
    static String all(Connection connection, String catalog) throws SQLException {
        return Sql.rows(
                        connection,
                        "SELECT connector, topic, \"partition\", next_offset FROM " + table(catalog)
                                + " WHERE next_offset IS NOT NULL")
                .stream()
                .map(row -> encoded(row.get(0)) + " " + row.get(1) + " " + row.get(2) + " " + row.get(3) + "\n")
                .collect(Collectors.joining());
    }

    private static String encoded(String connector) {
        return URLEncoder.encode(connector, StandardCharsets.UTF_8);
    }

    /** The offsets of {@code connector} in {@code text}, which {@link #all} has made. */
    static Map<TopicPartition, Long> published(String text, String connector) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        String own = encoded(connector) + " ";
        text.lines().filter(line -> line.startsWith(own)).forEach(line -> {
            String[] words = line.split(" ", -1);
            offsets.put(new TopicPartition(words[1], Integer.parseInt(words[2])), Long.valueOf(words[3]));
        });
        return offsets;
    }

    /** The offsets that are there. */
    Map<TopicPartition, Long> read() throws SQLException {
        return offsets(" AND next_offset IS NOT NULL");
    }

    private Map<TopicPartition, Long> offsets(String condition) throws SQLException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        List<List<String>> rows = Sql.rows(
                connection,
                "SELECT topic, \"partition\", coalesce(next_offset, -1) FROM " + table + " WHERE connector = "
                        + Sql.text(connector) + condition);
        for (List<String> row : rows) {
            offsets.put(new TopicPartition(row.get(0), Integer.parseInt(row.get(1))), Long.valueOf(row.get(2)));
        }
        return offsets;
    }

    /** Makes {@code owner} the owner of {@code partitions}; nobody else may write at the same time. */
    void takeOver(String owner, Collection<TopicPartition> partitions) throws SQLException {
        Set<TopicPartition> missing = new HashSet<>(partitions);
        missing.removeAll(offsets("").keySet());
        if (!missing.isEmpty()) {
            String rows = missing.stream()
                    .map(partition -> "(" + Sql.text(connector) + ", " + Sql.text(partition.topic()) + ", "
                            + partition.partition() + ")")
                    .collect(Collectors.joining(", "));
            Sql.run(connection, "INSERT INTO " + table + " (connector, topic, \"partition\") VALUES " + rows);
        }
        String rows = partitions.stream()
                .map(partition -> "(" + Sql.text(partition.topic()) + ", " + partition.partition() + ")")
                .collect(Collectors.joining(", "));
        Sql.run(
                connection,
                "UPDATE " + table + " SET owner = " + Sql.text(owner) + " WHERE connector = " + Sql.text(connector)
                        + " AND (topic, \"partition\") IN (" + rows + ")");
    }

    /**
     * Makes {@code moves}, in the transaction that is open.
     *
     * @throws DatabaseException if {@code owner} does not own one of the partitions any more
     */
    void advance(String owner, List<Move> moves) throws SQLException, DatabaseException {
        long moved = Sql.run(
                connection,
                "UPDATE " + table + " AS o SET next_offset = m.next, committed_at = now() FROM " + values(moves)
                        + " WHERE " + isOf(owner) + " AND o.next_offset IS NOT DISTINCT FROM m.expected");
        if (moved != moves.size()) {
            throw DatabaseException.fenced("another task has taken over " + (moves.size() - moved) + " of "
                    + moves.stream().map(Move::partition).toList() + ", or its offsets were changed");
        }
    }

    /** Whether {@code moves} are made already. */
    boolean has(String owner, List<Move> moves) throws SQLException {
        List<List<String>> count = Sql.rows(
                connection,
                "SELECT count(*) FROM " + table + " AS o, " + values(moves) + " WHERE " + isOf(owner)
                        + " AND o.next_offset = m.next");
        return Long.parseLong(count.get(0).get(0)) == moves.size();
    }

    private static String values(List<Move> moves) {
        return moves.stream()
                .map(move -> "(" + Sql.text(move.partition().topic()) + ", "
                        + move.partition().partition() + ", " + number(move.expected()) + ", " + number(move.next())
                        + ")")
                .collect(Collectors.joining(", ", "(VALUES ", ") AS m(topic, part, expected, next)"));
    }

    private static String number(@Nullable Long value) {
        return "CAST(" + (value == null ? "NULL" : value.toString()) + " AS BIGINT)";
    }

    private String isOf(String owner) {
        return "o.connector = " + Sql.text(connector) + " AND o.topic = m.topic AND o.\"partition\" = m.part"
                + " AND o.owner = " + Sql.text(owner);
    }

    /** Makes each partition begin at its offset, or forgets it where that is null; nobody owns them then. */
    void reset(Map<TopicPartition, @Nullable Long> offsets) throws SQLException {
        for (Map.Entry<TopicPartition, @Nullable Long> entry : offsets.entrySet()) {
            String own = " WHERE connector = " + Sql.text(connector) + " AND topic = "
                    + Sql.text(entry.getKey().topic()) + " AND \"partition\" = "
                    + entry.getKey().partition();
            Long offset = entry.getValue();
            Sql.run(
                    connection,
                    offset == null
                            ? "DELETE FROM " + table + own
                            : "UPDATE " + table + " SET owner = NULL, next_offset = " + offset + own);
        }
    }

    /** Writes the offsets of {@code from} for partitions that are not there yet. */
    void carryOver(Map<TopicPartition, Long> from) throws SQLException {
        Set<TopicPartition> known = offsets("").keySet();
        for (Map.Entry<TopicPartition, Long> entry : from.entrySet()) {
            String place = " WHERE connector = " + Sql.text(connector) + " AND topic = "
                    + Sql.text(entry.getKey().topic()) + " AND \"partition\" = "
                    + entry.getKey().partition();
            Sql.run(
                    connection,
                    known.contains(entry.getKey())
                            ? "UPDATE " + table + " SET next_offset = " + entry.getValue() + place
                            : "INSERT INTO " + table + " (connector, topic, \"partition\", next_offset) VALUES ("
                                    + Sql.text(connector) + ", "
                                    + Sql.text(entry.getKey().topic()) + ", "
                                    + entry.getKey().partition() + ", " + entry.getValue() + ")");
        }
    }

    /** Nobody owns {@code partitions} any more. */
    void seal(Collection<TopicPartition> partitions) throws SQLException {
        String rows = partitions.stream()
                .map(partition -> "(" + Sql.text(partition.topic()) + ", " + partition.partition() + ")")
                .collect(Collectors.joining(", "));
        Sql.run(
                connection,
                "UPDATE " + table + " SET owner = NULL WHERE connector = " + Sql.text(connector)
                        + " AND (topic, \"partition\") IN (" + rows + ")");
    }

    /** Nobody owns a partition of the connector any more. */
    void seal() throws SQLException {
        Sql.run(connection, "UPDATE " + table + " SET owner = NULL WHERE connector = " + Sql.text(connector));
    }
}
