/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcLimits;
import dev.quiver.ipc.MalformedIpcException;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.file.FileStore;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each format holds what the merged rows have, as those read it for whom it is meant. */
final class FormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 400;

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    /** Does something with a window and its first rows. */
    private interface Check {
        void on(OtelWindow window, int[] parents) throws IOException;
    }

    private void withWindow(Check check) throws IOException {
        try (ObjectStore store = FileStore.open(DataSets.directory("o1-basic"), false)) {
            String part = TestMerge.parts(store, Signal.LOGS).iterator().next();
            try (TestMerge merge = new TestMerge(store, Signal.LOGS, part, TestMerge.windows(ROWS), allocator)) {
                OtelWindow window = merge.begin().next();
                while (window != null) {
                    int[] parents = new int[window.size()];
                    for (int parent = 0; parent < parents.length; parent++) {
                        parents[parent] = parent;
                    }
                    check.on(window, parents);
                    window = merge.next();
                }
            }
        }
    }

    private static byte[] encode(ValueFormat format, OtelWindow window, int[] parents) throws IOException {
        ValueEncoder encoder = format.encoder(Signal.LOGS, ValueFormat.Attributes.MAP);
        return (byte[]) encoder.encode(window, parents, 0, parents.length);
    }

    @Test
    void protobufIsReadByTheClassesOfOpenTelemetry() throws IOException {
        withWindow((window, parents) -> {
            LogsData data = LogsData.parseFrom(encode(ValueFormat.OTLP_PROTO, window, parents));
            int parent = 0;
            for (ResourceLogs resource : data.getResourceLogsList()) {
                for (ScopeLogs scope : resource.getScopeLogsList()) {
                    for (LogRecord log : scope.getLogRecordsList()) {
                        check(window, parent++, log, resource, scope);
                    }
                }
            }
            assertThat(parent).isEqualTo(parents.length);
        });
    }

    private static void check(OtelWindow window, int parent, LogRecord log, ResourceLogs resource, ScopeLogs scope)
            throws IOException {
        int row = window.row(parent);
        assertThat(log.getTimeUnixNano()).isEqualTo(window.timeNs(parent));
        assertThat(log.getObservedTimeUnixNano()).isEqualTo(window.observedNs(parent));
        assertThat(log.getFlags())
                .isEqualTo((int) window.column(LogColumns.FLAGS).numberOr(row, 0));
        String trace = window.traceId(parent);
        assertThat(HexFormat.of().formatHex(log.getTraceId().toByteArray())).isEqualTo(trace == null ? "" : trace);
        assertThat(text(log.getAttributesList()))
                .isEqualTo(CanonicalLogs.text(
                        CanonicalLogs.attributes(window.attributes().of(parent))));
        assertThat(text(resource.getResource().getAttributesList()))
                .isEqualTo(CanonicalLogs.text(CanonicalLogs.attributes(window.resource(parent))));
        assertThat(text(scope.getScope().getAttributesList()))
                .isEqualTo(CanonicalLogs.text(CanonicalLogs.attributes(window.scope(parent))));
        assertThat(CanonicalLogs.text(CanonicalLogs.json(neutral(log.getBody()))))
                .isEqualTo(CanonicalLogs.text(
                        CanonicalLogs.json(LogColumns.BODY.value(window.root(), row, CanonicalLogs.faults()))));
    }

    private static String text(List<KeyValue> attributes) {
        List<String> texts = new ArrayList<>();
        for (KeyValue attribute : attributes) {
            dev.quiver.source.merge.otel.AnyValue value = neutral(attribute.getValue());
            texts.add("[" + JSON.valueToTree(attribute.getKey()) + "," + code(attribute.getValue()) + ","
                    + CanonicalLogs.text(CanonicalLogs.json(value)) + ",],");
        }
        return "[" + String.join("", texts) + "]";
    }

    private static int code(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> 1;
            case INT_VALUE -> 2;
            case DOUBLE_VALUE -> 3;
            case BOOL_VALUE -> 4;
            case KVLIST_VALUE -> 5;
            case ARRAY_VALUE -> 6;
            case BYTES_VALUE -> 7;
            default -> 0;
        };
    }

    private static dev.quiver.source.merge.otel.AnyValue neutral(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> new dev.quiver.source.merge.otel.AnyValue.Text(value.getStringValue());
            case INT_VALUE -> new dev.quiver.source.merge.otel.AnyValue.Whole(value.getIntValue());
            case DOUBLE_VALUE -> new dev.quiver.source.merge.otel.AnyValue.Real(value.getDoubleValue());
            case BOOL_VALUE -> new dev.quiver.source.merge.otel.AnyValue.Flag(value.getBoolValue());
            case BYTES_VALUE ->
                new dev.quiver.source.merge.otel.AnyValue.Bytes(
                        value.getBytesValue().toByteArray());
            case ARRAY_VALUE ->
                new dev.quiver.source.merge.otel.AnyValue.Items(value.getArrayValue().getValuesList().stream()
                        .map(FormatsTest::neutral)
                        .toList());
            case KVLIST_VALUE ->
                new dev.quiver.source.merge.otel.AnyValue.Entries(value.getKvlistValue().getValuesList().stream()
                        .map(each -> new dev.quiver.source.merge.otel.AnyValue.Entry(
                                each.getKey(), neutral(each.getValue())))
                        .toList());
            default -> dev.quiver.source.merge.otel.AnyValue.Empty.VALUE;
        };
    }

    @Test
    void jsonHasAsManyAttributesAsThereAre() throws IOException {
        withWindow((window, parents) -> {
            JsonNode root = JSON.readTree(encode(ValueFormat.OTLP_JSON, window, parents));
            int parent = 0;
            for (JsonNode resource : root.get("resourceLogs")) {
                for (JsonNode scope : resource.get("scopeLogs")) {
                    for (JsonNode log : scope.get("logRecords")) {
                        assertThat(log.path("attributes").size())
                                .isEqualTo(window.attributes().of(parent).count());
                        assertThat(log.get("timeUnixNano").asText()).isEqualTo(Long.toString(window.timeNs(parent)));
                        parent++;
                    }
                }
            }
            assertThat(parent).isEqualTo(parents.length);
        });
    }

    @Test
    void theMessageOfArrowRecordsHasAStreamForEachTable() throws IOException {
        withWindow((window, parents) -> {
            Map<Integer, Integer> rows = new TreeMap<>();
            CodedInputStream message = CodedInputStream.newInstance(encode(ValueFormat.OTAP_PROTO, window, parents));
            int tag = message.readTag();
            while (tag != 0) {
                assertThat(tag >>> 3).isEqualTo(2);
                payload(message.readBytes(), rows);
                tag = message.readTag();
            }
            int attributes = 0;
            for (int parent : parents) {
                attributes += window.attributes().of(parent).count();
            }
            assertThat(rows)
                    .containsEntry(30, parents.length)
                    .containsEntry(31, attributes)
                    .containsKey(1);
        });
    }

    private static void payload(ByteString bytes, Map<Integer, Integer> rows) throws IOException {
        CodedInputStream payload = bytes.newCodedInput();
        assertThat(payload.readTag() >>> 3).isEqualTo(1);
        assertThat(payload.readString()).isNotEmpty();
        assertThat(payload.readTag() >>> 3).isEqualTo(2);
        int type = payload.readEnum();
        assertThat(payload.readTag() >>> 3).isEqualTo(3);
        rows.put(type, rowCount(payload.readByteArray()));
    }

    private static int rowCount(byte[] stream) {
        try {
            return new IpcDecoder(IpcLimits.DEFAULTS)
                    .decode(stream).batches().stream()
                            .mapToInt(batch -> batch.batch().rowCount())
                            .sum();
        } catch (MalformedIpcException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFlatBatchHasARowForEachLog() throws IOException {
        withWindow((window, parents) -> assertThat(rowCount(encode(ValueFormat.ARROW_IPC, window, parents)))
                .isEqualTo(parents.length));
    }
}
