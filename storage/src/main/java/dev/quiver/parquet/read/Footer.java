/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.InvalidParquetMetadataException;
import org.apache.parquet.format.Util;

/** Reads the metadata at the end of a file. */
final class Footer {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCRYPTED_MAGIC = "PARE".getBytes(StandardCharsets.US_ASCII);
    /** The length of the metadata, and the magic number. */
    private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

    /** Most footers are shorter, and need no second read. */
    private static final int FIRST_READ_BYTES = 64 << 10;

    private Footer() {}

    /**
     * The metadata of a file.
     *
     * @param start where it begins, which is one past all pages and indexes
     */
    record Metadata(FileMetaData content, long start) {}

    /** The metadata of {@code source}. */
    static Metadata read(RangeSource source, ReadLimits limits, Place place) throws IOException {
        long size = source.size();
        if (size < MAGIC.length + TAIL_BYTES) {
            throw place.malformed("it has " + size + " bytes, fewer than any Parquet file");
        }
        int tailLength = (int) Math.min(size, FIRST_READ_BYTES);
        byte[] tail = source.read(size - tailLength, tailLength);
        checkMagic(tail, place);
        long length = LittleEndian.intAt(tail, tailLength - TAIL_BYTES) & 0xFFFFFFFFL;
        if (length > size - MAGIC.length - TAIL_BYTES || length > limits.footerBytesMax()) {
            throw place.malformed("its footer of " + length + " bytes does not fit into a file of " + size
                    + " or passes the limit of " + limits.footerBytesMax());
        }
        long start = size - TAIL_BYTES - length;
        byte[] footer = length <= tailLength - TAIL_BYTES
                ? Arrays.copyOfRange(tail, tailLength - TAIL_BYTES - (int) length, tailLength - TAIL_BYTES)
                : source.read(start, (int) length);
        return new Metadata(parsed(footer, limits.footerHeapBytesMax(), place), start);
    }

    private static void checkMagic(byte[] tail, Place place) throws IOException {
        byte[] magic = Arrays.copyOfRange(tail, tail.length - MAGIC.length, tail.length);
        if (Arrays.equals(magic, ENCRYPTED_MAGIC)) {
            throw place.unsupported("its footer is encrypted, which is not supported");
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw place.malformed("it does not end with the magic number of Parquet files");
        }
    }

    private static FileMetaData parsed(byte[] footer, long heapBytesMax, Place place) throws IOException {
        long heapBytes = ThriftExtent.heapBytes(footer, 0, footer.length, place);
        if (heapBytes == ThriftExtent.INCOMPLETE) {
            throw place.malformed("its footer ends too early");
        }
        if (heapBytes > heapBytesMax) {
            throw place.malformed("its footer of " + footer.length + " bytes would take " + heapBytes
                    + " bytes of the heap, more than the limit of " + heapBytesMax);
        }
        FileMetaData metadata;
        try {
            metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException | InvalidParquetMetadataException e) {
            throw place.malformed("its footer is damaged: " + e.getMessage(), e);
        }
        if (metadata.isSetEncryption_algorithm()) {
            throw place.unsupported("it is encrypted, which is not supported");
        }
        return metadata;
    }
}
