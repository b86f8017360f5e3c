/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.avro.AvroCursor;
import dev.quiver.avro.AvroReader;
import dev.quiver.avro.AvroStructReader;
import dev.quiver.avro.NestedReader;
import dev.quiver.avro.ScalarReader;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Appends values of Avro to one column without making objects of them. What comes out is what the column's own
 * {@link ColumnBuilder} makes of the values that the {@link AvroReader} reads.
 */
sealed interface AvroColumn
        permits AvroColumn.Bytes8,
                AvroColumn.Ints16,
                AvroColumn.Ints32,
                AvroColumn.Ints64,
                AvroColumn.Times,
                AvroColumn.Floats32,
                AvroColumn.Floats64,
                AvroColumn.Flags,
                AvroColumn.Texts,
                AvroColumn.Symbols,
                AvroColumn.Binary,
                AvroColumn.Fixed,
                AvroColumn.Decimals,
                AvroColumn.Items,
                AvroColumn.Optional,
                AvroColumn.Choice,
                AvroColumn.Passed,
                AvroColumn.Objects,
                AvroRowColumn {
    /** Appends the value at {@code cursor}. After an exception the column may hold part of it: the caller truncates. */
    void append(AvroCursor cursor);

    /** INT8. */
    record Bytes8(FixedStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            storage.appendByte((byte) cursor.readInt());
        }
    }

    /** INT16. */
    record Ints16(FixedStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            storage.appendShort((short) cursor.readInt());
        }
    }

    /** INT32, and days. */
    record Ints32(FixedStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            storage.appendInt(cursor.readInt());
        }
    }

    /** INT64, and moments. */
    record Ints64(FixedStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            storage.appendLong(cursor.readLong());
        }
    }

    /** Times of day, of which the last one is not midnight. */
    record Times(FixedStorage storage, ColumnBuilder builder) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            int ms = cursor.readInt();
            if (ms < 0 || ms >= ScalarColumn.MS_PER_DAY) {
                builder.append(new Date(ms));
            } else {
                storage.appendInt(ms);
            }
        }
    }

    /** FLOAT32. */
    record Floats32(FixedStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            storage.appendInt(cursor.readFloatBits());
        }
    }

    /** FLOAT64. */
    record Floats64(FixedStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            storage.appendLong(cursor.readDoubleBits());
        }
    }

    /** BOOLEAN. */
    record Flags(BitStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            storage.append(cursor.readBoolean());
        }
    }

    /** STRING; what is no UTF-8 becomes U+FFFD. */
    record Texts(VariableStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            int length = cursor.readLength();
            int from = cursor.take(length);
            byte[] source = cursor.array();
            if (!storage.appendAscii(source, from, length)) {
                storage.append(new String(source, from, length, StandardCharsets.UTF_8));
            }
        }
    }

    /** STRING of an enumeration. */
    final class Symbols implements AvroColumn {
        private final VariableStorage storage;
        private final byte[][] symbols;

        Symbols(VariableStorage storage, ScalarReader.Symbol reader) {
            this.storage = storage;
            this.symbols = reader.symbols().stream()
                    .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new);
        }

        @Override
        public void append(AvroCursor cursor) {
            storage.append(symbols[cursor.readIndex(symbols.length, "symbol")]);
        }
    }

    /** BYTES. */
    record Binary(VariableStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            int length = cursor.readLength();
            storage.append(cursor.array(), cursor.take(length), length);
        }
    }

    /** BYTES of one length, in a column of that length. */
    record Fixed(FixedStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            storage.appendBytes(cursor.array(), cursor.take(storage.width()));
        }
    }

    /** Decimals of the column's own scale. */
    record Decimals(DecimalColumn column, ScalarReader.Decimal reader) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            int length = reader.length(cursor);
            column.append(cursor.array(), cursor.take(length), length);
        }
    }

    /** ARRAY. */
    record Items(NestedReader.Items reader, AvroColumn item, ListStorage storage) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            for (int left = reader.block(cursor); left > 0; left = reader.block(cursor)) {
                for (; left > 0; left--) {
                    item.append(cursor);
                }
            }
            storage.endList();
        }
    }

    /** What may be null. */
    record Optional(
            NestedReader.Optional reader,
            AvroColumn value,
            ColumnBuilder builder,
            @Nullable Object replacement) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            if (reader.isNull(cursor)) {
                builder.append(replacement);
            } else {
                value.append(cursor);
            }
        }
    }

    /** A column that the records lack, and what goes there. */
    record Missing(ColumnBuilder builder, @Nullable Object value) {
        void append() {
            builder.append(value);
        }
    }

    /** STRUCT of a union. */
    final class Choice implements AvroColumn {
        private final AvroStructReader.Choice reader;
        private final @Nullable AvroColumn[] types;
        private final int[] fieldOfType;
        private final Missing[] fields;
        private final StructColumn column;

        /**
         * @param types the columns of all types of the union, null for the type null
         * @param fields what goes to the columns of the fields whose type is not chosen
         */
        Choice(AvroStructReader.Choice reader, @Nullable AvroColumn[] types, Missing[] fields, StructColumn column) {
            this.reader = reader;
            this.types = types;
            this.fields = fields;
            this.column = column;
            this.fieldOfType = new int[types.length];
            int field = 0;
            for (int type = 0; type < types.length; type++) {
                fieldOfType[type] = types[type] == null ? -1 : field++;
            }
        }

        @Override
        public void append(AvroCursor cursor) {
            int type = reader.readType(cursor);
            AvroColumn chosen = types[type];
            if (chosen == null) {
                column.append(null);
                return;
            }
            for (int field = 0; field < fields.length; field++) {
                if (field == fieldOfType[type]) {
                    chosen.append(cursor);
                } else {
                    fields[field].append();
                }
            }
            column.storage().endStruct();
        }
    }

    /** What no column takes. */
    record Passed(AvroReader reader) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            reader.skip(cursor);
        }
    }

    /** Whatever has no way of its own: an object is made. */
    record Objects(
            AvroReader reader,
            ColumnBuilder builder,
            @Nullable Object replacement) implements AvroColumn {
        @Override
        public void append(AvroCursor cursor) {
            Object value = reader.read(cursor);
            builder.append(value == null ? replacement : value);
        }
    }
}
