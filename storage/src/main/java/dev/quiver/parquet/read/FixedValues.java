/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** Values of one width. */
final class FixedValues implements LeafValues {
    private static final int STEP = 4096;

    private final ParquetNode node;
    private final PhysicalType physical;
    private final FixedConversion conversion;
    private final Place place;
    private final FixedBuffer buffer;
    private final DictionaryIds ids;
    private final FixedDecoder.Dictionary dictionary;

    private FixedDecoder decoder;
    private boolean decoded;
    private byte[] unconverted = new byte[LittleEndian.PADDING];
    private boolean hasDictionary;
    private long dictionaryBytes;

    FixedValues(ParquetNode node, PhysicalType physical, FixedConversion conversion, Place place) {
        this.node = node;
        this.physical = physical;
        this.conversion = conversion;
        this.place = place;
        this.buffer = new FixedBuffer(conversion.targetWidth());
        this.ids = new DictionaryIds(place);
        this.dictionary = new FixedDecoder.Dictionary(conversion.targetWidth(), ids);
        this.decoder = dictionary;
    }

    /** The values decoded so far. */
    FixedBuffer buffer() {
        return buffer;
    }

    @Override
    public void dictionary(byte[] page, int from, int to, int count) throws MalformedParquetException {
        long least = physical == PhysicalType.BYTE_ARRAY ? (long) count * Integer.BYTES : (long) count * node.width();
        if (physical == PhysicalType.BOOLEAN || least > to - from) {
            throw place.malformed("its dictionary of " + count + " values has " + (to - from) + " bytes");
        }
        long size = (long) count * conversion.targetWidth() + LittleEndian.PADDING;
        if (size > Integer.MAX_VALUE - 8) {
            throw place.malformed("its dictionary has " + count + " values");
        }
        byte[] values = new byte[(int) size];
        decoder = plain();
        decoded = isDecodedByPlain();
        decoder.start(page, from, to);
        readConverted(values, 0, count);
        dictionary.dictionary(values, count);
        dictionaryBytes = size;
        hasDictionary = true;
    }

    @Override
    public void forgetDictionary() {
        dictionary.dictionary(new byte[LittleEndian.PADDING], 0);
        dictionaryBytes = 0;
        hasDictionary = false;
    }

    @Override
    public void start(Encoding encoding, byte[] page, int from, int to) throws MalformedParquetException {
        FixedDecoder next = decoder(encoding);
        if (next == null) {
            throw place.malformed("its values of type " + physical + " are in encoding " + encoding);
        }
        decoder = next;
        decoded = next instanceof FixedDecoder.Dictionary || next instanceof FixedDecoder.Numbers;
        decoder.start(page, from, to);
    }

    private @Nullable FixedDecoder decoder(Encoding encoding) throws MalformedParquetException {
        return switch (encoding) {
            case PLAIN -> plain();
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> dictionary();
            case RLE -> physical == PhysicalType.BOOLEAN ? new FixedDecoder.RunLengthBits(place) : null;
            case DELTA_BINARY_PACKED ->
                physical == PhysicalType.INT32 || physical == PhysicalType.INT64
                        ? new FixedDecoder.Delta(physical.width(), place)
                        : null;
            case BYTE_STREAM_SPLIT ->
                physical == PhysicalType.BOOLEAN || physical == PhysicalType.BYTE_ARRAY
                        ? null
                        : new FixedDecoder.Split(node.width(), place);
            case DELTA_BYTE_ARRAY -> strings(new BinaryDecoder.DeltaBytes(place));
            case DELTA_LENGTH_BYTE_ARRAY ->
                physical == PhysicalType.BYTE_ARRAY ? strings(new BinaryDecoder.DeltaLength(place)) : null;
            case BIT_PACKED -> null;
        };
    }

    private FixedDecoder dictionary() throws MalformedParquetException {
        if (!hasDictionary) {
            throw place.malformed("it refers to a dictionary that is not there");
        }
        return dictionary;
    }

    private FixedDecoder plain() {
        return switch (physical) {
            case BOOLEAN -> new FixedDecoder.PlainBits(place);
            case BYTE_ARRAY ->
                new FixedDecoder.Numbers(conversion.targetWidth(), place, new BinaryDecoder.Plain(place));
            case INT32, INT64, INT96, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY ->
                new FixedDecoder.Plain(node.width(), place);
        };
    }

    private boolean isDecodedByPlain() {
        return physical == PhysicalType.BYTE_ARRAY;
    }

    private @Nullable FixedDecoder strings(BinaryDecoder strings) {
        return switch (physical) {
            case BYTE_ARRAY -> new FixedDecoder.Numbers(conversion.targetWidth(), place, strings);
            case FIXED_LEN_BYTE_ARRAY -> new FixedDecoder.Strings(node.width(), place, strings);
            case BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE -> null;
        };
    }

    @Override
    public int read(int count, long bytesMax) throws MalformedParquetException {
        int fitting = (int) Math.min(count, Math.max(1, bytesMax / buffer.width()));
        buffer.reserve(fitting);
        readConverted(buffer.values(), buffer.size(), fitting);
        buffer.added(fitting);
        return fitting;
    }

    /** Reads values in their final form, in steps if they have to be converted. */
    private void readConverted(byte[] target, int at, int count) throws MalformedParquetException {
        if (decoded || conversion.isIdentity()) {
            decoder.read(target, at, count);
            return;
        }
        unconverted = LittleEndian.grown(unconverted, 0, (long) Math.min(STEP, count) * conversion.sourceWidth());
        for (int done = 0; done < count; done += STEP) {
            int step = Math.min(STEP, count - done);
            decoder.read(unconverted, 0, step);
            conversion.convert(unconverted, step, target, at + done * conversion.targetWidth(), place);
        }
    }

    @Override
    public int count() {
        return buffer.count();
    }

    @Override
    public long size() {
        return buffer.size();
    }

    @Override
    public void discard(int gone) {
        buffer.discard(gone);
    }

    @Override
    public void trim(int keptMax) {
        buffer.trim(keptMax);
    }

    @Override
    public long retainedBytes() {
        return buffer.retainedBytes() + unconverted.length + dictionaryBytes;
    }
}
