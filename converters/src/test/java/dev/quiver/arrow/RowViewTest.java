/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcEncoder;
import dev.quiver.ipc.IpcLimits;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowViewTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("size", SchemaBuilder.int32().optional().defaultValue(7).build())
            .field("blob", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
            .build();

    /** A batch and what reads it. */
    private record Read(DecodedBatch batch, RowReader reader) {}

    private static Read read(Schema schema, List<Struct> rows) {
        BatchBuilder builder = BatchBuilder.inMessageFormat(schema, NullHandling.KEEP, TypeOptions.DEFAULTS);
        rows.forEach(builder::append);
        HeapRows gathered = builder.sealOnHeap(null);
        byte[] bytes = new IpcEncoder(builder.arrowSchema(), IpcCompression.NONE)
                .stream(List.of(gathered.batch()), gathered.dictionaries());
        DecodedBatch batch =
                new IpcDecoder(IpcLimits.DEFAULTS).decode(bytes).batches().get(0);
        return new Read(batch, new RowReader(builder.arrowSchema(), TypeOptions.DEFAULTS));
    }

    private static RowView view(Struct row) {
        Read read = read(row.schema(), List.of(row));
        return read.reader().view(read.batch());
    }

    private static Struct row() {
        return new Struct(ROW).put("id", 5L).put("blob", new byte[] {1}).put("tags", List.of("a"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyValueIsThatOfTheRow(long seed) {
        Schema schema = new RandomTypes(seed).schema(3);
        Read read = read(schema, new RandomValues(seed).rows(schema, 20));
        List<Struct> rows = read.reader().rows(read.batch());
        RowView view = read.reader().view(read.batch());

        assertThat(view.count()).isEqualTo(rows.size());
        for (int index = rows.size() - 1; index >= 0; index--) {
            view.at(index);
            for (Field field : schema.fields()) {
                Struct one = new Struct(
                        SchemaBuilder.struct().field("f", field.schema()).build());
                Struct other = new Struct(one.schema());
                one.put("f", view.getWithoutDefault(field.name()));
                other.put("f", rows.get(index).getWithoutDefault(field.name()));
                assertThat(Canonical.row(one)).isEqualTo(Canonical.row(other));
            }
        }
    }

    @Test
    void itIsLookedAtLikeAnyStruct() {
        RowView view = view(row());

        assertThat(view.get("size")).isEqualTo(7);
        assertThat(view.get(ROW.field("size"))).isEqualTo(7);
        assertThat(view.getInt32("size")).isNull();
        assertThat(view.getInt64("id")).isEqualTo(5);
        assertThat(view.getBytes("blob")).containsExactly(1);
        assertThat(view.getArray("tags")).containsExactly("a");
        assertThat(view.toString()).startsWith("Struct{id=5,").endsWith(",tags=[a]}");
        assertThatThrownBy(() -> view.get("nothing"))
                .isInstanceOf(DataException.class)
                .hasMessage("nothing is not a valid field name");
        assertThatThrownBy(() -> view.getInt32("id")).isInstanceOf(DataException.class);
    }

    @Test
    void itCannotBeChanged() {
        RowView view = view(row());
        assertThatThrownBy(() -> view.put("id", 6L)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> view.put(ROW.field("id"), 6L)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> view.at(1)).isInstanceOf(IndexOutOfBoundsException.class);
        view.validate();
    }

    /** Whoever needs one field of a row does not pay for the others. */
    @Test
    void otherColumnsAreNotRead() {
        Read read = read(ROW, List.of(row()));
        int ends = read.batch().columns().get(2).firstBuffer() + 1;
        read.batch().batch().array(ends)[read.batch().batch().offset(ends) + 2 * Integer.BYTES - 1] = (byte) 0x80;

        assertThatThrownBy(() -> read.reader().rows(read.batch()).get(0)).isInstanceOf(RuntimeException.class);
        assertThat(read.reader().view(read.batch()).getInt64("id")).isEqualTo(5);
    }
}
