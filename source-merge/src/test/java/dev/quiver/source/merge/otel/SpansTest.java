/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.MemoryStore;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spans come with their attributes, events and links, and these with theirs. */
final class SpansTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final MemoryStore store = new MemoryStore();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private TestMerge open(int windowRows) throws IOException {
        return new TestMerge(store, Signal.SPANS, GeneratedLogs.PART, TestMerge.windows(windowRows), allocator);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 7", "2, 1000", "3, 65536", "4, 7", "5, 1000", "6, 1", "7, 65536"})
    void everySpanHasWhatBelongsToIt(long seed, int windowRows) throws IOException {
        GeneratedSpans spans = new GeneratedSpans(seed, 12, seed % 2 == 0);
        spans.write(store);
        List<String> found = new ArrayList<>();
        try (TestMerge merge = open(windowRows)) {
            OtelWindow window = merge.begin().next();
            while (window != null) {
                for (int parent = 0; parent < window.size(); parent++) {
                    found.add(GeneratedSpans.line(window, parent));
                }
                window = merge.next();
            }
            assertThat(merge.counters().orphans()).isZero();
            assertThat(merge.counters().lateRows()).isZero();
        }
        assertThat(found).isEqualTo(spans.expected());
    }

    @Test
    void whoeverResumesMissesNoEvent() throws IOException {
        GeneratedSpans spans = new GeneratedSpans(9, 8, true);
        spans.write(store);
        List<String> found = new ArrayList<>();
        String file = "";
        long row = 0;
        long key = -1;
        boolean any = true;
        while (any) {
            try (TestMerge merge = open(50)) {
                OtelWindow window = (file.isEmpty() ? merge.begin() : merge.begin(file, row, key)).next();
                any = window != null;
                int taken = window == null ? 0 : Math.min(window.size(), 17);
                for (int parent = 0; window != null && parent < taken; parent++) {
                    found.add(GeneratedSpans.line(window, parent));
                    key = Math.max(key, window.id(parent));
                    file = window.root().file().name();
                    row = window.fileRow(parent) + 1;
                }
            }
        }
        assertThat(found).isEqualTo(spans.expected());
    }

    @Test
    void protobufHasEventsAndLinks() throws IOException {
        GeneratedSpans spans = new GeneratedSpans(11, 3, false);
        spans.write(store);
        List<String> found = new ArrayList<>();
        try (TestMerge merge = open(1000)) {
            OtelWindow window = merge.begin().next();
            while (window != null) {
                int[] parents = new int[window.size()];
                for (int parent = 0; parent < parents.length; parent++) {
                    parents[parent] = parent;
                }
                ValueEncoder encoder = ValueFormat.OTLP_PROTO.encoder(Signal.SPANS, ValueFormat.Attributes.MAP);
                TracesData data = TracesData.parseFrom((byte[]) encoder.encode(window, parents, 0, parents.length));
                for (ResourceSpans resource : data.getResourceSpansList()) {
                    for (ScopeSpans scope : resource.getScopeSpansList()) {
                        scope.getSpansList().forEach(span -> found.add(counts(span)));
                    }
                }
                window = merge.next();
            }
        }
        assertThat(found)
                .isEqualTo(spans.expected().stream().map(SpansTest::counts).toList());
    }

    private static String counts(Span span) {
        assertThat(span.getEndTimeUnixNano()).isEqualTo(span.getStartTimeUnixNano() + 500);
        return span.getName() + " " + span.getEventsCount() + " " + span.getLinksCount();
    }

    private static String counts(String line) {
        String name = line.substring(0, line.indexOf('['));
        return name + " " + (line.split("event-", -1).length - 1) + " " + (line.split("state-", -1).length - 1);
    }
}
