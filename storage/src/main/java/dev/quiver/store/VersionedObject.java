/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

/**
 * A small object as somebody read it.
 *
 * @param content all of its bytes; not to be changed
 * @param version what {@link ObjectStore#writeVersioned} expects of whoever wants to replace just this content
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record VersionedObject(byte[] content, String version) {
    /** The most bytes that a versioned object may have. */
    public static final int BYTES_MAX = 4 << 20;

    /**
     * Refuses {@code content} that is too large for {@code key}.
     *
     * @throws StoreException permanently
     */
    public static void requireFits(String key, byte[] content) throws StoreException {
        if (content.length > BYTES_MAX) {
            throw StoreException.permanent(
                    "could not write " + key + ": " + content.length + " bytes are more than " + BYTES_MAX, null);
        }
    }
}
