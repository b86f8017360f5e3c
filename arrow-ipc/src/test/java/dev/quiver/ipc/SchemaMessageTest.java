/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own form of the schema: Arrow's library and our parser must both find what went in. */
final class SchemaMessageTest {
    private static Schema readByArrow(byte[] message) throws IOException {
        return MessageSerializer.deserializeSchema(
                new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message))));
    }

    private static Schema readByUs(Schema schema) {
        byte[] message = SchemaMessage.of(schema);
        byte[] stream = Arrays.copyOf(message, message.length + Long.BYTES);
        LittleEndian.putInt(stream, message.length, -1);
        return new IpcDecoder(IpcLimits.DEFAULTS).decode(stream).schema();
    }

    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySchemaIsReadAsItWasWritten(long seed) throws IOException {
        Schema any = new RandomSchemas(new Random(seed), false).next(6);
        assertThat(readByUs(any)).isEqualTo(any);

        Schema ofVectors = new RandomSchemas(new Random(seed), true).next(6);
        assertThat(readByArrow(SchemaMessage.of(ofVectors))).isEqualTo(ofVectors);
    }

    @Test
    void theMessageIsAligned() {
        for (int length = 0; length < 20; length++) {
            FieldType type = new FieldType(true, ArrowType.Utf8.INSTANCE, null, Map.of("k".repeat(length), "vé"));
            Schema schema = new Schema(List.of(new Field("n".repeat(length), type, List.of())), Map.of("a", ""));
            byte[] message = SchemaMessage.of(schema);

            assertThat(message.length % Long.BYTES).isZero();
            assertThat(LittleEndian.intAt(message, Integer.BYTES)).isEqualTo(message.length - Long.BYTES);
            assertThat(readByUs(schema)).isEqualTo(schema);
        }
    }

    @Test
    void typesThatColumnsHaveInCommonAreThereOnce() throws IOException {
        FieldType shared = FieldType.nullable(new ArrowType.Decimal(9, 2, 128));
        List<Field> fields = new ArrayList<>();
        for (int index = 0; index < 1_000; index++) {
            fields.add(new Field("column_" + index, shared, List.of()));
        }
        Schema schema = new Schema(fields);
        byte[] message = SchemaMessage.of(schema);

        assertThat(message.length).isLessThan(1_000 * 64);
        assertThat(readByArrow(message)).isEqualTo(schema);
        Schema read = readByUs(schema);
        assertThat(read).isEqualTo(schema);
        assertThat(read.getFields().get(999).getFieldType())
                .isSameAs(read.getFields().get(0).getFieldType());
    }

    /** However much metadata columns have in common, our own decoder takes what our encoder made. */
    @Test
    void largeMetadataOfManyColumnsIsRead() {
        FieldType shared = new FieldType(true, ArrowType.Utf8.INSTANCE, null, Map.of("key", "value".repeat(2_000)));
        List<Field> fields = new ArrayList<>();
        for (int index = 0; index < 1_000; index++) {
            fields.add(new Field("column_" + index, shared, List.of()));
        }
        assertThat(readByUs(new Schema(fields))).isEqualTo(new Schema(fields));
    }

    /** A stream that is written while its rows come is the one that is put together from a batch. */
    @ParameterizedTest
    @MethodSource("seeds")
    void rowsThatAreWrittenAsTheyComeAreThoseOfABatch(long seed) {
        Schema schema = new RandomSchemas(new Random(seed), false).next(2);
        IpcEncoder encoder = new IpcEncoder(schema, IpcCompression.NONE);
        if (!encoder.isDirect()) {
            assertThatThrownBy(() -> encoder.stream(0, target -> {})).isInstanceOf(IllegalStateException.class);
            return;
        }
        for (int rowCount : new int[] {7, 0, 1, 300, 3}) {
            HeapBatch batch = new RandomBatches(new Random(seed)).next(schema, rowCount);
            byte[] expected = new IpcEncoder(schema, IpcCompression.NONE).stream(List.of(batch), Dictionaries.NONE);
            assertThat(encoder.stream(rowCount, target -> hand(batch, target))).isEqualTo(expected);
        }
    }

    private static void hand(HeapBatch batch, BatchTarget target) {
        for (int node = 0; node < batch.nodeCount(); node++) {
            target.node(batch.length(node), batch.nullCount(node));
        }
        for (int buffer = 0; buffer < batch.bufferCount(); buffer++) {
            target.buffer(batch.array(buffer), batch.offset(buffer), batch.size(buffer));
        }
    }

    @Test
    void rowsThatDoNotFitTheSchemaAreRefused() {
        Field field = new Field("a", FieldType.nullable(new ArrowType.Int(32, true)), List.of());
        IpcEncoder encoder = new IpcEncoder(new Schema(List.of(field)), IpcCompression.NONE);
        byte[] four = new byte[4];

        assertThatThrownBy(() -> encoder.stream(1, target -> target.node(1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoder.stream(1, target -> target.node(1, 0).node(1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoder.stream(
                        1,
                        target -> target.node(1, 0)
                                .buffer(four, 0, 0)
                                .buffer(four, 0, 4)
                                .buffer(four, 0, 4)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoder.stream(1, target -> target.variadic(1)))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] first =
                encoder.stream(1, target -> target.node(1, 0).buffer(four, 0, 0).buffer(four, 0, 4));
        assertThat(Arrays.equals(
                        first,
                        encoder.stream(
                                1,
                                target -> target.node(1, 0).buffer(four, 0, 0).buffer(four, 0, 4))))
                .isTrue();
    }
}
