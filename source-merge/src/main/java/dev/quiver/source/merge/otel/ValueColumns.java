/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.Column;
import dev.quiver.source.merge.engine.ColumnKind;
import dev.quiver.source.merge.engine.ColumnSpec;
import dev.quiver.source.merge.engine.TableBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the columns of a value are in a table: a code of the type, and one column for each of its forms, of which only
 * that of the type counts.
 *
 * @param type the first of the columns, the others follow
 */
record ValueColumns(int type) {
    static final int EMPTY = 0;
    static final int TEXT = 1;
    static final int WHOLE = 2;
    static final int REAL = 3;
    static final int FLAG = 4;
    static final int MAP = 5;
    static final int LIST = 6;
    static final int BYTES = 7;

    /** Columns of a value. */
    static final int COUNT = 7;

    /** The columns, whose paths begin with {@code prefix}. */
    static List<ColumnSpec> specs(String prefix) {
        List<ColumnSpec> specs = new ArrayList<>();
        specs.add(new ColumnSpec(prefix + "type", ColumnKind.INTEGER));
        specs.add(new ColumnSpec(prefix + "str", ColumnKind.BYTES));
        specs.add(new ColumnSpec(prefix + "int", ColumnKind.INTEGER));
        specs.add(new ColumnSpec(prefix + "double", ColumnKind.FLOATING));
        specs.add(new ColumnSpec(prefix + "bool", ColumnKind.BOOLEAN));
        specs.add(new ColumnSpec(prefix + "bytes", ColumnKind.BYTES));
        specs.add(new ColumnSpec(prefix + "ser", ColumnKind.BYTES));
        return specs;
    }

    /** The column that has a value of {@code typeCode}; that of the codes if there is none. */
    private int form(int typeCode) {
        return switch (typeCode) {
            case TEXT -> type + 1;
            case WHOLE -> type + 2;
            case REAL -> type + 3;
            case FLAG -> type + 4;
            case MAP, LIST -> type + 6;
            case BYTES -> type + 5;
            default -> type;
        };
    }

    /** The code of the value in {@code row}; {@link #EMPTY} if the value itself is null. */
    int code(TableBatch batch, int row) {
        Column codes = batch.column(type);
        if (codes.isNull(row)) {
            return EMPTY;
        }
        int code = (int) codes.number(row);
        return code == EMPTY || batch.column(form(code)).isNull(row) ? emptyOr(code) : code;
    }

    private static int emptyOr(int code) {
        return code > BYTES || code < EMPTY ? code : EMPTY;
    }

    /** The column that has the value of {@code typeCode}. */
    Column column(TableBatch batch, int typeCode) {
        return batch.column(form(typeCode));
    }

    /** The value in {@code row}. */
    AnyValue value(TableBatch batch, int row, Faults faults) throws ValueException {
        int code = code(batch, row);
        Column column = column(batch, code);
        return switch (code) {
            case EMPTY -> AnyValue.Empty.VALUE;
            case TEXT -> new AnyValue.Text(column.text(row));
            case WHOLE -> new AnyValue.Whole(column.number(row));
            case REAL -> new AnyValue.Real(column.real(row));
            case FLAG -> new AnyValue.Flag(column.flag(row));
            case MAP, LIST -> nested(batch, row, code, faults);
            case BYTES -> new AnyValue.Bytes(column.bytes(row));
            default -> faults.badType(batch, row, code);
        };
    }

    /** The map or list in {@code row}. */
    AnyValue nested(TableBatch batch, int row, int code, Faults faults) throws ValueException {
        Column column = column(batch, code);
        try {
            return CborReader.read(column.array(), column.start(row), column.end(row));
        } catch (ValueException e) {
            return faults.badValue(batch, row, e);
        }
    }
}
