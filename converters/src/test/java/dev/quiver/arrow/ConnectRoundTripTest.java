/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcEncoder;
import dev.quiver.ipc.IpcLimits;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connect schemas with all they can say through Arrow and back, and structs of them, with several options. */
final class ConnectRoundTripTest {
    private static final TypeOptions TYPED = new TypeOptions(
            true,
            new TypeOptions.Decimals(20, TypeOptions.VariableScale.STRING, 0),
            new TypeOptions.Times(
                    TypeOptions.TimestampPrecision.DEBEZIUM,
                    TypeOptions.ZonedTimestamps.TIMESTAMP,
                    TypeOptions.TimesOfDay.DURATION),
            new TypeOptions.Texts(TypeOptions.Uuids.UUID, TypeOptions.Enums.DICTIONARY, TypeOptions.Jsons.STRING));

    static List<Long> seeds() {
        return new Random(3).longs(300).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aConnectSchemaComesBackEqual(long seed) {
        Schema schema = new RandomTypes(seed).schema(3);

        assertThat(thereAndBack(schema, TypeOptions.DEFAULTS)).isEqualTo(schema);
    }

    /** The reader needs none of the options of the writer. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aConnectSchemaComesBackEqualWhateverTheOptions(long seed) {
        Schema schema = new RandomTypes(seed).schema(3);

        assertThat(thereAndBack(schema, TYPED)).isEqualTo(schema);
    }

    private static Schema thereAndBack(Schema schema, TypeOptions options) {
        return new ConnectSchemas(TypeOptions.DEFAULTS).rows(new ArrowSchemas(options).of(schema));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void structsComeBackEqual(long seed) {
        Schema schema = new RandomTypes(seed).schema(3);
        List<Struct> rows = new RandomValues(seed).rows(schema, 20);

        assertThat(read(schema, rows, TypeOptions.DEFAULTS).stream().map(Canonical::row))
                .containsExactlyElementsOf(rows.stream().map(Canonical::row).toList());
    }

    /** In plain types, too, the metadata still tells the whole schema. */
    @ParameterizedTest
    @MethodSource("seeds")
    void thePlainSchemaTellsTheWholeConnectSchema(long seed) {
        Schema schema = new RandomTypes(seed).schema(3);
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP, TYPED);

        assertThat(new ConnectSchemas(TypeOptions.DEFAULTS).rows(builder.arrowSchema()))
                .isEqualTo(schema);
    }

    private static List<Struct> read(Schema schema, List<Struct> rows, TypeOptions options) {
        BatchBuilder builder = BatchBuilder.inMessageFormat(schema, NullHandling.KEEP, options);
        rows.forEach(builder::append);
        HeapRows gathered = builder.sealOnHeap(null);
        byte[] bytes = new IpcEncoder(builder.arrowSchema(), IpcCompression.NONE)
                .stream(List.of(gathered.batch()), gathered.dictionaries());
        DecodedBatch batch =
                new IpcDecoder(IpcLimits.DEFAULTS).decode(bytes).batches().get(0);
        return new RowReader(builder.arrowSchema(), TypeOptions.DEFAULTS).rows(batch);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void structsComeBackEqualInTypedForms(long seed) {
        Schema schema = new RandomTypes(seed).schema(3);
        TypeOptions options = new TypeOptions(true, TypeOptions.DEFAULTS.decimals(), TYPED.times(), TYPED.texts());
        List<Struct> rows = new RandomValues(seed).rows(schema, 20);

        assertThat(read(schema, rows, options).stream().map(Canonical::row))
                .containsExactlyElementsOf(rows.stream().map(Canonical::row).toList());
    }
}
