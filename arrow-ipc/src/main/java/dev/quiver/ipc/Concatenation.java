/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.List;

/** Joins columns of one shape end to end, as a dictionary grows by deltas. Bytes that it takes come out of a budget. */
final class Concatenation {
    private final ByteBudget budget;
    private final HeapBatch.Builder builder;

    private Concatenation(ByteBudget budget, int rowCount) {
        this.budget = budget;
        this.builder = HeapBatch.builder(rowCount);
    }

    /** One batch of the values of {@code columns}, which have one shape and were checked. */
    static HeapBatch of(List<HeapColumn> columns, ByteBudget budget) {
        List<Slice> slices = new ArrayList<>();
        for (HeapColumn column : columns) {
            slices.add(Slice.whole(column));
        }
        Concatenation concatenation = new Concatenation(budget, length(slices));
        concatenation.append(slices);
        return concatenation.builder.build();
    }

    /** Values {@code from} to {@code from + length} of a column. */
    private record Slice(HeapColumn column, int from, int length) {
        static Slice whole(HeapColumn column) {
            return new Slice(column, 0, column.length());
        }

        /** Number {@code index} of integers of {@code width} bytes in {@code buffer}. */
        long number(int buffer, int index, int width) {
            return LittleEndian.signedAt(column.array(buffer), column.offset(buffer) + index * width, width);
        }
    }

    private static int length(List<Slice> slices) {
        long length = 0;
        for (Slice slice : slices) {
            length += slice.length;
        }
        if (length > Integer.MAX_VALUE - 1) {
            throw slices.get(0).column.malformed(length + " values together are too many");
        }
        return (int) length;
    }

    private void append(List<Slice> slices) {
        HeapColumn first = slices.get(0).column;
        builder.node(length(slices), nullCount(slices));
        if (first.layout().hasValidity()) {
            validity(slices);
        }
        switch (first.layout()) {
            case NULL -> {}
            case BITS -> bits(slices);
            case FIXED -> fixed(slices, 1, first.width());
            case VARIABLE -> variable(slices, Integer.BYTES);
            case LARGE_VARIABLE -> variable(slices, Long.BYTES);
            case VIEW -> views(slices);
            case LIST -> list(slices, Integer.BYTES);
            case LARGE_LIST -> list(slices, Long.BYTES);
            case LIST_VIEW -> listViews(slices, Integer.BYTES);
            case LARGE_LIST_VIEW -> listViews(slices, Long.BYTES);
            case FIXED_LIST -> append(scaled(slices, 0, first.width()));
            case STRUCT -> alike(slices);
            case SPARSE_UNION -> {
                fixed(slices, 0, 1);
                alike(slices);
            }
            case DENSE_UNION -> denseUnion(slices);
            case RUN_END -> runs(slices);
        }
    }

    private byte[] allocate(long bytes) {
        budget.take(bytes, "a dictionary with its deltas");
        if (bytes > Integer.MAX_VALUE - Long.BYTES) {
            throw new MalformedIpcException("a dictionary with its deltas takes " + bytes + " bytes in one buffer");
        }
        return new byte[(int) bytes];
    }

    private static int nullCount(List<Slice> slices) {
        int nulls = 0;
        for (Slice slice : slices) {
            HeapColumn column = slice.column;
            if (slice.length == column.length()) {
                nulls += column.nullCount();
            } else {
                for (int index = slice.from; index < slice.from + slice.length; index++) {
                    nulls += column.isNull(index) ? 1 : 0;
                }
            }
        }
        return nulls;
    }

    private void validity(List<Slice> slices) {
        if (nullCount(slices) == 0) {
            builder.buffer(new byte[0], 0, 0);
            return;
        }
        byte[] bits = allocate(Bitmaps.byteCount(length(slices)));
        int at = 0;
        for (Slice slice : slices) {
            for (int index = slice.from; index < slice.from + slice.length; index++, at++) {
                if (!slice.column.isNull(index)) {
                    Bitmaps.set(bits, 0, at);
                }
            }
        }
        builder.buffer(bits, 0, bits.length);
    }

    private void bits(List<Slice> slices) {
        byte[] bits = allocate(Bitmaps.byteCount(length(slices)));
        int at = 0;
        for (Slice slice : slices) {
            for (int index = slice.from; index < slice.from + slice.length; index++, at++) {
                if (Bitmaps.isSet(slice.column.array(1), slice.column.offset(1), index)) {
                    Bitmaps.set(bits, 0, at);
                }
            }
        }
        builder.buffer(bits, 0, bits.length);
    }

    private void fixed(List<Slice> slices, int buffer, int width) {
        byte[] values = allocate((long) length(slices) * width);
        int at = 0;
        for (Slice slice : slices) {
            int from = slice.column.offset(buffer) + slice.from * width;
            System.arraycopy(slice.column.array(buffer), from, values, at, slice.length * width);
            at += slice.length * width;
        }
        builder.buffer(values, 0, values.length);
    }

    private void variable(List<Slice> slices, int width) {
        List<Slice> ranges = offsets(slices, width);
        long bytes = 0;
        for (Slice range : ranges) {
            bytes += range.length;
        }
        byte[] data = allocate(bytes);
        int at = 0;
        for (Slice range : ranges) {
            int from = range.column.offset(2) + range.from;
            System.arraycopy(range.column.array(2), from, data, at, range.length);
            at += range.length;
        }
        builder.buffer(data, 0, data.length);
    }

    private void list(List<Slice> slices, int width) {
        List<Slice> children = new ArrayList<>();
        for (Slice range : offsets(slices, width)) {
            children.add(new Slice(range.column.child(0), range.from, range.length));
        }
        append(children);
    }

    /** Adds the offsets of all slices, and returns which range of bytes or values each one covers. */
    private List<Slice> offsets(List<Slice> slices, int width) {
        byte[] offsets = allocate((length(slices) + 1L) * width);
        List<Slice> ranges = new ArrayList<>();
        int at = 0;
        long end = 0;
        for (Slice slice : slices) {
            long first = slice.length == 0 ? 0 : slice.number(1, slice.from, width);
            long last = first;
            for (int index = 1; index <= slice.length; index++) {
                last = slice.number(1, slice.from + index, width);
                at += width;
                LittleEndian.put(offsets, at, width, end + last - first);
            }
            end += last - first;
            if (end > Integer.MAX_VALUE - 1) {
                throw slice.column.malformed(end + " values or bytes together are too many");
            }
            ranges.add(new Slice(slice.column, (int) first, (int) (last - first)));
        }
        builder.buffer(offsets, 0, offsets.length);
        return ranges;
    }

    private void views(List<Slice> slices) {
        byte[] views = allocate((long) length(slices) * ViewValidator.VIEW_BYTES);
        int at = 0;
        int dataBuffers = 0;
        for (Slice slice : slices) {
            HeapColumn column = slice.column;
            for (int index = slice.from; index < slice.from + slice.length; index++) {
                if (!column.isNull(index)) {
                    int view = column.offset(1) + index * ViewValidator.VIEW_BYTES;
                    System.arraycopy(column.array(1), view, views, at, ViewValidator.VIEW_BYTES);
                    if (LittleEndian.intAt(views, at) > ViewValidator.INLINE_BYTES_MAX) {
                        int buffer = at + ViewValidator.BUFFER;
                        LittleEndian.putInt(views, buffer, LittleEndian.intAt(views, buffer) + dataBuffers);
                    }
                }
                at += ViewValidator.VIEW_BYTES;
            }
            dataBuffers += column.bufferCount() - ViewValidator.DATA;
        }
        builder.buffer(views, 0, views.length).variadic(dataBuffers);
        for (Slice slice : slices) {
            for (int buffer = ViewValidator.DATA; buffer < slice.column.bufferCount(); buffer++) {
                builder.buffer(slice.column.array(buffer), slice.column.offset(buffer), slice.column.size(buffer));
            }
        }
    }

    private void listViews(List<Slice> slices, int width) {
        byte[] offsets = allocate((long) length(slices) * width);
        List<Slice> children = new ArrayList<>();
        long base = 0;
        int at = 0;
        for (Slice slice : slices) {
            for (int index = 0; index < slice.length; index++, at += width) {
                LittleEndian.put(offsets, at, width, base + slice.number(1, slice.from + index, width));
            }
            children.add(Slice.whole(slice.column.child(0)));
            base += slice.column.child(0).length();
        }
        length(children);
        builder.buffer(offsets, 0, offsets.length);
        fixed(slices, 2, width);
        append(children);
    }

    private void denseUnion(List<Slice> slices) {
        fixed(slices, 0, 1);
        byte[] offsets = allocate((long) length(slices) * Integer.BYTES);
        HeapColumn first = slices.get(0).column;
        int[] bases = new int[first.childCount()];
        int[] childOf = UnionValidator.children(first);
        int at = 0;
        for (Slice slice : slices) {
            HeapColumn column = slice.column;
            for (int index = slice.from; index < slice.from + slice.length; index++, at += Integer.BYTES) {
                int child = childOf[column.array(0)[column.offset(0) + index]];
                LittleEndian.putInt(offsets, at, bases[child] + (int) slice.number(1, index, Integer.BYTES));
            }
            for (int child = 0; child < bases.length; child++) {
                bases[child] += column.child(child).length();
            }
        }
        builder.buffer(offsets, 0, offsets.length);
        for (int child = 0; child < bases.length; child++) {
            List<Slice> children = new ArrayList<>();
            for (Slice slice : slices) {
                children.add(Slice.whole(slice.column.child(child)));
            }
            append(children);
        }
    }

    /** Adds run ends and values; a slice takes the runs that it touches, cut where it begins and ends. */
    private void runs(List<Slice> slices) {
        int width = slices.get(0).column.child(0).width();
        List<Slice> values = new ArrayList<>();
        for (Slice slice : slices) {
            Slice ends = Slice.whole(slice.column.child(0));
            int firstRun = runOf(ends, slice.from, width);
            int runCount = slice.length == 0 ? 0 : runOf(ends, slice.from + slice.length - 1, width) + 1 - firstRun;
            values.add(new Slice(slice.column.child(1), firstRun, runCount));
        }
        byte[] ends = allocate((long) length(values) * width);
        int at = 0;
        long base = 0;
        for (int index = 0; index < slices.size(); index++) {
            Slice slice = slices.get(index);
            Slice runs = values.get(index);
            for (int run = runs.from; run < runs.from + runs.length; run++, at += width) {
                long end = Slice.whole(slice.column.child(0)).number(1, run, width);
                LittleEndian.put(ends, at, width, base + Math.min(end - slice.from, slice.length));
            }
            base += slice.length;
        }
        if (base > (1L << (width * Byte.SIZE - 1)) - 1) {
            throw slices.get(0)
                    .column
                    .malformed(base + " values together are too many for run ends of " + width + " bytes");
        }
        builder.node(length(values), 0).buffer(new byte[0], 0, 0).buffer(ends, 0, ends.length);
        append(values);
    }

    private static int runOf(Slice ends, int index, int width) {
        int run = 0;
        while (run < ends.length && ends.number(1, run, width) <= index) {
            run++;
        }
        return run;
    }

    private void alike(List<Slice> slices) {
        for (int child = 0; child < slices.get(0).column.childCount(); child++) {
            append(scaled(slices, child, 1));
        }
    }

    private static List<Slice> scaled(List<Slice> slices, int child, int width) {
        List<Slice> scaled = new ArrayList<>();
        for (Slice slice : slices) {
            scaled.add(new Slice(slice.column.child(child), slice.from * width, slice.length * width));
        }
        return scaled;
    }
}
