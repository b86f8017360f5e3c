/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.Column;
import dev.quiver.source.merge.engine.ColumnSpec;
import dev.quiver.source.merge.engine.JoinSpec;
import dev.quiver.source.merge.engine.KeyScan;
import dev.quiver.source.merge.engine.RootKeys;
import dev.quiver.source.merge.engine.TableBatch;
import dev.quiver.source.merge.engine.TableFile;
import dev.quiver.source.merge.engine.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of resources and scopes. Where a file has them as they were within the producer's batch, what is missing is
 * found by {@link BatchBases}; for that the columns of ids, names and versions of the file are read ahead, once.
 */
public final class LocalKeys implements RootKeys {
    /** Resources and scopes of one batch have 16 bits. */
    private static final long LOCAL_KEYS = 1 << 16;

    private static final int LOCAL_BYTES = 2;

    /** Of the root: ids of row, resource and scope, and their texts. */
    private static final int COLUMNS = 7;

    private static final long HASH_FACTOR = 0x100000001B3L;

    private final TableSpec root;
    private final TableSpec resourceParents;
    private final TableSpec scopeParents;
    private final ResourceIds mode;
    private final KeyScan scan;
    private final Map<String, List<TableFile>> files = new HashMap<>();

    private boolean isIncomplete;
    private @Nullable TableFile file;
    private List<BatchBases.Batch> batches = List.of();
    private BatchBases.End end = BatchBases.End.START;
    private int at;

    /** What the ids of resources and scopes in roots mean. */
    public enum ResourceIds {
        /** Those of 16 bits are local to a batch, larger ones are global. */
        AUTO,
        /** They are the parents that attributes have. */
        GLOBAL,
        /** They count within the batch of the producer. */
        BATCH_LOCAL,
        /** Nobody knows: resources and scopes have no attributes. */
        OFF
    }

    /** The keys for {@code signal}. */
    public LocalKeys(Signal signal, ResourceIds mode, KeyScan scan) {
        TableSpec table = signal.tree().root();
        List<ColumnSpec> columns = List.of(
                table.columns().get(RootColumns.ID),
                table.columns().get(RootColumns.RESOURCE_ID),
                table.columns().get(RootColumns.SCOPE_ID),
                table.columns().get(RootColumns.RESOURCE_SCHEMA_URL),
                table.columns().get(RootColumns.SCOPE_NAME),
                table.columns().get(RootColumns.SCOPE_VERSION),
                table.columns().get(RootColumns.SCHEMA_URL));
        this.root = new TableSpec(table.name(), columns, 0, TableSpec.NONE);
        this.resourceParents = parentsOf(signal.tree().joins().get(RootColumns.RESOURCES));
        this.scopeParents = parentsOf(signal.tree().joins().get(RootColumns.SCOPES));
        this.mode = mode;
        this.scan = scan;
    }

    private static TableSpec parentsOf(JoinSpec join) {
        TableSpec table = join.table();
        return new TableSpec(table.name(), List.of(table.columns().get(AttributeColumns.PARENT_ID)), TableSpec.NONE, 0);
    }

    /** Adds files by their tables. */
    public void add(Map<String, List<TableFile>> added) {
        added.forEach((table, found) ->
                files.computeIfAbsent(table, name -> new ArrayList<>()).addAll(found));
    }

    /** Forgets files that are not there any more, but for those of the root. */
    public void forget(Set<String> paths) {
        files.forEach((table, found) -> {
            if (!table.equals(root.name())) {
                found.removeIf(each -> paths.contains(each.path()));
            }
        });
    }

    /** From now on nothing is certain: a file with attributes of resources cannot be read. */
    public void lack() {
        isIncomplete = true;
    }

    @Override
    public Keys of(JoinSpec join, TableBatch rows, int from, int to) throws IOException {
        Column column = rows.column(join.parentKey());
        boolean isLocal = switch (mode) {
            case AUTO -> column.isUnsignedOf(LOCAL_BYTES);
            case GLOBAL -> false;
            case BATCH_LOCAL -> true;
            case OFF -> false;
        };
        if (mode == ResourceIds.OFF) {
            long[] none = new long[to - from];
            Arrays.fill(none, Keys.NONE);
            return new Keys(none, null);
        }
        return isLocal ? local(join, rows, from, to) : RootKeys.PLAIN.of(join, rows, from, to);
    }

    private Keys local(JoinSpec join, TableBatch rows, int from, int to) throws IOException {
        requireFile(rows.file());
        Column column = rows.column(join.parentKey());
        long[] keys = new long[to - from];
        long[] others = null;
        for (int row = from; row < to; row++) {
            int place = row - from;
            keys[place] = Keys.NONE;
            if (column.isNull(row)) {
                continue;
            }
            if (isIncomplete) {
                continue;
            }
            BatchBases.Batch batch = batch(rows.firstRow() + row);
            long local = column.number(row);
            keys[place] = batch.global(local);
            BatchBases.Batch other = batch.other();
            if (other != null && keys[place] != Keys.NONE) {
                others = others == null ? none(to - from) : others;
                others[place] = other.global(local);
                keys[place] = others[place] == Keys.NONE ? Keys.NONE : keys[place];
            }
        }
        return new Keys(keys, others);
    }

    private static long[] none(int count) {
        long[] none = new long[count];
        Arrays.fill(none, Keys.NONE);
        return none;
    }

    private BatchBases.Batch batch(long row) {
        if (at >= batches.size() || batches.get(at).firstRow() > row) {
            at = 0;
        }
        while (at + 1 < batches.size() && batches.get(at + 1).firstRow() <= row) {
            at++;
        }
        return batches.get(at);
    }

    private void requireFile(TableFile wanted) throws IOException {
        if (wanted.equals(file)) {
            return;
        }
        BatchBases.End before = endBefore(wanted);
        BatchBases bases = new BatchBases(parents(resourceParents, wanted), parents(scopeParents, wanted), before);
        scan.rows(root, wanted, rows -> addRows(bases, rows));
        batches = bases.batches();
        end = bases.end();
        at = 0;
        file = wanted;
    }

    /** How the file before {@code wanted} ends, which is read for that unless it was the last one. */
    private BatchBases.End endBefore(TableFile wanted) throws IOException {
        TableFile before = null;
        for (TableFile each : files.getOrDefault(root.name(), List.of())) {
            if (each.rowCount() > 0 && !each.keys().isKnown()) {
                return new BatchBases.End(BatchBases.UNSURE, 0);
            }
            boolean isBefore =
                    each.keys().hasValues() && each.keys().max() < wanted.keys().min();
            if (isBefore && (before == null || each.keys().max() > before.keys().max())) {
                before = each;
            }
        }
        if (before == null) {
            return BatchBases.End.START;
        }
        if (!before.equals(file)) {
            BatchBases.End unknown = new BatchBases.End(BatchBases.UNSURE, 0);
            BatchBases bases = new BatchBases(parents(resourceParents, before), parents(scopeParents, before), unknown);
            scan.rows(root, before, rows -> addRows(bases, rows));
            bases.batches();
            return bases.end();
        }
        return end;
    }

    private long[] parents(TableSpec table, TableFile wanted) throws IOException {
        List<TableFile> of = files.getOrDefault(table.name(), List.of());
        if (!wanted.keys().hasValues() || of.isEmpty()) {
            return new long[0];
        }
        return scan.parents(table, of, wanted.keys().min(), wanted.keys().max() + LOCAL_KEYS);
    }

    private static void addRows(BatchBases bases, TableBatch rows) {
        Column ids = rows.column(0);
        Column resources = rows.column(1);
        Column scopes = rows.column(2);
        for (int row = 0; row < rows.rowCount(); row++) {
            bases.add(ids.numberOr(row, -1), resources.numberOr(row, -1), scopes.numberOr(row, -1), origin(rows, row));
        }
    }

    /** Stands for the texts of resource and scope in {@code row}. */
    private static long origin(TableBatch rows, int row) {
        long origin = 17;
        for (int ordinal = 3; ordinal < COLUMNS; ordinal++) {
            Column column = rows.column(ordinal);
            int end = column.isNull(row) ? 0 : column.end(row);
            for (int index = end == 0 ? 0 : column.start(row); index < end; index++) {
                origin = HASH_FACTOR * origin + column.array()[index];
            }
            origin = HASH_FACTOR * origin + 257;
        }
        return origin;
    }
}
