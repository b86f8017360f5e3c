/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.sink.parquet.FakeContext.Report;
import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

final class BadRecordTest {
    private static final Schema EMPTY_WITHIN = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("nothing", SchemaBuilder.struct().optional().build())
            .build();

    /** Its required column has no value. */
    private static SinkRecord poison(long offset) {
        return Records.of(P0, offset, new Struct(Records.SCHEMA).put("kind", "k"));
    }

    private static SinkRecord withEmptyStruct(long offset) {
        return Records.of(P0, offset, new Struct(EMPTY_WITHIN).put("id", offset));
    }

    @Test
    void aPoisonRecordInTheMiddleIsReportedAsItCame() {
        try (SinkFixture sink = new SinkFixture()) {
            SinkRecord poison = poison(1);
            sink.put(Records.row(P0, 0), poison, Records.row(P0, 2));
            sink.age();

            assertThat(sink.ids()).containsExactly(0L, 2L);
            assertThat(sink.committable(P0, 3)).isEqualTo(3);
            Report report = sink.context.reports().get(0);
            assertThat(report.sinkRecord()).isSameAs(poison);
            assertThat(report.reason())
                    .isInstanceOf(DataException.class)
                    .hasMessage("could not write record logs-0@1: column 'id' (INT64): the value is null but the column"
                            + " is required");
        }
    }

    @Test
    void aPoisonRecordFailsTheTaskWhereNobodyTakesIt() {
        try (SinkFixture sink = new SinkFixture(FakeContext.withoutReporter())) {
            assertThatThrownBy(() -> sink.put(Records.row(P0, 0), poison(1), Records.row(P0, 2)))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(DataException.class)
                    .hasMessageStartingWith("could not write record logs-0@1: column 'id' (INT64)")
                    .hasMessageContaining("errors.tolerance=all");
            assertThat(sink.committable(P0, 3)).isZero();
        }
    }

    @Test
    void aPoisonRecordIsReportedOnceThoughItsBatchIsPutAgain() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "1")) {
            List<SinkRecord> batch = List.of(poison(0), Records.row(P0, 1));
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);
            FailureTest.assertRetriable(() -> sink.put(batch));

            sink.put(batch);

            assertThat(sink.context.reports()).hasSize(1);
            assertThat(sink.ids()).containsExactly(1L);
        }
    }

    @Test
    void aPoisonRecordThatWouldOpenAFileOpensNone() {
        try (SinkFixture sink = new SinkFixture("partition.by", "field:kind")) {
            sink.put(poison(0));
            assertThat(sink.committable(P0, 1)).isEqualTo(1);
            sink.age();

            assertThat(sink.keys()).isEmpty();
        }
    }

    @Test
    void aSchemaThatParquetCannotHoldIsReportedWithItsColumn() {
        try (SinkFixture sink = new SinkFixture()) {
            SinkRecord poison = withEmptyStruct(1);
            sink.put(Records.row(P0, 0), poison, withEmptyStruct(2), Records.row(P0, 3));
            sink.age();

            assertThat(sink.ids()).containsExactly(0L, 3L);
            assertThat(sink.context.reports()).hasSize(2);
            assertThat(sink.context.reports().get(0).sinkRecord()).isSameAs(poison);
            assertThat(sink.context.reports().get(0).reason())
                    .hasMessage("could not write record logs-0@1: column 'nothing': Parquet has no struct without"
                            + " fields, drop the column");
        }
    }

    @Test
    void aRowWithoutColumnsIsReported() {
        try (SinkFixture sink = new SinkFixture()) {
            Schema none = SchemaBuilder.struct().build();
            sink.put(Records.of(P0, 0, new Struct(none)));

            assertThat(sink.context.reports())
                    .singleElement()
                    .satisfies(report -> assertThat(report.reason()).hasMessageContaining("at least one column"));
        }
    }

    @Test
    void valuesWithoutASchemaAreReported() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(Records.of(P0, 0, null, Map.of("id", 1)), Records.of(P0, 1, Schema.STRING_SCHEMA, "text"));

            assertThat(sink.context.reports())
                    .extracting(report -> report.reason().getMessage())
                    .allSatisfy(message -> assertThat(message).contains("rows must be structs"))
                    .anySatisfy(message -> assertThat(message).contains("without a schema"))
                    .anySatisfy(message -> assertThat(message).contains("java.lang.String but"));
            assertThat(sink.committable(P0, 2)).isEqualTo(2);
        }
    }

    @Test
    void valuesThatCannotNameADirectoryAreReported() {
        try (SinkFixture sink = new SinkFixture("partition.by", "field:kind")) {
            sink.put(Records.row(P0, 0, "x".repeat(300)), Records.row(P0, 1, "half \uD83D"), Records.row(P0, 2, "a"));
            sink.age();

            assertThat(sink.ids()).containsExactly(2L);
            assertThat(sink.context.reports()).hasSize(2);
        }
    }

    @Test
    void rowsWithoutTheFieldToPartitionByAreReported() {
        try (SinkFixture sink = new SinkFixture("partition.by", "field:customer.country")) {
            sink.put(Records.row(P0, 0));

            assertThat(sink.context.reports().get(0).reason())
                    .hasMessage(
                            "could not write record logs-0@0: there is no field 'customer.country' to partition by");
        }
    }

    @Test
    void recordsWithoutAValueArePassedOver() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(Records.row(P0, 0), Records.of(P0, 1, Records.SCHEMA, null), Records.of(P0, 2, null, null));
            sink.age();

            assertThat(sink.ids()).containsExactly(0L);
            assertThat(sink.context.reports()).isEmpty();
            assertThat(sink.committable(P0, 3)).isEqualTo(3);
        }
    }

    @Test
    void recordsWithoutAValueAreReportedOnRequest() {
        try (SinkFixture sink = new SinkFixture("behavior.on.null.values", "report")) {
            SinkRecord tombstone = Records.of(P0, 0, null, null);
            sink.put(tombstone);

            assertThat(sink.context.reports()).singleElement().satisfies(report -> {
                assertThat(report.sinkRecord()).isSameAs(tombstone);
                assertThat(report.reason()).hasMessage("could not write record logs-0@0: the value is null");
            });
        }
    }

    @Test
    void recordsWithoutAValueFailTheTaskOnRequest() {
        try (SinkFixture sink = new SinkFixture("behavior.on.null.values", "fail")) {
            assertThatThrownBy(() -> sink.put(Records.of(P0, 0, null, null)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("could not write record logs-0@0: the value is null and behavior.on.null.values is"
                            + " fail");
            assertThat(sink.context.reports()).isEmpty();
        }
    }
}
