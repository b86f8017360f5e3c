/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Checks that the nodes and buffers of a batch agree with each other and with the schema, so that no reader of it
 * leaves a buffer. Columns nest no deeper than the schema may.
 */
final class BatchValidator {
    private final IpcLimits limits;
    private final Dictionaries dictionaries;

    /** A validator of batches that refer to {@code dictionaries}. */
    BatchValidator(IpcLimits limits, Dictionaries dictionaries) {
        this.limits = limits;
        this.dictionaries = dictionaries;
    }

    /** Checks {@code columns}, which must be {@code rowCount} long. */
    void check(List<HeapColumn> columns, int rowCount) {
        for (int index = 0; index < columns.size(); index++) {
            checkLength(columns.get(index), rowCount, "the batch");
            check(columns.get(index));
        }
    }

    private void check(HeapColumn column) {
        if (column.layout().hasValidity()) {
            checkValidity(column);
        }
        switch (column.layout()) {
            case NULL -> checkWeightless(column);
            case BITS -> need(column, 1, Bitmaps.byteCount(column.length()), "values");
            case FIXED -> checkFixed(column);
            case VARIABLE, LARGE_VARIABLE -> OffsetValidator.checkVariable(column, limits.utf8Checked());
            case LIST, LARGE_LIST -> OffsetValidator.checkList(column);
            case VIEW -> ViewValidator.check(column, limits);
            case LIST_VIEW, LARGE_LIST_VIEW -> ListViewValidator.check(column, limits);
            case FIXED_LIST -> checkFixedList(column);
            case STRUCT -> checkStruct(column);
            case SPARSE_UNION, DENSE_UNION -> UnionValidator.check(column);
            case RUN_END -> RunEndValidator.check(column, limits);
        }
        for (int index = 0; index < column.childCount(); index++) {
            check(column.child(index));
        }
        if (column.isRequired() && column.nullCount() > 0) {
            Liveness.refuseNulls(column);
        }
    }

    /** Refuses a column that is not {@code length} long, as {@code reason} is. */
    static void checkLength(HeapColumn column, int length, String reason) {
        if (column.length() != length) {
            throw column.malformed(column.length() + " values, but " + reason + " has " + length);
        }
    }

    /** Refuses a column whose buffer {@code index}, called {@code name}, is shorter than {@code bytes}. */
    static void need(HeapColumn column, int index, long bytes, String name) {
        if (column.size(index) < bytes) {
            throw column.malformed(
                    name + " of " + column.size(index) + " bytes, " + column.length() + " values take " + bytes);
        }
    }

    /** Refuses more values than rows may be, where they take no bytes that would bound them. */
    static void checkWeightless(HeapColumn column, IpcLimits limits) {
        if (column.length() > limits.rowsMax()) {
            throw column.malformed(
                    column.length() + " values without bytes, the limit is " + limits.rowsMax() + " (max.rows)");
        }
    }

    private void checkWeightless(HeapColumn column) {
        checkWeightless(column, limits);
    }

    private static void checkValidity(HeapColumn column) {
        if (column.size(0) == 0) {
            if (column.nullCount() > 0) {
                throw column.malformed("null count " + column.nullCount() + " without a validity bitmap");
            }
            return;
        }
        need(column, 0, Bitmaps.byteCount(column.length()), "validity");
        int nulls = column.length() - Bitmaps.setCount(column.array(0), column.offset(0), column.length());
        if (nulls != column.nullCount()) {
            throw column.malformed("null count " + column.nullCount() + ", but the validity bitmap has " + nulls);
        }
    }

    private void checkFixed(HeapColumn column) {
        if (column.width() == 0) {
            checkWeightless(column);
        }
        need(column, 1, (long) column.length() * column.width(), "values");
        if (column.isDictionaryEncoded()) {
            IndexValidator.check(column, dictionaries);
        } else if (column.type() instanceof ArrowType.Decimal decimal) {
            DecimalValidator.check(column, decimal.getPrecision());
        }
    }

    private void checkFixedList(HeapColumn column) {
        long length = (long) column.length() * column.width();
        if (length > Integer.MAX_VALUE - 1) {
            throw column.malformed(column.length() + " lists of " + column.width() + " values are too many");
        }
        if (column.width() == 0) {
            checkWeightless(column);
        }
        checkLength(column.child(0), (int) length, "the lists of its parent");
    }

    private void checkStruct(HeapColumn column) {
        if (column.childCount() == 0) {
            checkWeightless(column);
        }
        for (int index = 0; index < column.childCount(); index++) {
            checkLength(column.child(index), column.length(), "its struct");
        }
    }
}
