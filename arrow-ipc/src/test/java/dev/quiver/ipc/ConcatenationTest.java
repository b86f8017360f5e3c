/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Joining columns says what they said one after the other, and dictionaries travel as the deltas they came as. */
final class ConcatenationTest {
    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void joinedColumnsSayWhatTheirPartsDid(long seed) {
        Random random = new Random(seed);
        Schema one = new Schema(List.of(new RandomSchemas(random, false).field("c", 3)));
        RandomBatches generator = new RandomBatches(random);
        Dictionaries dictionaries = generator.dictionaries(one);
        List<HeapColumn> columns = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            HeapBatch batch = generator.next(one, random.nextInt(12));
            columns.addAll(HeapColumn.columns(one, batch));
            expected.addAll(HeapValues.of(one, batch, dictionaries).get(0));
        }

        HeapBatch joined = Concatenation.of(columns, new ByteBudget(1 << 20));

        new BatchValidator(IpcLimits.DEFAULTS, dictionaries).check(HeapColumn.columns(one, joined), joined.rowCount());
        assertThat(HeapValues.of(one, joined, dictionaries).get(0)).isEqualTo(expected);
    }

    /** Three batches, between which dictionaries grow; then two, between which they are replaced. */
    @ParameterizedTest
    @MethodSource("seeds")
    void dictionariesGrowAndAreReplacedBetweenBatches(long seed) {
        Random random = new Random(seed);
        Schema schema = new RandomSchemas(random, false).next(4);
        RandomBatches generator = new RandomBatches(random);
        List<DecodedBatch> batches = new ArrayList<>();
        Dictionaries dictionaries = generator.dictionaries(schema);
        for (int index = 0; index < 5; index++) {
            HeapBatch batch = generator.next(schema, random.nextInt(10));
            batches.add(new DecodedBatch(batch, HeapColumn.columns(schema, batch), dictionaries));
            dictionaries = index < 2 ? grown(schema, dictionaries, generator) : generator.dictionaries(schema);
        }

        byte[] stream = new IpcEncoder(schema, IpcCompression.NONE).stream(batches);
        IpcContent content = new IpcDecoder(IpcLimits.DEFAULTS).decode(stream);

        assertThat(content.batches()).hasSize(5);
        for (int index = 0; index < 5; index++) {
            DecodedBatch decoded = content.batches().get(index);
            DecodedBatch expected = batches.get(index);
            assertThat(HeapValues.of(schema, decoded.batch(), decoded.dictionaries()))
                    .isEqualTo(HeapValues.of(schema, expected.batch(), expected.dictionaries()));
            for (long id : expected.dictionaries().ids()) {
                assertThat(decoded.dictionaries().parts(id))
                        .hasSameSizeAs(expected.dictionaries().parts(id));
            }
        }
    }

    private static Dictionaries grown(Schema schema, Dictionaries dictionaries, RandomBatches generator) {
        Dictionaries grown = dictionaries.copy();
        for (Field field : DecodedSchema.dictionaryFields(schema).values()) {
            long id = field.getDictionary().getId();
            List<HeapBatch> parts = new ArrayList<>(dictionaries.parts(id));
            parts.add(generator.dictionary(field, 2));
            List<HeapColumn> columns = new ArrayList<>();
            parts.forEach(part -> columns.add(HeapColumn.values(field, part)));
            grown.put(id, Concatenation.of(columns, new ByteBudget(1 << 20)), parts);
        }
        return grown;
    }
}
