/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static dev.quiver.ipc.Crafted.assertRefused;
import static dev.quiver.ipc.Crafted.batch;
import static dev.quiver.ipc.Crafted.bytes;
import static dev.quiver.ipc.Crafted.ints;
import static dev.quiver.ipc.Crafted.longs;
import static dev.quiver.ipc.Crafted.none;
import static dev.quiver.ipc.Crafted.nullable;
import static dev.quiver.ipc.Crafted.required;
import static dev.quiver.ipc.Crafted.stream;
import static dev.quiver.ipc.Crafted.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

/** Attacks by nodes and buffers: A4 to A6, A8 to A10 and A17 to A22. */
final class BufferAttackTest {
    private static final ArrowType INT = new ArrowType.Int(32, true);
    private static final Field ITEM = nullable("item", INT);

    /** A stream of one int column, with {@code change} added to the number that {@code was} in the batch's metadata. */
    private static byte[] patched(long was, int occurrence, long now) {
        byte[] stream = stream(nullable("n", INT), batch(4, 1, bytes(0b1011), ints(1, 2, 3, 4)));
        int left = occurrence;
        int at = stream.length - 8 - 24;
        for (; ; at -= 8) {
            if (LittleEndian.longAt(stream, at) == was && left-- == 0) {
                LittleEndian.putLong(stream, at, now);
                return stream;
            }
        }
    }

    @Test
    void a4ABufferOutsideTheBodyIsRefused() {
        assertRefused(patched(16, 0, 32), "message 1, batch 0", "buffer 1 at 8 of 32 bytes lies outside a body of 24");
        assertRefused(patched(16, 0, Long.MIN_VALUE), "buffer 1 at 8 of -9223372036854775808 bytes");
        assertRefused(patched(8, 0, -8), "buffer 1 at -8 of 16 bytes lies outside a body of 24");
        assertRefused(patched(8, 0, 4), "buffer 1 at 4 does not begin at a multiple of 8");
        assertRefused(patched(8, 0, 1L << 62), "buffer 1 at 4611686018427387904");
    }

    @Test
    void a4BuffersThatShareBytesAreRefused() {
        byte[] stream = stream(nullable("n", INT), batch(4, 0, none(), ints(1, 2, 3, 4)));
        int at = stream.length - 8 - 16 - 32;
        LittleEndian.putLong(stream, at + 8, 16);
        assertRefused(stream, "buffers up to 1 take 32 bytes of a body of 16");
    }

    @Test
    void a5AnOffsetBelowZeroIsRefused() {
        HeapBatch.Builder batch = batch(2, 0, none(), ints(-64, 1, 2), bytes(1, 2));
        assertRefused(
                stream(nullable("b", ArrowType.Binary.INSTANCE), batch),
                "message 1, batch 0: column 'b': offset 0 is -64, below 0");
        HeapBatch.Builder large = batch(1, 0, none(), longs(0, -1), none());
        assertRefused(
                stream(nullable("b", ArrowType.LargeBinary.INSTANCE), large), "column 'b': offset 1 is -1, below 0");
        HeapBatch.Builder list = with(batch(1, 0, none(), ints(-8, 0)).node(0, 0), none(), none());
        assertRefused(
                stream(nullable("l", ArrowType.List.INSTANCE, ITEM), list), "column 'l': offset 0 is -8, below 0");
    }

    @Test
    void a5OffsetsThatFallAreRefused() {
        HeapBatch.Builder batch = batch(3, 0, none(), ints(0, 2, 1, 2), bytes(1, 2));
        assertRefused(
                stream(nullable("b", ArrowType.Binary.INSTANCE), batch),
                "column 'b': offset 2 is 1, below 2 before it");
        HeapBatch.Builder wrapping = batch(2, 0, none(), ints(1, Integer.MIN_VALUE, 2), bytes(1, 2));
        assertRefused(stream(nullable("b", ArrowType.Binary.INSTANCE), wrapping), "offset 1 is -2147483648");
    }

    @Test
    void a6AnOffsetBeyondTheDataIsRefused() {
        HeapBatch.Builder batch = batch(1, 0, none(), ints(0, Integer.MAX_VALUE - 15), bytes(1, 2));
        assertRefused(
                stream(nullable("s", ArrowType.Utf8.INSTANCE), batch),
                "column 's': offset 1 is 2147483632, but 2 is the end");
        HeapBatch.Builder large = batch(1, 0, none(), longs(0, 1L << 40), bytes(1, 2));
        assertRefused(
                stream(nullable("s", ArrowType.LargeUtf8.INSTANCE), large), "offset 1 is 1099511627776, but 2 is");
        HeapBatch.Builder list = with(batch(1, 0, none(), ints(0, 2)).node(1, 0), none(), ints(7));
        assertRefused(stream(nullable("l", ArrowType.List.INSTANCE, ITEM), list), "offset 1 is 2, but 1 is the end");
        HeapBatch.Builder few = batch(2, 0, none(), ints(0, 1), bytes(1, 2));
        assertRefused(stream(nullable("s", ArrowType.Utf8.INSTANCE), few), "offsets of 8 bytes, 2 values take 12");
    }

    @Test
    void a8FixedSizeListsAreReadAndTheirLengthsChecked() {
        Field column = nullable("f", new ArrowType.FixedSizeList(2), ITEM);
        HeapBatch.Builder valid = with(batch(2, 0, none()).node(4, 0), none(), ints(1, 2, 3, 4));
        assertThat(new IpcDecoder(IpcLimits.DEFAULTS)
                        .decode(stream(column, valid))
                        .rowCount())
                .isEqualTo(2);
        HeapBatch.Builder few = with(batch(2, 0, none()).node(3, 0), none(), ints(1, 2, 3));
        assertRefused(stream(column, few), "column 'f.item': 3 values, but the lists of its parent has 4");
        Field huge = nullable("f", new ArrowType.FixedSizeList(1 << 30), ITEM);
        HeapBatch.Builder many = with(batch(4, 0, none()).node(0, 0), none(), none());
        assertRefused(stream(huge, many), "column 'f': 4 lists of 1073741824 values are too many");
    }

    @Test
    void a9AListViewOutsideItsChildIsRefused() {
        Field column = nullable("v", ArrowType.ListView.INSTANCE, ITEM);
        HeapBatch.Builder outside = with(batch(1, 0, none(), ints(1), ints(2)).node(2, 0), none(), ints(1, 2));
        assertRefused(stream(column, outside), "column 'v': list 0 has 2 values at 1 of a child with 2");
        HeapBatch.Builder below = with(batch(1, 0, none(), ints(-1), ints(1)).node(2, 0), none(), ints(1, 2));
        assertRefused(stream(column, below), "list 0 has 1 values at -1");
        Field large = nullable("v", ArrowType.LargeListView.INSTANCE, ITEM);
        HeapBatch.Builder wrapping =
                with(batch(1, 0, none(), longs(1), longs(Long.MAX_VALUE)).node(2, 0), none(), ints(1, 2));
        assertRefused(stream(large, wrapping), "list 0 has 9223372036854775807 values at 1");
    }

    @Test
    void a9ListViewsThatRepeatTheirChildTooOftenAreRefused() {
        IpcLimits limits = new IpcLimits(5, 10, 10, 1, 1, true);
        HeapBatch.Builder batch =
                with(batch(3, 0, none(), ints(0, 0, 0), ints(2, 2, 2)).node(2, 0), none(), ints(1, 2));
        assertRefused(
                limits,
                stream(nullable("v", ArrowType.ListView.INSTANCE, ITEM), batch),
                "lists refer to 6 values of a child with 2, the limit is 5 (max.rows)");
    }

    @Test
    void a10AViewOutsideItsDataIsRefused() {
        byte[] data = "twenty bytes of text".getBytes(StandardCharsets.US_ASCII);
        int prefix = LittleEndian.intAt(data, 0);
        assertRefused(
                view(ints(20, prefix, 0, 1), data), "column 'v': view 0 refers to 20 bytes at 1 of data buffer 0");
        assertRefused(view(ints(20, prefix, 0, -1), data), "view 0 refers to 20 bytes at -1 of data buffer 0");
        assertRefused(view(ints(20, prefix, 1, 0), data), "view 0 refers to data buffer 1 of 1");
        assertRefused(view(ints(20, prefix, -1, 0), data), "view 0 refers to data buffer -1 of 1");
        assertRefused(view(ints(-1, prefix, 0, 0), data), "view 0 has a length of -1");
        assertRefused(view(ints(20, prefix + 1, 0, 0), data), "view 0 has another prefix than its data");
        assertThat(new IpcDecoder(IpcLimits.DEFAULTS)
                        .decode(view(ints(20, prefix, 0, 0), data))
                        .rowCount())
                .isEqualTo(1);
    }

    private static byte[] view(byte[] views, byte[] data) {
        return stream(
                nullable("v", ArrowType.BinaryView.INSTANCE),
                batch(1, 0, none(), views, data).variadic(1));
    }

    @Test
    void a10ViewsThatRepeatTheirDataTooOftenAreRefused() {
        byte[] data = new byte[20];
        byte[] views = ints(20, 0, 0, 0, 20, 0, 0, 0);
        byte[] stream = stream(
                nullable("v", ArrowType.BinaryView.INSTANCE),
                batch(2, 0, none(), views, data).variadic(1));
        assertRefused(
                new IpcLimits(5, 5, 5, 30, 5, true),
                stream,
                "views refer to 40 bytes in buffers of 20, the limit is 30 (max.decompressed.bytes)");
    }

    @Test
    void a17ColumnsWithoutBytesAreBoundByTheRowLimit() {
        HeapBatch.Builder nulls = batch(Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1);
        assertRefused(
                stream(nullable("z", ArrowType.Null.INSTANCE), nulls),
                "2147483646 rows, the limit is 1000000 (max.rows)");
        HeapBatch.Builder nested =
                batch(1, 0, none(), ints(0, Integer.MAX_VALUE - 1)).node(Integer.MAX_VALUE - 1, 0);
        Field list = nullable("l", ArrowType.List.INSTANCE, nullable("z", ArrowType.Null.INSTANCE));
        assertRefused(stream(list, nested), "column 'l.z': 2147483646 values without bytes", "(max.rows)");
        Field empty = nullable("l", ArrowType.List.INSTANCE, nullable("s", ArrowType.Struct.INSTANCE));
        HeapBatch.Builder structs = with(batch(1, 0, none(), ints(0, 2_000_000)).node(2_000_000, 0), none());
        assertRefused(stream(empty, structs), "column 'l.s': 2000000 values without bytes");
    }

    @Test
    void a18AColumnMustBeAsLongAsItsBatch() {
        HeapBatch.Builder longer = with(HeapBatch.builder(50_000).node(4, 0), none(), ints(1, 2, 3, 4));
        assertRefused(stream(nullable("n", INT), longer), "column 'n': 4 values, but the batch has 50000");
        HeapBatch.Builder child = with(batch(2, 0, none()).node(1, 0), none(), ints(1));
        assertRefused(
                stream(nullable("s", ArrowType.Struct.INSTANCE, ITEM), child),
                "column 's.item': 1 values, but its struct has 2");
        assertRefused(
                stream(nullable("n", INT), batch(4, 0, none(), ints(1, 2, 3))),
                "column 'n': values of 12 bytes, 4 values take 16");
    }

    @Test
    void a19ANullCountThatTheBitmapDeniesIsRefused() {
        byte[] values = ints(1, 2, 3);
        assertRefused(
                stream(nullable("n", INT), batch(3, 2, bytes(0b011), values)),
                "column 'n': null count 2, but the validity bitmap has 1");
        assertRefused(
                stream(nullable("n", INT), batch(3, 0, bytes(0b011), values)),
                "null count 0, but the validity bitmap has 1");
        assertRefused(
                stream(nullable("n", INT), batch(3, 1, none(), values)), "null count 1 without a validity bitmap");
        assertRefused(
                stream(nullable("n", INT), batch(3, 4, bytes(0), values)), "column 'n' has 4 nulls among 3 values");
        assertRefused(stream(nullable("n", INT), batch(3, -1, bytes(0), values)), "column 'n' has -1 nulls among 3");
        assertRefused(
                stream(nullable("b", ArrowType.Bool.INSTANCE), batch(9, 1, bytes(0xff), bytes(0, 0))),
                "validity of 1 bytes, 9 values take 2");
    }

    @Test
    void a20ANullInARequiredColumnIsRefusedUnlessItsParentIsNullThere() {
        assertRefused(
                stream(required("n", INT), batch(2, 1, bytes(0b10), ints(0, 2))),
                "column 'n': value 0 is null, but the column is required");
        Field struct = nullable("s", ArrowType.Struct.INSTANCE, required("n", INT));
        HeapBatch.Builder hidden = with(batch(2, 1, bytes(0b10)).node(2, 1), bytes(0b10), ints(0, 2));
        assertThat(new IpcDecoder(IpcLimits.DEFAULTS)
                        .decode(stream(struct, hidden))
                        .rowCount())
                .isEqualTo(2);
        HeapBatch.Builder shown = with(batch(2, 1, bytes(0b01)).node(2, 1), bytes(0b10), ints(0, 2));
        assertRefused(stream(struct, shown), "column 's.n': value 0 is null, but the column is required");
        Field list = nullable("l", ArrowType.List.INSTANCE, required("n", INT));
        HeapBatch.Builder items = with(batch(2, 1, bytes(0b10), ints(0, 1, 2)).node(2, 1), bytes(0b01), ints(1, 0));
        assertRefused(stream(list, items), "column 'l.n': value 1 is null");
    }

    @Test
    void a21ATypeIdOrOffsetThatAUnionDoesNotHaveIsRefused() {
        Field sparse = nullable("u", new ArrowType.Union(UnionMode.Sparse, new int[] {5}), ITEM);
        assertRefused(
                stream(sparse, with(batch(1, 0, bytes(6)).node(1, 0), none(), ints(1))),
                "column 'u': value 0 has the type id 6, which the union does not have");
        assertRefused(
                stream(sparse, with(batch(1, 0, bytes(-1)).node(1, 0), none(), ints(1))), "value 0 has the type id -1");
        assertRefused(
                stream(sparse, with(batch(2, 0, bytes(5, 5)).node(1, 0), none(), ints(1))),
                "column 'u.item': 1 values, but its sparse union has 2");
        Field dense = nullable("u", new ArrowType.Union(UnionMode.Dense, new int[] {5}), ITEM);
        assertRefused(
                stream(dense, with(batch(1, 0, bytes(5), ints(1)).node(1, 0), none(), ints(1))),
                "value 0 has the offset 1 into child 0, expected from 0 to below 1");
        assertRefused(
                stream(dense, with(batch(1, 0, bytes(5), ints(-1)).node(1, 0), none(), ints(1))),
                "value 0 has the offset -1 into child 0");
        assertRefused(
                stream(dense, with(batch(2, 0, bytes(5, 5), ints(1, 0)).node(2, 0), none(), ints(1, 2))),
                "value 1 has the offset 0 into child 0, expected from 1 to below 2");
    }

    @Test
    void a22RunsMustRiseAndCoverTheirColumn() {
        Field runs = nullable("r", ArrowType.RunEndEncoded.INSTANCE, required("run_ends", INT), ITEM);
        assertRefused(runs(runs, 4, 2, 2), "column 'r.run_ends': run end 1 is 2, not above 2");
        assertRefused(runs(runs, 4, 0, 4), "run end 0 is 0, not above 0");
        assertRefused(runs(runs, 4, 1, 3), "column 'r': runs end at 3 of 4 values");
        assertRefused(runs(runs, 4), "runs end at 0 of 4 values");
        assertRefused(runs(runs, 2_000_000, 2_000_000), "2000000 rows, the limit is 1000000 (max.rows)");
    }

    private static byte[] runs(Field field, int length, int... ends) {
        HeapBatch.Builder batch = batch(length, 0).node(ends.length, 0).node(ends.length, 0);
        return stream(field, with(batch, none(), ints(ends), none(), new byte[ends.length * Integer.BYTES]));
    }

    @Test
    void textMustBeUtf8WhereItIsNotNull() {
        Field text = nullable("s", ArrowType.Utf8.INSTANCE);
        byte[] offsets = ints(0, 2, 4);
        byte[] data = bytes('o', 'k', 0xc3, 0x28);
        assertRefused(stream(text, batch(2, 0, none(), offsets, data)), "column 's': value 1 of 2 bytes is not UTF-8");
        IpcDecoder decoder = new IpcDecoder(IpcLimits.DEFAULTS);
        assertThat(decoder.decode(stream(text, batch(2, 1, bytes(0b01), offsets, data)))
                        .rowCount())
                .isEqualTo(2);
        IpcLimits unchecked = new IpcLimits(10, 10, 10, 10, 10, false);
        byte[] stream = stream(text, batch(2, 0, none(), offsets, data));
        assertThat(new IpcDecoder(unchecked).decode(stream).rowCount()).isEqualTo(2);
    }

    @Test
    void decimalsWithMoreFractionThanDigitsAreRefused() {
        for (int scale : new int[] {-1, 4, 200}) {
            Field decimal = nullable("d", new ArrowType.Decimal(3, scale, 128));
            assertRefused(
                    stream(decimal, batch(1, 0, none(), longs(1, 0))),
                    "schema: type: a decimal of 3 digits has a scale of 0 to 3, not " + scale);
        }
    }

    @Test
    void decimalsMustFitTheirPrecision() {
        Field wide = nullable("d", new ArrowType.Decimal(20, 2, 128));
        assertRefused(
                stream(wide, batch(1, 0, none(), longs(0, 1L << 40))), "column 'd': value 0 has more than 20 digits");
        Field narrow = nullable("d", new ArrowType.Decimal(3, 2, 128));
        assertRefused(stream(narrow, batch(1, 0, none(), longs(1_000, 0))), "value 0 has more than 3 digits");
        assertRefused(stream(narrow, batch(1, 0, none(), longs(-1_000, -1))), "value 0 has more than 3 digits");
        Field small = nullable("d", new ArrowType.Decimal(3, 2, 32));
        assertRefused(stream(small, batch(1, 0, none(), ints(Integer.MIN_VALUE))), "value 0 has more than 3 digits");
    }
}
