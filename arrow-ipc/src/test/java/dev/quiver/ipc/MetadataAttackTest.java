/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static dev.quiver.ipc.Crafted.assertRefused;
import static dev.quiver.ipc.Crafted.bytes;
import static dev.quiver.ipc.Crafted.ints;
import static dev.quiver.ipc.Crafted.joined;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Attacks by framing and metadata: A1 to A3 and A14 to A16, and what else may be wrong before the first buffer. */
final class MetadataAttackTest {
    private static final Field NUMBER = Crafted.nullable("n", new ArrowType.Int(32, true));

    private static byte[] valid() {
        return Crafted.stream(NUMBER, Crafted.batch(2, 0, Crafted.none(), ints(1, 2)));
    }

    @Test
    void a1ALengthBeyondTheBytesIsRefusedBeforeAnythingIsAllocated() {
        assertRefused(ints(-1, Integer.MAX_VALUE), "message 0: metadata of 2147483647 bytes, but 0 are left");
        assertRefused(ints(512 << 20), "message 0: metadata of 536870912 bytes, but 0 are left");
    }

    @Test
    void a2ABodyBeyondTheBytesIsRefused() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = Crafted.schema(builder, 0, Crafted.shared(builder, 0, 0));
        byte[] message = Crafted.message(builder, Crafted.V5, Crafted.SCHEMA, schema, 1L << 40);
        assertRefused(message, "message 0: message: a body of 1099511627776 bytes, but 0 are left");

        byte[] bytes = valid();
        assertRefused(Arrays.copyOf(bytes, bytes.length - 16), "message 1: message: a body of 8 bytes, but 0 are left");
        assertRefused(ints(-1, -8), "message 0: metadata of 4294967288 bytes");
    }

    @Test
    void a3AFlatbufferThatPointsOutsideItselfIsRefused() {
        byte[] root = valid();
        LittleEndian.putInt(root, 8, 1 << 20);
        assertRefused(root, "message 0: message: the root table at 1048576 lies behind");

        byte[] vtable = valid();
        int table = 8 + LittleEndian.intAt(vtable, 8);
        LittleEndian.putInt(vtable, table, 1 << 30);
        assertRefused(vtable, "message 0: message: a vtable at", "lies outside");

        byte[] tiny = joined(ints(-1, 8), new byte[8]);
        assertRefused(tiny, "message 0: message: a vtable of 0 bytes for a table of 0");
    }

    @Test
    void a14FieldsThatNestTooDeepAreRefused() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int name = builder.createString("f");
        int field = Crafted.field(builder, name, Crafted.TYPE_NULL, 0);
        for (int depth = 0; depth < 3_000; depth++) {
            field = Crafted.field(builder, name, Crafted.TYPE_STRUCT, Crafted.shared(builder, field, 1));
        }
        int schema = Crafted.schema(builder, 0, Crafted.shared(builder, field, 1));
        byte[] message = Crafted.message(builder, Crafted.V5, Crafted.SCHEMA, schema, 0);
        assertRefused(message, "field: fields nest deeper than 32 (max.nesting)");
    }

    @Test
    void a15FieldsSharedByTheirParentsAreCountedEachTime() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int name = builder.createString("f");
        int field = Crafted.field(builder, name, Crafted.TYPE_NULL, 0);
        for (int level = 0; level < 30; level++) {
            field = Crafted.field(builder, name, Crafted.TYPE_LIST, Crafted.shared(builder, field, 1));
        }
        int schema = Crafted.schema(builder, 0, Crafted.shared(builder, field, 400));
        byte[] message = Crafted.message(builder, Crafted.V5, Crafted.SCHEMA, schema, 0);
        assertThat(message).hasSizeLessThan(4_000);
        IpcLimits limits = new IpcLimits(1, 10_000, 32, 1, 1, true);
        assertRefused(limits, message, "more than 10000 fields (max.columns)");
    }

    @Test
    void a16TextsSharedByManyFieldsAreCountedEachTime() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int name = builder.createString("x".repeat(100_000));
        int field = Crafted.field(builder, name, Crafted.TYPE_NULL, 0);
        int schema = Crafted.schema(builder, 0, Crafted.shared(builder, field, 9_000));
        byte[] message = Crafted.message(builder, Crafted.V5, Crafted.SCHEMA, schema, 0);
        assertRefused(message, "its texts claim more than the", "characters that fit its bytes");
    }

    @Test
    void a16MetadataSharedByManyFieldsIsCountedEachTime() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        builder.startTable(2);
        int entries = Crafted.shared(builder, builder.endTable(), 10_000);
        builder.startTable(0);
        int type = builder.endTable();
        builder.startTable(7);
        builder.addByte(2, Crafted.TYPE_NULL, 0);
        builder.addOffset(3, type, 0);
        builder.addOffset(6, entries, 0);
        int schema = Crafted.schema(builder, 0, Crafted.shared(builder, builder.endTable(), 5_000));
        byte[] message = Crafted.message(builder, Crafted.V5, Crafted.SCHEMA, schema, 0);
        assertRefused(message, "its metadata claims 20000 entries");
    }

    @Test
    void oldVersionsOfMetadataAreRefused() {
        for (int version : new int[] {0, 1, 2, 5}) {
            FlatBufferBuilder builder = new FlatBufferBuilder();
            int schema = Crafted.schema(builder, 0, Crafted.shared(builder, 0, 0));
            byte[] message = Crafted.message(builder, version, Crafted.SCHEMA, schema, 0);
            assertRefused(message, "metadata version V" + (version + 1) + " is unsupported, V4 and V5 are");
        }
    }

    @Test
    void bigEndianDataIsRefused() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = Crafted.schema(builder, 1, Crafted.shared(builder, 0, 0));
        byte[] message = Crafted.message(builder, Crafted.V5, Crafted.SCHEMA, schema, 0);
        assertRefused(message, "big-endian data is unsupported");
    }

    @Test
    void unknownTypesAreRefused() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int field = Crafted.field(builder, builder.createString("f"), (byte) 99, 0);
        int schema = Crafted.schema(builder, 0, Crafted.shared(builder, field, 1));
        byte[] message = Crafted.message(builder, Crafted.V5, Crafted.SCHEMA, schema, 0);
        assertRefused(message, "field: type 99 is unknown");
    }

    @Test
    void tensorsAreRefused() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = Crafted.schema(builder, 0, Crafted.shared(builder, 0, 0));
        byte[] message = Crafted.message(builder, Crafted.V5, (byte) 4, schema, 0);
        assertRefused(message, "header type 4 is no schema, dictionary or record batch");
    }

    @Test
    void moreRowsThanTheLimitAreRefusedOverAllBatches() {
        HeapBatch batch = Crafted.batch(2, 0, Crafted.none(), ints(1, 2)).build();
        byte[] stream = new IpcEncoder(new Schema(List.of(NUMBER)), IpcCompression.NONE)
                .stream(List.of(batch, batch), Dictionaries.NONE);
        IpcLimits limits = new IpcLimits(3, 1, 1, 1, 1, true);
        assertRefused(limits, stream, "message 2, batch 1: ", "2 rows after 2", "the limit is 3 (max.rows)");
    }

    @Test
    void aStreamWithoutASchemaIsRefused() {
        assertRefused(new byte[0], "a stream of 0 bytes begins with nothing instead of a schema");
        assertRefused(ints(-1, 0), "a stream of 8 bytes begins with nothing instead of a schema");
        byte[] bytes = valid();
        int schemaBytes = 8 + LittleEndian.intAt(bytes, 4);
        assertRefused(Arrays.copyOfRange(bytes, schemaBytes, bytes.length), "begins with a BATCH instead of a schema");
    }

    @Test
    void aSecondSchemaIsRefused() {
        assertRefused(joined(Crafted.open(valid()), valid()), "message 2: a second schema");
    }

    @Test
    void nothingMayFollowTheEnd() {
        assertRefused(joined(valid(), bytes(0)), "message 2: 1 bytes follow the end of the stream");
        assertRefused(joined(valid(), valid()), "bytes follow the end of the stream");
    }

    @Test
    void aStreamMayEndWithoutAMarkButNotWithinAMessage() {
        byte[] open = Crafted.open(valid());
        assertThat(new IpcDecoder(IpcLimits.DEFAULTS).decode(open).rowCount()).isEqualTo(2);
        assertRefused(Arrays.copyOf(open, open.length + 2), "message 2: 2 bytes are left, too few for a message");
    }

    @Test
    void aStructWithTwoFieldsOfOneNameIsRefused() {
        Field struct = Crafted.nullable("s", ArrowType.Struct.INSTANCE, NUMBER, NUMBER);
        byte[] stream = Crafted.stream(
                struct,
                HeapBatch.builder(0)
                        .node(0, 0)
                        .node(0, 0)
                        .node(0, 0)
                        .buffer(new byte[0], 0, 0)
                        .buffer(new byte[0], 0, 0)
                        .buffer(new byte[0], 0, 0)
                        .buffer(new byte[0], 0, 0)
                        .buffer(new byte[0], 0, 0));
        assertRefused(stream, "Struct 's' has two fields named 'n'");
    }

    @Test
    void equalSchemaBytesGiveTheSameSchema() {
        IpcDecoder decoder = new IpcDecoder(IpcLimits.DEFAULTS);
        assertThat(decoder.decode(valid()).schema())
                .isSameAs(decoder.decode(valid()).schema());
    }
}
