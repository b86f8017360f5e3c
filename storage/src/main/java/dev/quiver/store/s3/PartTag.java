/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import org.jspecify.annotations.Nullable;

/**
 * What S3 wants to hear again of a part when the parts become an object.
 *
 * @param etag the tag that it gave the part, as it gave it
 * @param checksum the part's CRC32; null if it was sent without one
 */
record PartTag(String etag, @Nullable String checksum) {
    private static final String CHECKSUM = " crc32=";

    /** The tag that {@link #text} was made of; one without a checksum is its own text. */
    static PartTag of(String text) {
        int end = text.lastIndexOf(CHECKSUM);
        return end < 0
                ? new PartTag(text, null)
                : new PartTag(text.substring(0, end), text.substring(end + CHECKSUM.length()));
    }

    /** Both in one, which lies in a sealed object. */
    String text() {
        return checksum == null ? etag : etag + CHECKSUM + checksum;
    }
}
