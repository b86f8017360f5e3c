/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.Column;
import dev.quiver.source.merge.engine.Joined;
import dev.quiver.source.merge.engine.Matches;
import dev.quiver.source.merge.engine.MergedWindow;
import dev.quiver.source.merge.engine.Orphans;
import dev.quiver.source.merge.engine.RootKeys;
import dev.quiver.source.merge.engine.TableBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A window of roots, of which every one has its attributes, a resource and a scope. Resources and scopes that are not
 * known for certain have no attributes here, and say so.
 */
public final class OtelWindow {
    private final MergedWindow window;
    private final Faults faults;
    private final boolean @Nullable [] unresolved;

    /** The rows of {@code window}. */
    public OtelWindow(MergedWindow window, Faults faults) {
        this.window = window;
        this.faults = faults;
        this.unresolved = unresolved();
    }

    private boolean @Nullable [] unresolved() {
        boolean[] found = null;
        for (int join : new int[] {RootColumns.RESOURCES, RootColumns.SCOPES}) {
            int column = join == RootColumns.RESOURCES ? RootColumns.RESOURCE_ID : RootColumns.SCOPE_ID;
            for (int parent = 0; parent < window.size(); parent++) {
                if (isUnresolved(window.joins().get(join), column, parent)) {
                    found = found == null ? new boolean[window.size()] : found;
                    found[parent] = true;
                }
            }
        }
        if (found != null) {
            int count = 0;
            for (boolean each : found) {
                count += each ? 1 : 0;
            }
            faults.unresolved(count);
        }
        return found;
    }

    private boolean isUnresolved(Joined joined, int column, int parent) {
        RootKeys.Keys keys = joined.keys();
        if (keys == null || window.root().column(column).isNull(window.from() + parent)) {
            return false;
        }
        if (keys.keys()[parent] == RootKeys.Keys.NONE) {
            return true;
        }
        Matches others = joined.others();
        return keys.others() != null
                && others != null
                && keys.others()[parent] != RootKeys.Keys.NONE
                && !isSame(joined.matches(), others, parent);
    }

    private static boolean isSame(Matches left, Matches right, int parent) {
        int count = left.end(parent) - left.start(parent);
        if (count != right.end(parent) - right.start(parent)) {
            return false;
        }
        for (int index = 0; index < count; index++) {
            int one = left.start(parent) + index;
            int other = right.start(parent) + index;
            if (!isSame(left.batch(one), left.row(one), right.batch(other), right.row(other))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(TableBatch left, int leftRow, TableBatch right, int rightRow) {
        int code = AttributeColumns.VALUE.code(left, leftRow);
        if (code != AttributeColumns.VALUE.code(right, rightRow)
                || !isSameBytes(
                        left.column(AttributeColumns.KEY), leftRow, right.column(AttributeColumns.KEY), rightRow)) {
            return false;
        }
        Column one = AttributeColumns.VALUE.column(left, code);
        Column other = AttributeColumns.VALUE.column(right, code);
        return switch (code) {
            case ValueColumns.TEXT, ValueColumns.BYTES, ValueColumns.MAP, ValueColumns.LIST ->
                isSameBytes(one, leftRow, other, rightRow);
            case ValueColumns.WHOLE, ValueColumns.REAL -> one.number(leftRow) == other.number(rightRow);
            case ValueColumns.FLAG -> one.flag(leftRow) == other.flag(rightRow);
            default -> true;
        };
    }

    private static boolean isSameBytes(Column left, int leftRow, Column right, int rightRow) {
        return Arrays.equals(
                left.array(),
                left.start(leftRow),
                left.end(leftRow),
                right.array(),
                right.start(rightRow),
                right.end(rightRow));
    }

    /** Rows. */
    public int size() {
        return window.size();
    }

    /** The rows. */
    public TableBatch root() {
        return window.root();
    }

    /** The row of {@code parent} in {@link #root}. */
    public int row(int parent) {
        return window.from() + parent;
    }

    /** The row of {@code parent} in its file. */
    public long fileRow(int parent) {
        return window.root().firstRow() + window.from() + parent;
    }

    /** Column {@code ordinal} of the rows. */
    Column column(int ordinal) {
        return window.root().column(ordinal);
    }

    /** The time of {@code parent} in nanoseconds since 1970, 0 if it has none. */
    public long timeNs(int parent) {
        return column(RootColumns.TIME).numberOr(row(parent), 0);
    }

    /** Whether resource or scope of {@code parent} are not known. */
    public boolean isUnresolved(int parent) {
        return unresolved != null && unresolved[parent];
    }

    /** The attributes of all rows. */
    Items attributes() {
        return new Items(window.joins().get(RootColumns.ATTRIBUTES).matches());
    }

    /** The attributes of the resource of {@code parent}. */
    Items.Run resource(int parent) {
        return shared(RootColumns.RESOURCES, parent);
    }

    /** The attributes of the scope of {@code parent}. */
    Items.Run scope(int parent) {
        return shared(RootColumns.SCOPES, parent);
    }

    private Items.Run shared(int join, int parent) {
        Matches matches = window.joins().get(join).matches();
        return isUnresolved(parent) ? Items.Run.NONE : new Items(matches).of(parent);
    }

    /** The attribute {@code name} of {@code parent} as text, null if it has none. */
    public @Nullable String attributeText(int parent, String name) throws IOException {
        return text(attributes().of(parent), name);
    }

    /** The attribute {@code name} of the resource of {@code parent} as text, null if it has none. */
    public @Nullable String resourceText(int parent, String name) throws IOException {
        return text(resource(parent), name);
    }

    private @Nullable String text(Items.Run run, String name) throws IOException {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int item = run.from(); item < run.to(); item++) {
            TableBatch batch = run.some().batch(item);
            int row = run.some().row(item);
            Column keys = batch.column(AttributeColumns.KEY);
            if (Arrays.equals(wanted, 0, wanted.length, keys.array(), keys.start(row), keys.end(row))) {
                AnyValue value = AttributeColumns.VALUE.value(batch, row, Faults.QUIET);
                if (value instanceof AnyValue.Text text) {
                    return text.value();
                }
                return value == AnyValue.Empty.VALUE ? null : JsonText.of(value);
            }
        }
        return null;
    }

    /** The trace of {@code parent} in hexadecimal, null if it has none. */
    public @Nullable String traceId(int parent) {
        Column column = column(RootColumns.TRACE_ID);
        int row = row(parent);
        return column.isNull(row) ? null : HexFormat.of().formatHex(column.bytes(row));
    }

    /** The id of {@code parent}, by which its children find it; -1 if it has none. */
    public long id(int parent) {
        return column(RootColumns.ID).numberOr(row(parent), -1);
    }

    /** When a log was observed, in nanoseconds since 1970; the time of a span. 0 if there is none. */
    public long observedNs(int parent) {
        boolean isLog = window.joins().size() == Signal.LOGS.tree().joins().size();
        return isLog ? column(LogColumns.OBSERVED).numberOr(row(parent), 0) : timeNs(parent);
    }

    /** The attributes without a row in {@code orphans}, by place, as JSON. */
    public String orphanJson(Orphans orphans, int place, Signal signal) throws IOException {
        return OrphanJson.of(signal.tree().joins().get(orphans.join()), orphans, place, faults);
    }

    /** A child table behind those that every root has. */
    Joined joined(int join) {
        return window.joins().get(join);
    }

    /** The orphans between the rows. */
    public MergedWindow merged() {
        return window;
    }

    /** What happens to values that cannot be passed on. */
    public Faults faults() {
        return faults;
    }

    /** How many attributes {@code parent} has by itself. */
    public int attributeCount(int parent) {
        return attributes().of(parent).count();
    }

    /** How many attributes of {@code run}, which belong to {@code parent}, are passed on. */
    int allowed(int parent, Items.Run run) throws IOException {
        return faults.attributes(root(), row(parent), run.count());
    }
}
