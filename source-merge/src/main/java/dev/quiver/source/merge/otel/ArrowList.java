/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.ipc.HeapBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** A column of lists of rows of another table, each of which may have lists as well. */
final class ArrowList {
    private final String name;
    private final ArrowRows rows;
    private final List<ArrowList> within;
    private int[] ends = new int[16];
    private int count;

    ArrowList(String name, ArrowRows rows, List<ArrowList> within) {
        this.name = name;
        this.rows = rows;
        this.within = List.copyOf(within);
    }

    /** The rows to which the next list's are added. */
    ArrowRows rows() {
        return rows;
    }

    /** The lists that each of its rows has. */
    List<ArrowList> within() {
        return within;
    }

    /** Ends a list: it has the rows added since the last one ended. */
    void end() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = rows.rowCount();
    }

    Field field() {
        List<Field> fields = new ArrayList<>(rows.fields(Set.of()));
        within.forEach(list -> fields.add(list.field()));
        Field item = new Field("item", FieldType.notNullable(ArrowType.Struct.INSTANCE), fields);
        return new Field(name, FieldType.notNullable(ArrowType.List.INSTANCE), List.of(item));
    }

    /** Hands what was gathered to {@code batch}. */
    void write(HeapBatch.Builder batch) {
        int[] offsets = new int[count + 1];
        System.arraycopy(ends, 0, offsets, 1, count);
        batch.node(count, 0).buffer(new byte[0], 0, 0);
        batch.buffer(ArrowLeaf.littleEndian(offsets, count + 1), 0, 4 * (count + 1));
        batch.node(rows.rowCount(), 0).buffer(new byte[0], 0, 0);
        rows.write(batch);
        within.forEach(list -> list.write(batch));
    }
}
