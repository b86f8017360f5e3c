/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.parquet.format.Encoding;

/**
 * Byte strings as ids of a dictionary: that of the column chunk, and behind it, in their order, the values that are in
 * pages themselves because a writer gave its dictionary up.
 */
final class EncodedValues implements LeafValues {
    private final Place place;
    private final FixedBuffer ids = new FixedBuffer(Integer.BYTES);
    private final DictionaryIds pageIds;
    private final BinaryDecoder.Plain plain;
    private final BinaryBuffer others = new BinaryBuffer();

    private BinaryBuffer dictionary = new BinaryBuffer();
    private boolean hasDictionary;
    /** Of the open page, if its values are no ids. */
    private BinaryDecoder decoder;

    /** Whether the values of the open page are ids. */
    private boolean isEncoded;

    EncodedValues(Place place) {
        this.place = place;
        this.pageIds = new DictionaryIds(place);
        this.plain = new BinaryDecoder.Plain(place);
        this.decoder = plain;
    }

    /** The ids decoded so far. */
    FixedBuffer ids() {
        return ids;
    }

    /** The first values that ids refer to; another object for every column chunk. */
    BinaryBuffer dictionary() {
        return dictionary;
    }

    /** The values behind them. */
    BinaryBuffer others() {
        return others;
    }

    @Override
    public void dictionary(byte[] page, int from, int to, int count) throws MalformedParquetException {
        dictionary = BinaryDecoder.Plain.dictionary(page, from, to, count, place);
        pageIds.dictionary(count);
        hasDictionary = true;
    }

    @Override
    public void forgetDictionary() {
        dictionary = new BinaryBuffer();
        pageIds.dictionary(0);
        hasDictionary = false;
    }

    @Override
    public void start(Encoding encoding, byte[] page, int from, int to) throws MalformedParquetException {
        isEncoded = encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
        if (!isEncoded) {
            decoder = BinaryDecoder.of(encoding, plain, place);
            decoder.start(page, from, to);
            return;
        }
        if (!hasDictionary) {
            throw place.malformed("it refers to a dictionary that is not there");
        }
        pageIds.start(page, from, to);
    }

    @Override
    public int read(int count, long bytesMax) throws MalformedParquetException {
        if (count == 0) {
            return 0;
        }
        int fitting = (int) Math.min(count, Math.max(1, bytesMax / Integer.BYTES));
        if (isEncoded) {
            int read = Math.min(fitting, DictionaryIds.STEP);
            add(pageIds.read(read), read);
            return read;
        }
        int first = dictionary.count() + others.count();
        int read = decoder.read(fitting, others, bytesMax);
        ids.reserve(read);
        for (int index = 0; index < read; index++) {
            put(index, first + index);
        }
        ids.added(read);
        return read;
    }

    private void add(int[] more, int count) {
        ids.reserve(count);
        for (int index = 0; index < count; index++) {
            put(index, more[index]);
        }
        ids.added(count);
    }

    /** Puts {@code id} {@code index} places behind the last one that counts. */
    private void put(int index, int id) {
        LittleEndian.putInt(ids.values(), (ids.count() + index) * Integer.BYTES, id);
    }

    @Override
    public int count() {
        return ids.count();
    }

    @Override
    public long size() {
        return ids.size() + (long) others.size();
    }

    @Override
    public void discard(int gone) {
        int goneOthers = 0;
        for (int index = 0; index < gone && goneOthers < others.count(); index++) {
            goneOthers += id(index) >= dictionary.count() ? 1 : 0;
        }
        ids.discard(gone);
        if (goneOthers == 0) {
            return;
        }
        others.discard(goneOthers);
        for (int index = 0; index < ids.count(); index++) {
            int id = id(index);
            if (id >= dictionary.count()) {
                LittleEndian.putInt(ids.values(), index * Integer.BYTES, id - goneOthers);
            }
        }
    }

    private int id(int index) {
        return LittleEndian.intAt(ids.values(), index * Integer.BYTES);
    }

    @Override
    public void trim(int keptMax) {
        ids.trim(keptMax);
        others.trim(keptMax);
    }

    @Override
    public long retainedBytes() {
        return ids.retainedBytes() + others.retainedBytes() + dictionary.retainedBytes();
    }
}
