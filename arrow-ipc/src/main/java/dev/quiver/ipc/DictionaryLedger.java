/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The dictionaries of one stream or file while it is read. Their batches are gathered as they come; only when rows need
 * them are they checked and joined, inner ones first, since writers may send them in any order before that.
 */
final class DictionaryLedger {
    /** As many as a stream has whose every batch brings new values; each costs time of its own. */
    static final int BATCHES_MAX = 10_000;

    private final DecodedSchema schema;
    private final IpcLimits limits;
    private final ByteBudget budget;
    private final boolean replaceable;
    private final Map<Long, List<HeapBatch>> parts = new HashMap<>();
    private final Map<Long, Integer> valueCounts = new HashMap<>();
    private final Set<Long> changed = new HashSet<>();
    /** Those that rows without values needed before they came: their first part is empty. */
    private final Set<Long> implied = new HashSet<>();

    private int batchCount;
    private boolean replaced;
    private Dictionaries settled = Dictionaries.NONE;

    /** The dictionaries of {@code schema}, whose batches may be {@code replaceable} by later ones. */
    DictionaryLedger(DecodedSchema schema, IpcLimits limits, ByteBudget budget, boolean replaceable) {
        this.schema = schema;
        this.limits = limits;
        this.budget = budget;
        this.replaceable = replaceable;
        this.changed.addAll(schema.dictionaries().keySet());
    }

    /** Reads the dictionary batch that is {@code message}. */
    void read(Message message, BatchParser parser) {
        FlatTable header = message.header();
        long id = header.longAt(0, 0);
        DecodedSchema.DictionaryShape shape = schema.dictionaries().get(id);
        if (shape == null) {
            throw header.malformed("no field refers to dictionary " + id);
        }
        if (++batchCount > BATCHES_MAX) {
            throw header.malformed("more than " + BATCHES_MAX + " dictionary batches");
        }
        boolean delta = header.isTrue(2);
        List<HeapBatch> known = implied.contains(id) ? null : parts.get(id);
        if (delta && known == null) {
            throw header.malformed("a delta for dictionary " + id + ", which is not there yet");
        }
        if (!delta && known != null && !replaceable) {
            throw header.malformed("a second dictionary " + id + ", which files do not allow");
        }
        int taken = delta ? valueCounts.getOrDefault(id, 0) : 0;
        BatchParser.RowLimit limit =
                new BatchParser.RowLimit(taken, limits.dictionaryValuesMax(), "max.dictionary.values");
        HeapBatch part = parser.parse(header.requiredTable(1, "record batch"), message, shape.shape(), limit);
        if (!delta && !implied.remove(id)) {
            replaced |= known != null;
            parts.remove(id);
        }
        parts.computeIfAbsent(id, key -> new ArrayList<>()).add(part);
        valueCounts.put(id, taken + part.rowCount());
        changed.add(id);
    }

    /** The dictionaries as they are now, checked. Those that never came are empty: columns without values need none. */
    Dictionaries settle() {
        if (changed.isEmpty()) {
            return settled;
        }
        settled = settled.copy();
        Set<Long> visited = new HashSet<>();
        for (long id : schema.dictionaries().keySet()) {
            settle(id, visited);
        }
        changed.clear();
        replaced = false;
        return settled;
    }

    private void settle(long id, Set<Long> visited) {
        if (!visited.add(id)) {
            return;
        }
        DecodedSchema.DictionaryShape dictionary =
                Objects.requireNonNull(schema.dictionaries().get(id));
        for (long inner : dictionary.inner()) {
            settle(inner, visited);
        }
        if (changed.contains(id)) {
            join(id, dictionary.shape());
        } else if (replaced && !dictionary.inner().isEmpty()) {
            HeapBatch values = settled.values(id);
            budget.take(values.byteCount(), "values of dictionary " + id + ", checked anew");
            check(dictionary.shape(), values);
        }
    }

    private void join(long id, BatchShape shape) {
        List<HeapBatch> received = parts.computeIfAbsent(id, key -> implied(key, shape));
        List<HeapColumn> columns = new ArrayList<>();
        for (HeapBatch part : received) {
            columns.addAll(check(shape, part));
        }
        HeapBatch values = received.size() == 1 ? received.get(0) : Concatenation.of(columns, budget);
        settled.put(id, values, received);
    }

    /** Values that come later are added to these, so that a file, which has no replacements, can hold them too. */
    private List<HeapBatch> implied(long id, BatchShape shape) {
        implied.add(id);
        return new ArrayList<>(List.of(shape.empty()));
    }

    private List<HeapColumn> check(BatchShape shape, HeapBatch batch) {
        List<HeapColumn> columns = shape.columnsOf(batch);
        new BatchValidator(limits, settled).check(columns, batch.rowCount());
        return columns;
    }
}
