/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one CBOR item (RFC 8949). Tags are passed over; keys of maps that are no texts become what they look like as
 * text; whole numbers beyond 64 bits with a sign become floating-point numbers.
 */
final class CborReader {
    private static final int NESTING_MAX = 64;
    private static final int INDEFINITE = 31;

    private final byte[] bytes;
    private final int end;
    private int at;

    private CborReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /**
     * The item in the bytes from {@code start} up to {@code end}.
     *
     * @throws ValueException if there is not exactly one
     */
    static AnyValue read(byte[] bytes, int start, int end) throws ValueException {
        CborReader reader = new CborReader(bytes, start, end);
        AnyValue value = reader.item(0);
        if (reader.at != end) {
            throw new ValueException((end - reader.at) + " bytes follow the CBOR item");
        }
        return value;
    }

    private AnyValue item(int depth) throws ValueException {
        if (depth > NESTING_MAX) {
            throw new ValueException("a CBOR item is nested deeper than " + NESTING_MAX);
        }
        int head = next();
        int info = head & 0x1F;
        return switch (head >> 5) {
            case 0 -> unsigned(argument(info));
            case 1 -> negative(argument(info));
            case 2 -> new AnyValue.Bytes(string(2, info));
            case 3 -> new AnyValue.Text(new String(string(3, info), StandardCharsets.UTF_8));
            case 4 -> items(info, depth);
            case 5 -> entries(info, depth);
            case 6 -> {
                argument(info);
                yield item(depth + 1);
            }
            default -> simple(info);
        };
    }

    private static AnyValue unsigned(long value) {
        return value >= 0 ? new AnyValue.Whole(value) : new AnyValue.Real(unsignedReal(value));
    }

    private static AnyValue negative(long value) {
        return value >= 0 ? new AnyValue.Whole(-1 - value) : new AnyValue.Real(-1 - unsignedReal(value));
    }

    private static double unsignedReal(long value) {
        return (value >>> 1) * 2.0 + (value & 1);
    }

    private AnyValue items(int info, int depth) throws ValueException {
        List<AnyValue> values = new ArrayList<>();
        long left = count(info);
        while (left != 0 && !isBreak(info)) {
            values.add(item(depth + 1));
            left--;
        }
        return new AnyValue.Items(values);
    }

    private AnyValue entries(int info, int depth) throws ValueException {
        List<AnyValue.Entry> values = new ArrayList<>();
        long left = count(info);
        while (left != 0 && !isBreak(info)) {
            String key = key(item(depth + 1));
            values.add(new AnyValue.Entry(key, item(depth + 1)));
            left--;
        }
        return new AnyValue.Entries(values);
    }

    private static String key(AnyValue key) {
        if (key instanceof AnyValue.Text text) {
            return text.value();
        }
        return JsonText.of(key);
    }

    /** How many elements there are, -1 if that is not said. */
    private long count(int info) throws ValueException {
        if (info == INDEFINITE) {
            return -1;
        }
        long count = argument(info);
        if (count < 0 || count > end - at) {
            throw new ValueException("a CBOR item claims more elements than it has bytes");
        }
        return count;
    }

    private boolean isBreak(int info) throws ValueException {
        if (info != INDEFINITE) {
            return false;
        }
        if (at >= end) {
            throw truncated();
        }
        if ((bytes[at] & 0xFF) == 0xFF) {
            at++;
            return true;
        }
        return false;
    }

    private byte[] string(int major, int info) throws ValueException {
        if (info != INDEFINITE) {
            return chunk(argument(info));
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (!isBreak(info)) {
            int head = next();
            if (head >> 5 != major || (head & 0x1F) == INDEFINITE) {
                throw new ValueException("a part of a CBOR string is no string of its kind");
            }
            joined.writeBytes(chunk(argument(head & 0x1F)));
        }
        return joined.toByteArray();
    }

    private byte[] chunk(long length) throws ValueException {
        if (length < 0 || length > end - at) {
            throw truncated();
        }
        byte[] chunk = Arrays.copyOfRange(bytes, at, at + (int) length);
        at += (int) length;
        return chunk;
    }

    private AnyValue simple(int info) throws ValueException {
        return switch (info) {
            case 20 -> new AnyValue.Flag(false);
            case 21 -> new AnyValue.Flag(true);
            case 22, 23 -> AnyValue.Empty.VALUE;
            case 25 -> new AnyValue.Real(half((int) argument(info)));
            case 26 -> new AnyValue.Real(Float.intBitsToFloat((int) argument(info)));
            case 27 -> new AnyValue.Real(Double.longBitsToDouble(argument(info)));
            default -> throw new ValueException("a CBOR item has the simple value " + info + ", which has no meaning");
        };
    }

    private static double half(int bits) {
        int exponent = (bits >> 10) & 0x1F;
        int mantissa = bits & 0x3FF;
        double value = switch (exponent) {
            case 0 -> mantissa * 0x1p-24;
            case 31 -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> (mantissa + 1024) * Math.pow(2, exponent - 25);
        };
        return (bits & 0x8000) == 0 ? value : -value;
    }

    private long argument(int info) throws ValueException {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw new ValueException("a CBOR item begins with a byte that has no meaning");
        }
        int length = 1 << (info - 24);
        long value = 0;
        for (int index = 0; index < length; index++) {
            value = (value << 8) | next();
        }
        return value;
    }

    private int next() throws ValueException {
        if (at >= end) {
            throw truncated();
        }
        return bytes[at++] & 0xFF;
    }

    private static ValueException truncated() {
        return new ValueException("a CBOR item ends too early");
    }
}
