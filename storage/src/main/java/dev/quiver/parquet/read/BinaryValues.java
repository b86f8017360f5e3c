/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.parquet.format.Encoding;

/** Byte strings of any length. */
final class BinaryValues implements LeafValues {
    private final Place place;
    private final BinaryBuffer buffer = new BinaryBuffer();
    private final BinaryDecoder.Plain plain;
    private final BinaryDecoder.Dictionary dictionary;

    private BinaryDecoder decoder;
    private long dictionaryBytes;
    private boolean hasDictionary;

    BinaryValues(Place place) {
        this.place = place;
        this.plain = new BinaryDecoder.Plain(place);
        this.dictionary = new BinaryDecoder.Dictionary(new DictionaryIds(place));
        this.decoder = plain;
    }

    /** The values decoded so far. */
    BinaryBuffer buffer() {
        return buffer;
    }

    @Override
    public void dictionary(byte[] page, int from, int to, int count) throws MalformedParquetException {
        BinaryBuffer values = BinaryDecoder.Plain.dictionary(page, from, to, count, place);
        dictionary.dictionary(values);
        dictionaryBytes = values.retainedBytes();
        hasDictionary = true;
    }

    @Override
    public void forgetDictionary() {
        dictionary.dictionary(new BinaryBuffer());
        dictionaryBytes = 0;
        hasDictionary = false;
    }

    @Override
    public void start(Encoding encoding, byte[] page, int from, int to) throws MalformedParquetException {
        boolean refersToDictionary = encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
        decoder = refersToDictionary ? dictionary() : BinaryDecoder.of(encoding, plain, place);
        decoder.start(page, from, to);
    }

    private BinaryDecoder dictionary() throws MalformedParquetException {
        if (!hasDictionary) {
            throw place.malformed("it refers to a dictionary that is not there");
        }
        return dictionary;
    }

    @Override
    public int read(int count, long bytesMax) throws MalformedParquetException {
        return count == 0 ? 0 : decoder.read(count, buffer, bytesMax);
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
        return buffer.retainedBytes() + dictionaryBytes;
    }
}
