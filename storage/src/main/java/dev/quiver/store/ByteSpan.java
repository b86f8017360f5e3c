/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

/**
 * Bytes of an object, one after the other.
 *
 * @param offset of the first one
 * @param length how many; may be 0
 */
public record ByteSpan(long offset, int length) {
    public ByteSpan {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("span of " + length + " bytes from " + offset + " is negative");
        }
    }

    /** One past the last byte. */
    public long end() {
        return offset + length;
    }
}
