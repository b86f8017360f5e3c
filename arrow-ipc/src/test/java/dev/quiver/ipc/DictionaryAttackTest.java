/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static dev.quiver.ipc.Crafted.assertRefused;
import static dev.quiver.ipc.Crafted.batch;
import static dev.quiver.ipc.Crafted.bytes;
import static dev.quiver.ipc.Crafted.ints;
import static dev.quiver.ipc.Crafted.joined;
import static dev.quiver.ipc.Crafted.longs;
import static dev.quiver.ipc.Crafted.none;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Attacks by dictionaries: A7 and A23. */
final class DictionaryAttackTest {
    private static final Dictionaries THREE_TEXTS = Dictionaries.of(Map.of(
            7L, batch(3, 0, none(), ints(0, 1, 2, 3), bytes('a', 'b', 'c')).build()));

    private static Schema schema(int bits, boolean signed) {
        DictionaryEncoding encoding = new DictionaryEncoding(7, false, new ArrowType.Int(bits, signed));
        return new Schema(List.of(new Field("d", new FieldType(true, ArrowType.Utf8.INSTANCE, encoding), List.of())));
    }

    private static byte[] indices(int bits, boolean signed, byte[] indices) {
        int count = indices.length * 8 / bits;
        return Crafted.stream(
                schema(bits, signed), batch(count, 0, none(), indices).build(), THREE_TEXTS);
    }

    @Test
    void a7AnIndexOutsideItsDictionaryIsRefused() {
        assertRefused(
                indices(32, true, ints(0, -1)),
                "message 2, batch 0: column 'd': value 1 has the index -1 into dictionary 7, which has 3 values");
        assertRefused(indices(32, true, ints(2_000_000_000)), "value 0 has the index 2000000000 into dictionary 7");
        assertRefused(indices(32, false, ints(-1)), "value 0 has the index 4294967295 into dictionary 7");
        assertRefused(indices(8, true, bytes(3)), "value 0 has the index 3 into dictionary 7, which has 3 values");
        assertRefused(indices(8, false, bytes(200)), "value 0 has the index 200");
        assertRefused(indices(64, false, longs(-1)), "value 0 has the index 18446744073709551615");
    }

    @Test
    void a7AnIndexThatIsNullMayBeAnything() {
        byte[] stream = Crafted.stream(
                schema(32, true), batch(2, 1, bytes(0b01), ints(2, 99)).build(), THREE_TEXTS);
        assertThat(new IpcDecoder(IpcLimits.DEFAULTS).decode(stream).rowCount()).isEqualTo(2);
    }

    @Test
    void aDictionaryThatNeverCameIsEmpty() {
        assertRefused(
                withoutDictionaries(indices(32, true, ints(0))),
                "value 0 has the index 0 into dictionary 7, which has 0 values");
        byte[] nulls =
                Crafted.stream(schema(32, true), batch(1, 1, bytes(0), ints(9)).build(), THREE_TEXTS);
        IpcContent content = new IpcDecoder(IpcLimits.DEFAULTS).decode(withoutDictionaries(nulls));
        assertThat(content.batches().get(0).dictionaries().values(7).rowCount()).isZero();
    }

    /** Files have no replacements, so the values are added to the empty dictionary of the first rows. */
    @Test
    void aDictionaryThatComesAfterNullsGoesIntoAFileToo() throws IOException {
        Schema schema = schema(32, true);
        HeapBatch nulls = batch(1, 1, bytes(0), ints(9)).build();
        byte[] before = Crafted.open(withoutDictionaries(Crafted.stream(schema, nulls, THREE_TEXTS)));
        byte[] after = indices(32, true, ints(2, 0));
        IpcContent content = new IpcDecoder(IpcLimits.DEFAULTS)
                .decode(joined(before, Arrays.copyOfRange(after, 8 + LittleEndian.intAt(after, 4), after.length)));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        IpcFileWriter writer = new IpcFileWriter(schema, IpcCompression.NONE, output);
        for (DecodedBatch decoded : content.batches()) {
            writer.write(decoded.batch(), decoded.dictionaries());
        }
        writer.finish();
        try (IpcFileReader reader = new IpcFileReader(new ArraySource(output.toByteArray()), IpcLimits.DEFAULTS)) {
            DecodedBatch last = reader.batch(1);
            assertThat(HeapValues.of(schema, last.batch(), last.dictionaries()))
                    .isEqualTo(HeapValues.of(
                            schema, batch(2, 0, none(), ints(2, 0)).build(), THREE_TEXTS));
        }
    }

    /** {@code stream} without its second message. */
    private static byte[] withoutDictionaries(byte[] stream) {
        int schemaBytes = 8 + LittleEndian.intAt(stream, 4);
        int next = schemaBytes + dictionaryBytes();
        return joined(Arrays.copyOf(stream, schemaBytes), Arrays.copyOfRange(stream, next, stream.length));
    }

    private static int dictionaryBytes() {
        return (int) new BatchMessage(
                        THREE_TEXTS.values(7), IpcCompression.Codec.NONE, new BatchMessage.DictionaryPart(7, false))
                .byteCount();
    }

    private static byte[] dictionary(HeapBatch values, long id, boolean delta) {
        BatchMessage message =
                new BatchMessage(values, IpcCompression.Codec.NONE, new BatchMessage.DictionaryPart(id, delta));
        byte[] bytes = new byte[(int) message.byteCount()];
        message.write(bytes, 0);
        return bytes;
    }

    private static byte[] schemaOnly() {
        return Crafted.open(new IpcEncoder(schema(32, true), IpcCompression.NONE).stream(List.of()));
    }

    @Test
    void a23DictionaryBatchesAreReadWithoutRecursionAndCounted() {
        byte[] part = dictionary(THREE_TEXTS.values(7), 7, false);
        byte[][] many = new byte[20_001][];
        Arrays.fill(many, part);
        many[0] = schemaOnly();
        assertRefused(joined(many), "message 10001: header: more than 10000 dictionary batches");
        IpcContent content = new IpcDecoder(IpcLimits.DEFAULTS).decode(joined(Arrays.copyOf(many, 10_001)));
        assertThat(content.batches()).isEmpty();
    }

    @Test
    void aDeltaMustHaveSomethingToAddTo() {
        byte[] delta = dictionary(THREE_TEXTS.values(7), 7, true);
        assertRefused(joined(schemaOnly(), delta), "message 1: ", "a delta for dictionary 7, which is not there yet");
    }

    @Test
    void aDictionaryThatNoFieldRefersToIsRefused() {
        byte[] other = dictionary(THREE_TEXTS.values(7), 8, false);
        assertRefused(joined(schemaOnly(), other), "message 1: ", "no field refers to dictionary 8");
    }

    @Test
    void aDictionaryMayNotGrowPastTheLimit() {
        byte[] first = dictionary(THREE_TEXTS.values(7), 7, false);
        byte[] delta = dictionary(THREE_TEXTS.values(7), 7, true);
        IpcLimits limits = new IpcLimits(10, 10, 10, 1_000, 5, true);
        assertRefused(
                limits,
                joined(schemaOnly(), first, delta),
                "message 2: ",
                "3 rows after 3, the limit is 5 (max.dictionary.values)");
    }

    @Test
    void whatJoiningDeltasTakesIsBounded() {
        byte[] first = dictionary(THREE_TEXTS.values(7), 7, false);
        byte[] delta = dictionary(THREE_TEXTS.values(7), 7, true);
        IpcLimits limits = new IpcLimits(10, 10, 10, 20, 10, true);
        assertRefused(
                limits,
                joined(schemaOnly(), first, delta),
                "a dictionary with its deltas of 28 bytes, after 0 others, pass the limit of 20"
                        + " (max.decompressed.bytes)");
    }

    @Test
    void valuesOfADictionaryAreCheckedAsRowsAre() {
        HeapBatch values =
                batch(1, 0, none(), ints(-64, 3), bytes('a', 'b', 'c')).build();
        assertRefused(
                joined(schemaOnly(), dictionary(values, 7, false)),
                "dictionaries behind the last batch: column 'd': offset 0 is -64, below 0");
    }

    @Test
    void fieldsMayShareADictionaryOfOneTypeOnly() {
        DictionaryEncoding encoding = new DictionaryEncoding(7, false, new ArrowType.Int(32, true));
        Field text = new Field("t", new FieldType(true, ArrowType.Utf8.INSTANCE, encoding), List.of());
        Field bytes = new Field("b", new FieldType(true, ArrowType.Binary.INSTANCE, encoding), List.of());
        byte[] stream = new IpcEncoder(new Schema(List.of(text, bytes)), IpcCompression.NONE).stream(List.of());
        assertRefused(stream, "schema: field: dictionary 7 has values of Utf8 for 't' but of Binary for 'b'");
    }
}
