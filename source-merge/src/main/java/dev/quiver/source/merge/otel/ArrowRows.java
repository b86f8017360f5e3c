/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.ipc.HeapBatch;
import dev.quiver.source.merge.engine.ColumnSpec;
import dev.quiver.source.merge.engine.TableBatch;
import dev.quiver.source.merge.engine.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Rows of one table as Arrow columns, gathered one by one. Columns with a common prefix are within one group. */
final class ArrowRows {
    /** A value that is copied from the row. */
    static final long COPY = Long.MIN_VALUE;
    /** No value. */
    static final long NULL = -1;

    private final TableSpec table;
    private final ArrowLeaf[] leaves;
    private int rowCount;

    /**
     * No rows of {@code table}.
     *
     * @param types of columns that are not what {@link ArrowLeaf#typeOf} says, by their numbers
     * @param hidden columns that are left out
     */
    ArrowRows(TableSpec table, Map<Integer, ArrowType> types, Set<Integer> hidden) {
        this.table = table;
        this.leaves = new ArrowLeaf[table.columns().size()];
        for (int ordinal = 0; ordinal < leaves.length; ordinal++) {
            ColumnSpec column = table.columns().get(ordinal);
            ArrowType type = types.getOrDefault(ordinal, ArrowLeaf.typeOf(column.path()));
            if (!hidden.contains(ordinal)) {
                leaves[ordinal] = new ArrowLeaf(type);
            }
        }
    }

    int rowCount() {
        return rowCount;
    }

    /**
     * Adds a row.
     *
     * @param instead numbers that stand instead of what the row has, by the numbers of the columns
     */
    void add(TableBatch batch, int row, long[] instead) {
        for (int ordinal = 0; ordinal < leaves.length; ordinal++) {
            ArrowLeaf leaf = leaves[ordinal];
            long number = ordinal < instead.length ? instead[ordinal] : COPY;
            if (leaf == null) {
                continue;
            }
            if (number == COPY) {
                leaf.add(batch.column(ordinal), row);
            } else if (number == NULL) {
                leaf.addNull();
            } else {
                leaf.addNumber(number);
            }
        }
        rowCount++;
    }

    private static String group(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /** The fields; those of {@code encoded} say that their ids are as they are. */
    List<Field> fields(Set<String> plain) {
        List<Field> fields = new ArrayList<>();
        List<Field> within = new ArrayList<>();
        String open = "";
        for (int ordinal = 0; ordinal < leaves.length; ordinal++) {
            if (leaves[ordinal] == null) {
                continue;
            }
            String path = table.columns().get(ordinal).path();
            String group = group(path);
            if (!group.equals(open)) {
                close(open, within, fields);
                open = group;
            }
            String name = path.substring(path.indexOf('.') + 1);
            Map<String, String> metadata = plain.contains(path) ? Map.of("encoding", "plain") : Map.of();
            Field field = new Field(name, new FieldType(true, leaves[ordinal].type(), null, metadata), null);
            (group.isEmpty() ? fields : within).add(field);
        }
        close(open, within, fields);
        return fields;
    }

    private static void close(String group, List<Field> within, List<Field> fields) {
        if (!group.isEmpty()) {
            fields.add(new Field(group, FieldType.nullable(ArrowType.Struct.INSTANCE), List.copyOf(within)));
            within.clear();
        }
    }

    /** Hands what was gathered to {@code batch}. */
    void write(HeapBatch.Builder batch) {
        String open = "";
        for (int ordinal = 0; ordinal < leaves.length; ordinal++) {
            ArrowLeaf leaf = leaves[ordinal];
            if (leaf == null) {
                continue;
            }
            String group = group(table.columns().get(ordinal).path());
            if (!group.equals(open)) {
                open = group;
                if (!group.isEmpty()) {
                    batch.node(rowCount, 0).buffer(new byte[0], 0, 0);
                }
            }
            leaf.write(batch);
        }
    }
}
