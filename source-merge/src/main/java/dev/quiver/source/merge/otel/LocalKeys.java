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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of resources and scopes. Where a file has them as they were within the producer's batch, what is missing is
 * found by {@link BatchBases}; for that three columns of the file are read ahead, once.
 */
public final class LocalKeys implements RootKeys {
    /** Resources and scopes of one batch have 16 bits. */
    private static final long LOCAL_KEYS = 1 << 16;

    private static final int LOCAL_BYTES = 2;

    private final TableSpec root;
    private final TableSpec resourceParents;
    private final ResourceIds mode;
    private final KeyScan scan;
    private final List<TableFile> resourceFiles = new ArrayList<>();

    private @Nullable TableFile file;
    private List<BatchBases.Batch> batches = List.of();
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
                table.columns().get(RootColumns.SCOPE_ID));
        this.root = new TableSpec(table.name(), columns, 0, TableSpec.NONE);
        TableSpec resources = signal.tree().joins().get(RootColumns.RESOURCES).table();
        this.resourceParents = new TableSpec(
                resources.name(), List.of(resources.columns().get(AttributeColumns.PARENT_ID)), TableSpec.NONE, 0);
        this.mode = mode;
        this.scan = scan;
    }

    /** Adds files with attributes of resources. */
    public void add(List<TableFile> files) {
        resourceFiles.addAll(files);
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
        boolean isScope = join.parentKey() == RootColumns.SCOPE_ID;
        Column column = rows.column(join.parentKey());
        long[] keys = new long[to - from];
        long[] others = null;
        for (int row = from; row < to; row++) {
            int place = row - from;
            keys[place] = Keys.NONE;
            if (column.isNull(row)) {
                continue;
            }
            BatchBases.Batch batch = batch(rows.firstRow() + row);
            BatchBases.Batch.Ids own = isScope ? batch.scopes() : batch.resources();
            long key = batch.base() + column.number(row);
            if (batch.base() != BatchBases.Batch.UNKNOWN && own.contains(key)) {
                keys[place] = key;
                if (batch.otherBase() != BatchBases.Batch.UNKNOWN) {
                    others = others == null ? none(to - from) : others;
                    others[place] = batch.otherBase() + column.number(row);
                }
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
        long[] parents = new long[0];
        if (wanted.keys().hasValues()) {
            parents = scan.parents(
                    resourceParents,
                    resourceFiles,
                    Math.max(0, wanted.keys().min() - 1),
                    wanted.keys().max() + LOCAL_KEYS);
        }
        BatchBases bases = new BatchBases(parents);
        scan.rows(root, wanted, rows -> addRows(bases, rows));
        batches = bases.batches();
        at = 0;
        file = wanted;
    }

    private static void addRows(BatchBases bases, TableBatch rows) {
        Column ids = rows.column(0);
        Column resources = rows.column(1);
        Column scopes = rows.column(2);
        for (int row = 0; row < rows.rowCount(); row++) {
            bases.add(ids.numberOr(row, -1), resources.numberOr(row, -1), scopes.numberOr(row, -1));
        }
    }
}
