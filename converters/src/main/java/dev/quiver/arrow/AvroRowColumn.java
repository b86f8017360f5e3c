/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.avro.AvroCursor;
import dev.quiver.ipc.ColumnLayout;

/**
 * STRUCT of a record; some of its fields may be passed over, and others may get what is not there. For the usual types
 * there is no call of a column, which would have to be found anew for each value.
 */
final class AvroRowColumn implements AvroColumn {
    private static final int OTHER = 0;
    private static final int INT32 = 1;
    private static final int INT64 = 2;
    private static final int FLOAT64 = 3;
    private static final int FLAG = 4;
    private static final int TEXT = 5;

    private static final int NEVER_NULL = -1;
    private static final FixedStorage NO_NUMBERS = new FixedStorage(0);
    private static final BitStorage NO_FLAGS = new BitStorage();
    private static final AvroColumn.Texts NO_TEXTS = new AvroColumn.Texts(new VariableStorage(ColumnLayout.VARIABLE));

    private final int[] kinds;
    /** Which type of the union is null. */
    private final int[] nullIndexes;

    private final FixedStorage[] numbers;
    private final BitStorage[] flags;
    private final AvroColumn.Texts[] texts;
    private final AvroColumn[] others;
    /** Of the fields that may be null: what takes a null, and what it becomes. */
    private final AvroColumn.Missing[] nulls;
    /** The kind of column that takes a null as it is; {@link #OTHER} where something takes its place. */
    private final int[] nullKinds;

    private final AvroColumn.Missing[] missing;
    private final StructStorage storage;

    AvroRowColumn(AvroColumn[] fields, AvroColumn.Missing[] missing, StructStorage storage) {
        this.kinds = new int[fields.length];
        this.nullIndexes = new int[fields.length];
        this.numbers = new FixedStorage[fields.length];
        this.flags = new BitStorage[fields.length];
        this.texts = new AvroColumn.Texts[fields.length];
        this.others = new AvroColumn[fields.length];
        this.nulls = new AvroColumn.Missing[fields.length];
        this.nullKinds = new int[fields.length];
        this.missing = missing;
        this.storage = storage;
        for (int index = 0; index < fields.length; index++) {
            AvroColumn field = fields[index];
            nullIndexes[index] = NEVER_NULL;
            if (field instanceof AvroColumn.Optional optional) {
                nullIndexes[index] = optional.reader().nullIndex();
                nulls[index] = new AvroColumn.Missing(optional.builder(), optional.replacement());
                field = optional.value();
            }
            choose(index, field);
            boolean isPlain = nulls[index] != null && nulls[index].value() == null;
            nullKinds[index] = isPlain ? kinds[index] : OTHER;
        }
    }

    private void choose(int index, AvroColumn field) {
        numbers[index] = NO_NUMBERS;
        flags[index] = NO_FLAGS;
        texts[index] = NO_TEXTS;
        others[index] = field;
        if (field instanceof AvroColumn.Ints32 ints) {
            kinds[index] = INT32;
            numbers[index] = ints.storage();
        } else if (field instanceof AvroColumn.Ints64 longs) {
            kinds[index] = INT64;
            numbers[index] = longs.storage();
        } else if (field instanceof AvroColumn.Floats64 doubles) {
            kinds[index] = FLOAT64;
            numbers[index] = doubles.storage();
        } else if (field instanceof AvroColumn.Flags bits) {
            kinds[index] = FLAG;
            flags[index] = bits.storage();
        } else if (field instanceof AvroColumn.Texts utf8) {
            kinds[index] = TEXT;
            texts[index] = utf8;
        } else {
            kinds[index] = OTHER;
        }
    }

    @Override
    public void append(AvroCursor cursor) {
        for (int index = 0; index < kinds.length; index++) {
            int nullIndex = nullIndexes[index];
            if (nullIndex != NEVER_NULL && cursor.readNull(nullIndex)) {
                appendNull(index);
            } else {
                append(index, cursor);
            }
        }
        for (AvroColumn.Missing each : missing) {
            each.append();
        }
        storage.endStruct();
    }

    private void appendNull(int index) {
        switch (nullKinds[index]) {
            case INT32, INT64, FLOAT64 -> numbers[index].appendNull();
            case FLAG -> flags[index].appendNull();
            case TEXT -> texts[index].storage().appendNull();
            default -> nulls[index].append();
        }
    }

    private void append(int index, AvroCursor cursor) {
        switch (kinds[index]) {
            case INT32 -> numbers[index].appendInt(cursor.readInt());
            case INT64 -> numbers[index].appendLong(cursor.readLong());
            case FLOAT64 -> numbers[index].appendLong(cursor.readDoubleBits());
            case FLAG -> flags[index].append(cursor.readBoolean());
            case TEXT -> texts[index].append(cursor);
            default -> others[index].append(cursor);
        }
    }
}
