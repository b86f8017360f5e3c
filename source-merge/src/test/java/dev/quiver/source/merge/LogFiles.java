/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.otel.GeneratedLogs;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Generated logs in a store, as files that a test cuts as it likes. */
final class LogFiles {
    private final MemoryStore store;
    private final GeneratedLogs logs;

    LogFiles(MemoryStore store, long seed) {
        this.store = store;
        this.logs = new GeneratedLogs(seed, GeneratedLogs.Traits.PLAIN, 8);
    }

    int size() {
        return logs.logs().size();
    }

    List<Map<String, @Nullable Object>> rows() {
        return logs.logs();
    }

    void writeLogs(String name, int from, int to) throws IOException {
        logs.writeFile(store, path(name), logs.logColumns(), logs.logs().subList(from, to));
    }

    void writeAttributes(String name) throws IOException {
        logs.writeFile(
                store, GeneratedLogs.path("log_attrs", name), GeneratedLogs.attributeColumns(), logs.attributes());
    }

    /** The attributes of the logs from {@code from} up to {@code to}. */
    void writeAttributes(String name, int from, int to) throws IOException {
        long first = firstId(from);
        long end = to < size() ? firstId(to) : Long.MAX_VALUE;
        List<Map<String, @Nullable Object>> rows = logs.attributes().stream()
                .filter(row -> id(row, "parent_id") >= first && id(row, "parent_id") < end)
                .toList();
        logs.writeFile(store, GeneratedLogs.path("log_attrs", name), GeneratedLogs.attributeColumns(), rows);
    }

    /** The first id from {@code row} on. */
    private long firstId(int row) {
        int at = row;
        while (id(logs.logs().get(at), "id") < 0) {
            at++;
        }
        return id(logs.logs().get(at), "id");
    }

    private static long id(Map<String, @Nullable Object> row, String name) {
        Object id = row.get(name);
        return id == null ? -1 : (Long) id;
    }

    void remove(String name) throws IOException {
        store.delete(path(name));
    }

    static String path(String name) {
        return GeneratedLogs.path("logs", name);
    }

    /** Which logs {@code sent} are. */
    List<Integer> numbers(List<SourceRecord> sent) {
        List<String> bodies = logs.logs().stream()
                .map(row -> String.valueOf(row.get("body.str")))
                .toList();
        return sent.stream()
                .map(each -> bodies.indexOf(Objects.requireNonNull(
                        ((Struct) each.value()).getStruct("body").getString("str"))))
                .toList();
    }

    /** Numbers from {@code from} up to {@code to}. */
    List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
