/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** How a vector holds the values of a column that Parquet stores as 32 or 64 bits. */
enum NumberLayout {
    /** Signed bytes. */
    INT8(Byte.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = bytes[at];
            }
        }
    },
    /** Unsigned bytes. */
    UINT8(Byte.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = bytes[at] & 0xFF;
            }
        }
    },
    /** 16 bits, signed. */
    INT16(Short.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = (short) PageBytes.SHORTS.get(bytes, at * Short.BYTES);
            }
        }
    },
    /** 16 bits, unsigned. */
    UINT16(Short.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = (short) PageBytes.SHORTS.get(bytes, at * Short.BYTES) & 0xFFFF;
            }
        }
    },
    /** 32 bits as they are. */
    INT32(Integer.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = (int) PageBytes.INTS.get(bytes, at * Integer.BYTES);
            }
        }
    },
    /** 64 bits as they are. */
    INT64(Long.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = (long) PageBytes.LONGS.get(bytes, at * Long.BYTES);
            }
        }
    },
    /** 32 bits of seconds, stored as milliseconds. */
    SECONDS32(Integer.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = Math.multiplyExact((int) PageBytes.INTS.get(bytes, at * Integer.BYTES), 1_000);
            }
        }
    },
    /** 64 bits of seconds, stored as milliseconds. */
    SECONDS64(Long.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = Math.multiplyExact((long) PageBytes.LONGS.get(bytes, at * Long.BYTES), 1_000L);
            }
        }
    },
    /** 64 bits of milliseconds, stored as days. */
    DATE_MILLIS(Long.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = Math.floorDiv((long) PageBytes.LONGS.get(bytes, at * Long.BYTES), 86_400_000L);
            }
        }
    },
    /** 128 bits of which only the lower half matters. */
    DECIMAL128(2 * Long.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = (long) PageBytes.LONGS.get(bytes, at * 2 * Long.BYTES);
            }
        }
    },
    /** 256 bits of which only the lowest quarter matters. */
    DECIMAL256(4 * Long.BYTES) {
        @Override
        void widen(byte[] bytes, long[] values, int count) {
            for (int at = 0; at < count; at++) {
                values[at] = (long) PageBytes.LONGS.get(bytes, at * 4 * Long.BYTES);
            }
        }
    };

    private final int width;

    NumberLayout(int width) {
        this.width = width;
    }

    /** The layout of vectors of {@code type}, which Parquet must store as 32 or 64 bits. */
    static NumberLayout of(ArrowType type) {
        if (type instanceof ArrowType.Int integer) {
            return integer(integer);
        }
        if (type instanceof ArrowType.FloatingPoint number) {
            return number.getPrecision() == FloatingPointPrecision.DOUBLE ? INT64 : INT32;
        }
        if (type instanceof ArrowType.Decimal decimal) {
            return decimal(decimal);
        }
        if (type instanceof ArrowType.Date date) {
            return date.getUnit() == DateUnit.MILLISECOND ? DATE_MILLIS : INT32;
        }
        if (type instanceof ArrowType.Time time) {
            return time(time);
        }
        if (type instanceof ArrowType.Timestamp timestamp) {
            return timestamp.getUnit() == TimeUnit.SECOND ? SECONDS64 : INT64;
        }
        return type instanceof ArrowType.Duration ? INT64 : INT32;
    }

    private static NumberLayout integer(ArrowType.Int type) {
        return switch (type.getBitWidth()) {
            case Byte.SIZE -> type.getIsSigned() ? INT8 : UINT8;
            case Short.SIZE -> type.getIsSigned() ? INT16 : UINT16;
            case Integer.SIZE -> INT32;
            default -> INT64;
        };
    }

    private static NumberLayout decimal(ArrowType.Decimal type) {
        return switch (type.getBitWidth()) {
            case Integer.SIZE -> INT32;
            case Long.SIZE -> INT64;
            case 2 * Long.SIZE -> DECIMAL128;
            default -> DECIMAL256;
        };
    }

    private static NumberLayout time(ArrowType.Time type) {
        return switch (type.getUnit()) {
            case SECOND -> SECONDS32;
            case MILLISECOND -> INT32;
            case MICROSECOND, NANOSECOND -> INT64;
        };
    }

    /** Spreads the first {@code count} values of {@code bytes} to 64 bits each. */
    abstract void widen(byte[] bytes, long[] values, int count);

    /** Bytes of one value in the vector. */
    int width() {
        return width;
    }

    /** Reads the values that {@code slots} have from a vector's {@code buffer}. */
    void load(ArrowBuf buffer, Slots slots, HeapCopy scratch, NumberChunk target) {
        int first = slots.firstValue();
        int end = slots.endValue();
        scratch.copyValues(buffer, first, end, width);
        widen(scratch.array(), target.reserve(end - first), end - first);
        if (!slots.isDense()) {
            target.keep(slots.values(), slots.valueCount(), first);
        }
    }
}
