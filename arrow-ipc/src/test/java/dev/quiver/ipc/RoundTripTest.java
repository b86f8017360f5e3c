/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever schema and values a seed makes, decoding what was encoded gives them back. */
final class RoundTripTest {
    private static final List<IpcCompression> COMPRESSIONS =
            List.of(IpcCompression.NONE, IpcCompression.LZ4, IpcCompression.zstd(1));

    private final IpcDecoder decoder = new IpcDecoder(IpcLimits.DEFAULTS);

    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void streamsAndFilesGiveBackTheirBatches(long seed) {
        Random random = new Random(seed);
        Schema schema = new RandomSchemas(random, false).next(6);
        RandomBatches generator = new RandomBatches(random);
        List<HeapBatch> batches = new ArrayList<>();
        for (int index = random.nextInt(4); index > 0; index--) {
            batches.add(generator.next(schema, random.nextInt(40)));
        }
        Dictionaries dictionaries = generator.dictionaries(schema);
        IpcEncoder encoder = new IpcEncoder(schema, COMPRESSIONS.get(random.nextInt(3)));

        assertSame(schema, batches, dictionaries, decoder.decode(encoder.stream(batches, dictionaries)));
        assertSame(schema, batches, dictionaries, decoder.decode(encoder.file(batches, dictionaries)));
    }

    private static void assertSame(
            Schema schema, List<HeapBatch> batches, Dictionaries dictionaries, IpcContent content) {
        assertThat(content.schema()).isEqualTo(schema);
        assertThat(content.batches()).hasSameSizeAs(batches);
        for (int index = 0; index < batches.size(); index++) {
            DecodedBatch decoded = content.batches().get(index);
            assertThat(HeapValues.of(schema, decoded.batch(), decoded.dictionaries()))
                    .isEqualTo(HeapValues.of(schema, batches.get(index), dictionaries));
        }
    }
}
