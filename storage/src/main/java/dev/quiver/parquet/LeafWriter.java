/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Writes the slots of one leaf vector to one column: one small class per physical type, chosen once per schema. */
sealed interface LeafWriter {
    /** Writes every slot of {@code levels}, whose indexes point into {@code leaf}. */
    void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data);

    /** The writer for a leaf of {@code type}, which must have passed {@link ParquetTypes}. */
    static LeafWriter of(ArrowType type) {
        if (type instanceof ArrowType.Int number) {
            return switch (number.getBitWidth()) {
                case Byte.SIZE -> new Int8();
                case Short.SIZE -> new Int16();
                case Integer.SIZE -> new Int32();
                default -> new Int64();
            };
        }
        if (type instanceof ArrowType.FloatingPoint) {
            return type.equals(DOUBLE) ? new Float64() : new Float32();
        }
        if (type instanceof ArrowType.Decimal decimal) {
            return new Decimal(decimal.getBitWidth() / Byte.SIZE, decimal.getPrecision());
        }
        if (type instanceof ArrowType.Bool) {
            return new Bool();
        }
        if (type instanceof ArrowType.Timestamp) {
            return new Int64();
        }
        return type instanceof ArrowType.Utf8 || type instanceof ArrowType.Binary ? new Bytes() : new Int32();
    }

    ArrowType DOUBLE = new ArrowType.FloatingPoint(org.apache.arrow.vector.types.FloatingPointPrecision.DOUBLE);

    /** 8-bit integers. */
    record Int8() implements LeafWriter {
        @Override
        public void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data) {
            values.copyValues(leaf.getDataBuffer(), levels.firstIndex(), levels.endIndex(), Byte.BYTES);
            for (int slot = 0; slot < levels.count(); slot++) {
                int at = levels.index(slot);
                if (at == Levels.ABSENT) {
                    column.writeNull(levels.repetition(slot), levels.definition(slot));
                } else {
                    column.write(values.byteAt(at), levels.repetition(slot), levels.definition(slot));
                }
            }
        }
    }

    /** 16-bit integers. */
    record Int16() implements LeafWriter {
        @Override
        public void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data) {
            values.copyValues(leaf.getDataBuffer(), levels.firstIndex(), levels.endIndex(), Short.BYTES);
            for (int slot = 0; slot < levels.count(); slot++) {
                int at = levels.index(slot);
                if (at == Levels.ABSENT) {
                    column.writeNull(levels.repetition(slot), levels.definition(slot));
                } else {
                    column.write(values.shortAt(at), levels.repetition(slot), levels.definition(slot));
                }
            }
        }
    }

    /** 32-bit integers, days and milliseconds of the day. */
    record Int32() implements LeafWriter {
        @Override
        public void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data) {
            values.copyValues(leaf.getDataBuffer(), levels.firstIndex(), levels.endIndex(), Integer.BYTES);
            for (int slot = 0; slot < levels.count(); slot++) {
                int at = levels.index(slot);
                if (at == Levels.ABSENT) {
                    column.writeNull(levels.repetition(slot), levels.definition(slot));
                } else {
                    column.write(values.intAt(at), levels.repetition(slot), levels.definition(slot));
                }
            }
        }
    }

    /** 64-bit integers and timestamps. */
    record Int64() implements LeafWriter {
        @Override
        public void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data) {
            values.copyValues(leaf.getDataBuffer(), levels.firstIndex(), levels.endIndex(), Long.BYTES);
            for (int slot = 0; slot < levels.count(); slot++) {
                int at = levels.index(slot);
                if (at == Levels.ABSENT) {
                    column.writeNull(levels.repetition(slot), levels.definition(slot));
                } else {
                    column.write(values.longAt(at), levels.repetition(slot), levels.definition(slot));
                }
            }
        }
    }

    /** 32-bit floating point numbers. */
    record Float32() implements LeafWriter {
        @Override
        public void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data) {
            values.copyValues(leaf.getDataBuffer(), levels.firstIndex(), levels.endIndex(), Float.BYTES);
            for (int slot = 0; slot < levels.count(); slot++) {
                int at = levels.index(slot);
                if (at == Levels.ABSENT) {
                    column.writeNull(levels.repetition(slot), levels.definition(slot));
                } else {
                    float value = Float.intBitsToFloat(values.intAt(at));
                    column.write(value, levels.repetition(slot), levels.definition(slot));
                }
            }
        }
    }

    /** 64-bit floating point numbers. */
    record Float64() implements LeafWriter {
        @Override
        public void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data) {
            values.copyValues(leaf.getDataBuffer(), levels.firstIndex(), levels.endIndex(), Double.BYTES);
            for (int slot = 0; slot < levels.count(); slot++) {
                int at = levels.index(slot);
                if (at == Levels.ABSENT) {
                    column.writeNull(levels.repetition(slot), levels.definition(slot));
                } else {
                    double value = Double.longBitsToDouble(values.longAt(at));
                    column.write(value, levels.repetition(slot), levels.definition(slot));
                }
            }
        }
    }

    /** Booleans. */
    record Bool() implements LeafWriter {
        @Override
        public void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data) {
            values.copyBits(leaf.getDataBuffer(), levels.firstIndex(), levels.endIndex());
            for (int slot = 0; slot < levels.count(); slot++) {
                int at = levels.index(slot);
                if (at == Levels.ABSENT) {
                    column.writeNull(levels.repetition(slot), levels.definition(slot));
                } else {
                    column.write(values.isBitSet(at), levels.repetition(slot), levels.definition(slot));
                }
            }
        }
    }

    /** Text and byte strings. */
    record Bytes() implements LeafWriter {
        @Override
        public void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data) {
            int first = levels.firstIndex();
            int end = levels.endIndex();
            if (first < end) {
                values.copyValues(leaf.getOffsetBuffer(), first, end + 1, Integer.BYTES);
                data.copyBytes(leaf.getDataBuffer(), values.intAt(first), values.intAt(end));
            }
            for (int slot = 0; slot < levels.count(); slot++) {
                int at = levels.index(slot);
                if (at == Levels.ABSENT) {
                    column.writeNull(levels.repetition(slot), levels.definition(slot));
                } else {
                    int start = values.intAt(at);
                    Binary value = Binary.fromReusedByteArray(
                            data.array(), data.arrayIndex(start), values.intAt(at + 1) - start);
                    column.write(value, levels.repetition(slot), levels.definition(slot));
                }
            }
        }
    }

    /** Decimals of {@code width} little-endian bytes, as 32 or 64 bits or as the fewest big-endian bytes. */
    record Decimal(int width, int precision) implements LeafWriter {
        private static final int INT32_DIGITS = 9;
        private static final int INT64_DIGITS = 18;

        @Override
        public void write(ColumnWriter column, Levels levels, FieldVector leaf, HeapCopy values, HeapCopy data) {
            values.copyValues(leaf.getDataBuffer(), levels.firstIndex(), levels.endIndex(), width);
            byte[] bigEndian = new byte[ParquetTypes.decimalBytes(precision)];
            for (int slot = 0; slot < levels.count(); slot++) {
                int at = levels.index(slot);
                int repetition = levels.repetition(slot);
                int definition = levels.definition(slot);
                if (at == Levels.ABSENT) {
                    column.writeNull(repetition, definition);
                } else if (precision <= INT32_DIGITS) {
                    column.write((int) values.longAt(at * (width / Long.BYTES)), repetition, definition);
                } else if (precision <= INT64_DIGITS) {
                    column.write(values.longAt(at * (width / Long.BYTES)), repetition, definition);
                } else {
                    reverse(values, at, bigEndian);
                    column.write(Binary.fromReusedByteArray(bigEndian), repetition, definition);
                }
            }
        }

        private void reverse(HeapCopy values, int at, byte[] bigEndian) {
            int lowest = values.arrayIndex((long) at * width);
            for (int digit = 0; digit < bigEndian.length; digit++) {
                bigEndian[bigEndian.length - 1 - digit] = values.array()[lowest + digit];
            }
        }
    }
}
