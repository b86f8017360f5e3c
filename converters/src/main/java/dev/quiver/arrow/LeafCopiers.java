/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapColumn;
import java.util.Arrays;

/** Copiers of columns without children. */
final class LeafCopiers {
    private static final int VIEW_BYTES = 16;
    private static final int INLINE_MAX = 12;

    private LeafCopiers() {}

    /** Nulls. */
    record Nulls(NullStorage target) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            return (from, count) -> target.appendNulls(count);
        }
    }

    /** Bits as they are. */
    record BitValues(BitStorage target) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            return (from, count) -> {
                if (count > 0) {
                    target.values().appendRange(source.array(1), source.offset(1), from, count);
                    ColumnCopier.copyValidity(source, target.validity(), from, count);
                }
            };
        }
    }

    /** Bytes as bits: 0 is false. */
    record Bool8(BitStorage target) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            return (from, count) -> {
                for (int index = from; index < from + count; index++) {
                    target.values().append(source.array(1)[source.offset(1) + index] != 0);
                }
                ColumnCopier.copyValidity(source, target.validity(), from, count);
            };
        }
    }

    /** Values of one width as they are. */
    record Fixed(FixedStorage target) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            int width = target.width();
            return (from, count) -> {
                if (count > 0) {
                    int at = target.reserve(count);
                    System.arraycopy(
                            source.array(1), source.offset(1) + from * width, target.array(), at, count * width);
                    ColumnCopier.copyValidity(source, target.validity(), from, count);
                }
            };
        }
    }

    /** Signed integers of 32 or 64 bits as wider ones. */
    record Widened(FixedStorage target) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            IntegerAccess integers = IntegerAccess.signed(source);
            long[] words = new long[target.width() / Long.BYTES];
            return (from, count) -> {
                for (int index = from; index < from + count; index++) {
                    if (source.isNull(index)) {
                        target.appendNull();
                        continue;
                    }
                    words[0] = integers.at(index);
                    Arrays.fill(words, 1, words.length, words[0] >> (Long.SIZE - 1));
                    target.appendWords(words);
                }
            };
        }
    }

    /** Seconds as milliseconds, or milliseconds as days. */
    record Rescaled(Column column, FixedStorage target, int multiplier, long divisor) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            IntegerAccess integers = IntegerAccess.signed(source);
            return (from, count) -> {
                for (int index = from; index < from + count; index++) {
                    if (source.isNull(index)) {
                        target.appendNull();
                    } else {
                        append(integers.at(index));
                    }
                }
            };
        }

        private void append(long number) {
            long scaled = column.multiplied(number, multiplier);
            if (scaled % divisor != 0) {
                throw column.refused("the date has a time of day");
            }
            if (target.width() == Long.BYTES) {
                target.appendLong(scaled / divisor);
            } else {
                column.requireWithin(scaled / divisor, Integer.MIN_VALUE, Integer.MAX_VALUE);
                target.appendInt((int) (scaled / divisor));
            }
        }
    }

    /** Byte strings with offsets of 32 or 64 bits. */
    record Variable(VariableStorage target) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            int width = source.layout() == ColumnLayout.LARGE_VARIABLE ? Long.BYTES : Integer.BYTES;
            return (from, count) -> {
                if (count == 0) {
                    return;
                }
                int first = source.offset(1) + from * width;
                int start = HeapArrays.intAt(source.array(1), first);
                int end = HeapArrays.intAt(source.array(1), first + count * width);
                int at = target.reserve(end - start);
                System.arraycopy(source.array(2), source.offset(2) + start, target.array(), at, end - start);
                target.offsets().appendRange(source.array(1), first, width, count);
                ColumnCopier.copyValidity(source, target.validity(), from, count);
            };
        }
    }

    /** Byte strings as views. */
    record Views(VariableStorage target) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            return (from, count) -> {
                for (int index = from; index < from + count; index++) {
                    if (source.isNull(index)) {
                        target.appendNull();
                    } else {
                        append(source, source.offset(1) + index * VIEW_BYTES);
                    }
                }
            };
        }

        private void append(HeapColumn source, int view) {
            byte[] views = source.array(1);
            int length = HeapArrays.intAt(views, view);
            if (length <= INLINE_MAX) {
                target.append(views, view + Integer.BYTES, length);
                return;
            }
            int buffer = 2 + HeapArrays.intAt(views, view + 2 * Integer.BYTES);
            int start = HeapArrays.intAt(views, view + INLINE_MAX);
            target.append(source.array(buffer), source.offset(buffer) + start, length);
        }
    }
}
