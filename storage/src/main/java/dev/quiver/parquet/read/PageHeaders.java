/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.parquet.format.InvalidParquetMetadataException;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** Reads the headers of the pages of one column chunk. */
final class PageHeaders {
    /** Headers are shorter unless they have statistics of long texts. */
    private static final int USUAL_BYTES = 256;

    private final ChunkBytes bytes;
    private final ReadLimits limits;
    private final Place place;
    private long bodyAt;

    PageHeaders(ChunkBytes bytes, ReadLimits limits, Place place) {
        this.bytes = bytes;
        this.limits = limits;
        this.place = place;
    }

    /** The header at {@code position}; sizes in it are not negative, and the page is within the chunk. */
    PageHeader read(long position) throws IOException {
        long most = Math.min(limits.footerBytesMax(), bytes.remaining(position));
        int tried = (int) Math.min(most, Math.max(USUAL_BYTES, Math.min(bytes.available(position), 1 << 12)));
        while (true) {
            if (tried < 1) {
                throw place.malformed("it ends where a page should begin");
            }
            int start = bytes.locate(position, tried);
            int end = ThriftExtent.end(bytes.block(), start, start + tried, place);
            if (end != ThriftExtent.INCOMPLETE) {
                bodyAt = position + end - start;
                return checked(parsed(bytes.block(), start, end));
            }
            if (tried == most) {
                throw place.malformed("the header of a page has no end within " + most + " bytes");
            }
            tried = (int) Math.min(most, 2L * tried);
        }
    }

    /** Where the bytes behind the last header begin. */
    long bodyAt() {
        return bodyAt;
    }

    private PageHeader parsed(byte[] block, int start, int end) throws MalformedParquetException {
        try {
            return Util.readPageHeader(new ByteArrayInputStream(block, start, end - start));
        } catch (IOException | InvalidParquetMetadataException e) {
            throw place.malformed("the header of a page is damaged: " + e.getMessage(), e);
        }
    }

    private PageHeader checked(PageHeader header) throws MalformedParquetException {
        int compressed = header.getCompressed_page_size();
        int plain = header.getUncompressed_page_size();
        if (compressed < 0 || compressed > bytes.remaining(bodyAt)) {
            throw place.malformed("a page has " + compressed + " of the " + bytes.remaining(bodyAt)
                    + " bytes that the column chunk has left");
        }
        if (plain < 0 || Math.max(plain, compressed) > limits.pageBytesMax()) {
            throw place.malformed("a page has " + compressed + " bytes, " + plain + " without compression, and at most "
                    + limits.pageBytesMax() + " are allowed");
        }
        return header;
    }
}
