/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.otel.DataSets;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import dev.quiver.store.file.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole task, from files to records, whatever it is interrupted by. */
final class MergeSourceTest {
    private static Replays structs(String set) {
        return new Replays(() -> open(set), "struct.attributes", "list", "headers.provenance", "true");
    }

    @SuppressWarnings("MustBeClosedChecker") // the source's
    static ObjectStore open(String set) {
        try {
            return FileStore.open(DataSets.directory(set), false);
        } catch (StoreException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of each partition in their order, partitions one after the other. */
    private static List<String> lines(List<SourceRecord> sent) throws IOException {
        TreeMap<String, List<String>> parts = new TreeMap<>();
        for (SourceRecord each : sent) {
            String part = String.valueOf(each.sourcePartition().get("part"));
            parts.computeIfAbsent(part, id -> new ArrayList<>()).add(StructLines.of(each));
        }
        List<String> lines = new ArrayList<>();
        parts.values().forEach(lines::addAll);
        return lines;
    }

    private static List<String> expected(String set) throws IOException {
        return DataSets.expected(set).stream().map(StructLines::withoutId).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"o1-basic", "o2-otap-exporter"})
    void everyLogIsARecord(String set) throws IOException, InterruptedException {
        List<String> expected = expected(set);
        DataSets.assertSame(lines(structs(set).take(expected.size())), expected);
    }

    @ParameterizedTest
    @CsvSource({"o1-basic, 997, file", "o2-otap-exporter, 613, file", "o1-basic, 1009, time-window"})
    void aTaskGoesOnBehindTheLastCommittedRecord(String set, int every, String order)
            throws IOException, InterruptedException {
        List<String> whole = lines(structs(set)
                .set("order", order, "order.window.rows", "300")
                .take(DataSets.expected(set).size()));
        Replays replays = structs(set).set("order", order, "order.window.rows", "300", "poll.records.max", "100");
        List<SourceRecord> sent = new ArrayList<>();
        List<SourceRecord> taken = replays.take(every);
        while (!taken.isEmpty() && sent.size() < whole.size()) {
            sent.addAll(taken);
            taken = sent.size() < whole.size() ? replays.take(every) : List.of();
        }
        DataSets.assertSame(lines(sent), whole);
    }
}
