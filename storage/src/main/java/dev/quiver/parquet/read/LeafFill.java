/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.jspecify.annotations.Nullable;

/** Puts values that lie one behind the other, and gaps for nulls, into the buffers of a vector. */
abstract sealed class LeafFill {
    /** Instead of flags: every entry has a value. */
    static final byte[] DENSE = {};

    /** Refuses values of a type that has none. */
    void check(int valueCount, Place place) throws MalformedParquetException {}

    /** Whether the vector has a validity buffer. */
    boolean hasValidity() {
        return true;
    }

    /**
     * Adds the buffers behind the validity.
     *
     * @param present 1 for each entry with a value, 0 for a null; or {@link #DENSE}
     * @param count entries
     * @param valueCount values, the first ones that are decoded
     */
    abstract void add(byte[] present, int count, int valueCount, VectorBuffers buffers);

    /** The filling of vectors after {@code plan}. */
    static LeafFill of(LeafPlan plan, LeafValues values) {
        if (values instanceof EncodedValues encoded) {
            return new Fixed(encoded.ids());
        }
        return switch (plan.layout()) {
            case FIXED -> new Fixed(((FixedValues) values).buffer());
            case BITS -> new Bits(((FixedValues) values).buffer());
            case NARROW, WIDE, VIEW -> of(plan, ((BinaryValues) values).buffer());
            case NULLS -> new Nulls();
        };
    }

    /** The filling of vectors with the strings in {@code buffer}. */
    static LeafFill of(@Nullable LeafPlan plan, BinaryBuffer buffer) {
        if (plan == null || !plan.isBytes()) {
            throw new IllegalStateException("no byte strings: " + plan);
        }
        return switch (plan.layout()) {
            case WIDE -> new Wide(buffer);
            case VIEW -> new View(buffer);
            case NARROW, FIXED, BITS, NULLS -> new Narrow(buffer);
        };
    }

    private static final class Fixed extends LeafFill {
        private final FixedBuffer values;

        Fixed(FixedBuffer values) {
            this.values = values;
        }

        @Override
        void add(byte[] present, int count, int valueCount, VectorBuffers buffers) {
            int width = values.width();
            if (present == DENSE) {
                buffers.add(values.values(), count * width);
                return;
            }
            byte[] spaced = buffers.scratch((long) count * width);
            switch (width) {
                case Integer.BYTES -> ints(present, count, values.values(), spaced);
                case Long.BYTES -> longs(present, count, values.values(), spaced);
                default -> any(present, count, width, spaced);
            }
            buffers.add(spaced, count * width);
        }

        private static void ints(byte[] present, int count, byte[] dense, byte[] spaced) {
            int at = 0;
            for (int entry = 0; entry < count; entry++) {
                int flag = present[entry];
                LittleEndian.putInt(spaced, entry * Integer.BYTES, LittleEndian.intAt(dense, at) & -flag);
                at += flag * Integer.BYTES;
            }
        }

        private static void longs(byte[] present, int count, byte[] dense, byte[] spaced) {
            int at = 0;
            for (int entry = 0; entry < count; entry++) {
                long flag = present[entry];
                LittleEndian.putLong(spaced, entry * Long.BYTES, LittleEndian.longAt(dense, at) & -flag);
                at += (int) flag * Long.BYTES;
            }
        }

        private void any(byte[] present, int count, int width, byte[] spaced) {
            byte[] dense = values.values();
            int from = 0;
            for (int entry = 0; entry < count; entry++) {
                int at = entry * width;
                if (present[entry] == 0) {
                    java.util.Arrays.fill(spaced, at, at + width, (byte) 0);
                } else {
                    System.arraycopy(dense, from, spaced, at, width);
                    from += width;
                }
            }
        }
    }

    private static final class Bits extends LeafFill {
        private final FixedBuffer values;

        Bits(FixedBuffer values) {
            this.values = values;
        }

        @Override
        void add(byte[] present, int count, int valueCount, VectorBuffers buffers) {
            if (present == DENSE) {
                buffers.addBits(values.values(), count);
                return;
            }
            byte[] dense = values.values();
            byte[] spaced = new byte[count + LittleEndian.PADDING];
            int at = 0;
            for (int entry = 0; entry < count; entry++) {
                int flag = present[entry];
                spaced[entry] = (byte) (dense[at] & flag);
                at += flag;
            }
            buffers.addBits(spaced, count);
        }
    }

    private static final class Narrow extends LeafFill {
        private final BinaryBuffer values;

        Narrow(BinaryBuffer values) {
            this.values = values;
        }

        @Override
        void add(byte[] present, int count, int valueCount, VectorBuffers buffers) {
            byte[] offsets = buffers.scratch((count + 1L) * Integer.BYTES);
            int[] ends = values.ends();
            LittleEndian.putInt(offsets, 0, 0);
            if (present == DENSE) {
                for (int entry = 0; entry < count; entry++) {
                    LittleEndian.putInt(offsets, (entry + 1) * Integer.BYTES, ends[entry]);
                }
            } else {
                int value = 0;
                int end = 0;
                for (int entry = 0; entry < count; entry++) {
                    if (present[entry] != 0) {
                        end = ends[value++];
                    }
                    LittleEndian.putInt(offsets, (entry + 1) * Integer.BYTES, end);
                }
            }
            buffers.add(offsets, (count + 1) * Integer.BYTES);
            buffers.add(values.data(), values.start(valueCount));
        }
    }

    private static final class Wide extends LeafFill {
        private final BinaryBuffer values;

        Wide(BinaryBuffer values) {
            this.values = values;
        }

        @Override
        void add(byte[] present, int count, int valueCount, VectorBuffers buffers) {
            byte[] offsets = buffers.scratch((count + 1L) * Long.BYTES);
            LittleEndian.putLong(offsets, 0, 0);
            int value = 0;
            long end = 0;
            for (int entry = 0; entry < count; entry++) {
                if (present == DENSE || present[entry] != 0) {
                    end = values.end(value++);
                }
                LittleEndian.putLong(offsets, (entry + 1) * Long.BYTES, end);
            }
            buffers.add(offsets, (count + 1) * Long.BYTES);
            buffers.add(values.data(), values.start(valueCount));
        }
    }

    private static final class View extends LeafFill {
        private static final int VIEW_BYTES = 16;
        private static final int INLINE_BYTES_MAX = 12;

        private final BinaryBuffer values;

        View(BinaryBuffer values) {
            this.values = values;
        }

        @Override
        void add(byte[] present, int count, int valueCount, VectorBuffers buffers) {
            byte[] views = buffers.scratch((long) count * VIEW_BYTES);
            int value = 0;
            boolean isInline = true;
            for (int entry = 0; entry < count; entry++) {
                int at = entry * VIEW_BYTES;
                LittleEndian.putLong(views, at, 0);
                LittleEndian.putLong(views, at + Long.BYTES, 0);
                if (present == DENSE || present[entry] != 0) {
                    view(value, views, at);
                    isInline &= values.length(value) <= INLINE_BYTES_MAX;
                    value++;
                }
            }
            buffers.add(views, count * VIEW_BYTES);
            if (!isInline) {
                buffers.add(values.data(), values.start(valueCount));
            }
        }

        private void view(int value, byte[] views, int at) {
            int start = values.start(value);
            int length = values.length(value);
            LittleEndian.putInt(views, at, length);
            if (length <= INLINE_BYTES_MAX) {
                System.arraycopy(values.data(), start, views, at + Integer.BYTES, length);
                return;
            }
            System.arraycopy(values.data(), start, views, at + Integer.BYTES, Integer.BYTES);
            LittleEndian.putInt(views, at + 3 * Integer.BYTES, start);
        }
    }

    private static final class Nulls extends LeafFill {
        @Override
        void check(int valueCount, Place place) throws MalformedParquetException {
            if (valueCount > 0) {
                throw place.malformed("a column of nulls has a value");
            }
        }

        @Override
        boolean hasValidity() {
            return false;
        }

        @Override
        void add(byte[] present, int count, int valueCount, VectorBuffers buffers) {}
    }
}
