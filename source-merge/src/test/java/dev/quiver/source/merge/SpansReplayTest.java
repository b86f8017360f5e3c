/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.source.merge.otel.GeneratedSpans;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** A task replays spans as structs, and goes on after a stop. */
final class SpansReplayTest {
    private final MemoryStore store = new MemoryStore();

    @SuppressWarnings("MustBeClosedChecker") // the source closes its store
    private final Replays replays = new Replays(store::another, "source.signal", "spans");

    private static String line(SourceRecord sent) {
        Struct span = (Struct) sent.value();
        return span.getString("name") + nested(span, "events", "name") + nested(span, "links", "trace_state");
    }

    private static String nested(Struct span, String field, String name) {
        List<String> texts = new ArrayList<>();
        for (Object child : span.getArray(field)) {
            Struct struct = (Struct) child;
            Map<?, ?> attributes = struct.getMap("attributes");
            texts.add(struct.getString(name) + "/" + attributes.size());
        }
        texts.sort(null);
        return texts.toString();
    }

    /** Without attributes of the span; of those of a child with the same key one is left. */
    private static String expected(String line) {
        int end = line.indexOf(']');
        String name = line.substring(0, line.indexOf('['));
        StringBuilder text = new StringBuilder(name);
        int depth = 0;
        StringBuilder inner = new StringBuilder();
        for (char each : line.substring(end + 1).toCharArray()) {
            depth += each == '[' ? 1 : 0;
            if (depth == 2) {
                inner.append(each);
            } else {
                text.append(each);
            }
            if (each == ']') {
                if (depth == 2) {
                    String keys = inner.substring(1, inner.length() - 1);
                    long count = keys.isEmpty()
                            ? 0
                            : Arrays.stream(keys.split(", ", -1))
                                    .map(attribute -> attribute.substring(0, attribute.indexOf('=')))
                                    .distinct()
                                    .count();
                    text.append('/').append(count);
                    inner.setLength(0);
                }
                depth--;
            }
        }
        return text.toString();
    }

    @Test
    void everySpanIsARecordWithItsEventsAndLinks() throws IOException, InterruptedException {
        GeneratedSpans spans = new GeneratedSpans(21, 10, true);
        spans.write(store);
        List<String> found = new ArrayList<>();
        replays.take(123).forEach(each -> found.add(line(each)));
        replays.takeAll().forEach(each -> found.add(line(each)));
        assertThat(found)
                .isEqualTo(
                        spans.expected().stream().map(SpansReplayTest::expected).toList());
    }
}
