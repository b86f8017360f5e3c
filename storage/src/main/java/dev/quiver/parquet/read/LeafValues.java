/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.parquet.format.Encoding;

/** The values of one leaf column, without nulls, decoded page by page into a buffer of what is not yet taken. */
sealed interface LeafValues permits FixedValues, BinaryValues, EncodedValues {
    /** Takes the bytes from {@code from} up to {@code to} as the dictionary of the chunk, of {@code count} values. */
    void dictionary(byte[] page, int from, int to, int count) throws MalformedParquetException;

    /** Forgets the dictionary: a new column chunk begins. */
    void forgetDictionary();

    /** Begins with a page whose values are in the bytes from {@code from} up to {@code to}. */
    void start(Encoding encoding, byte[] page, int from, int to) throws MalformedParquetException;

    /**
     * Decodes up to {@code count} of the next values, fewer only if they would take more than {@code bytesMax}.
     *
     * @return how many, at least 1 if {@code count} is
     */
    int read(int count, long bytesMax) throws MalformedParquetException;

    /** Values in the buffer. */
    int count();

    /** Bytes of the values in the buffer. */
    long size();

    /** Forgets the first {@code gone} values of the buffer. */
    void discard(int gone);

    /** Gives back memory beyond what most windows need; the buffer must be empty. */
    void trim(int keptMax);

    /** Heap bytes held, those of the dictionary included. */
    long retainedBytes();
}
