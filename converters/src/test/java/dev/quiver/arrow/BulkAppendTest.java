/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.HeapColumn;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Decoded batches appended to a builder, and what a builder hands out on the heap. */
final class BulkAppendTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema DAYS = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field(
                    "day",
                    org.apache.kafka.connect.data.Date.builder()
                            .parameter(Parameters.TYPE, "date64")
                            .build())
            .build();

    private static Struct row(long id) {
        return new Struct(ROW).put("id", id).put("name", "n" + id);
    }

    private static DecodedBatch batch(BatchBuilder builder) {
        HeapRows rows = builder.sealOnHeap(null);
        List<HeapColumn> columns = HeapColumn.columns(builder.arrowSchema(), rows.batch());
        return new DecodedBatch(rows.batch(), columns, rows.dictionaries());
    }

    private static BatchBuilder message(Schema schema) {
        return BatchBuilder.inMessageFormat(schema, NullHandling.KEEP, TypeOptions.DEFAULTS);
    }

    private static BatchBuilder plain(BatchBuilder message) {
        return BatchBuilder.of(message.arrowSchema(), NullHandling.KEEP, TypeOptions.DEFAULTS);
    }

    @Test
    void rowsAndBatchesMayAlternate() {
        BatchBuilder source = message(ROW);
        for (long id = 1; id < 9; id++) {
            source.append(row(id));
        }
        BatchBuilder target = plain(source);
        DecodedBatch batch = batch(source);
        target.append(row(0));
        target.append(batch, 0, 3);
        target.append(row(4));
        target.append(batch, 4, 8);

        List<Struct> read = new RowReader(target.arrowSchema(), TypeOptions.DEFAULTS).rows(batch(target));
        assertThat(read.stream().map(struct -> struct.get("name")))
                .containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8");
    }

    @Test
    void aBatchThatDoesNotFitLeavesNoTrace() {
        BatchBuilder source = message(DAYS);
        source.append(new Struct(DAYS).put("id", 1L).put("day", new Date(0)));
        source.append(new Struct(DAYS).put("id", 2L).put("day", new Date(86_400_000)));
        BatchBuilder target = plain(source);
        DecodedBatch good = batch(source);
        target.append(good, 0, 2);
        good.batch().array(good.columns().get(1).firstBuffer() + 1)[Long.BYTES] = 1;

        assertThatThrownBy(() -> target.append(good, 0, 2))
                .isInstanceOf(DataException.class)
                .hasMessage("column 'day' (Date(MILLISECOND)): the date has a time of day");
        assertThat(target.rowCount()).isEqualTo(2);
        assertThat(new RowReader(target.arrowSchema(), TypeOptions.DEFAULTS)
                        .rows(batch(target)).stream().map(struct -> struct.get("id")))
                .containsExactly(1L, 2L);
    }

    @Test
    void aBatchOfAnotherSchemaIsRefused() {
        BatchBuilder source = message(ROW);
        BatchBuilder target = plain(message(DAYS));
        source.append(row(1));
        DecodedBatch other = batch(source);

        assertThatThrownBy(() -> target.append(other, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the batch has another schema than the builder");
        assertThatThrownBy(() -> plain(message(ROW)).append(other, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void whatWasHandedOutDoesNotChangeWhenRowsFollow() {
        BatchBuilder builder = message(ROW);
        builder.append(row(1));
        DecodedBatch first = batch(builder);
        builder.append(row(2));
        RowReader reader = new RowReader(builder.arrowSchema(), TypeOptions.DEFAULTS);

        assertThat(reader.rows(first)).containsExactly(row(1));
        assertThat(reader.rows(batch(builder))).containsExactly(row(2));
        assertThat(builder.rowCount()).isZero();
    }

    @Test
    void aMapWithTwoEntriesOfOneKeyIsRefused() {
        Schema map = SchemaBuilder.struct()
                .field(
                        "m",
                        SchemaBuilder.map(Schema.INT8_SCHEMA, Schema.INT8_SCHEMA)
                                .build())
                .build();
        BatchBuilder builder = message(map);
        builder.append(new Struct(map).put("m", java.util.Map.of((byte) 1, (byte) 5, (byte) 2, (byte) 6)));
        DecodedBatch batch = batch(builder);
        HeapColumn keys = batch.columns().get(0).child(0).child(0);
        keys.array(1)[0] = keys.array(1)[1];
        List<Struct> rows = new RowReader(builder.arrowSchema(), TypeOptions.DEFAULTS).rows(batch);

        assertThatThrownBy(() -> rows.get(0))
                .isInstanceOf(DataException.class)
                .hasMessage("column 'm' (MAP): the map has two entries of one key");
    }
}
