/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.column.Encoding;

/** How a page refers to the entries of its column chunk's dictionary. */
@SuppressWarnings("deprecation") // the old name, which readers of the first version know
final class DictionaryIds {
    private DictionaryIds() {}

    /** Appends {@code ids}, all below {@code entryCount}, and returns the name that {@code profile} has for this. */
    static Encoding encode(IntBuffer ids, int entryCount, Profile profile, PageBytes target) {
        int bitWidth = HybridEncoding.bitWidth(entryCount - 1);
        target.writeByte(bitWidth);
        HybridEncoding.encode(ids.array(), ids.size(), bitWidth, target);
        return switch (profile) {
            case COMPATIBLE -> Encoding.PLAIN_DICTIONARY;
            case MODERN -> Encoding.RLE_DICTIONARY;
        };
    }

    /** The encoding of the dictionary itself. */
    static Encoding ofEntries(Profile profile) {
        return switch (profile) {
            case COMPATIBLE -> Encoding.PLAIN_DICTIONARY;
            case MODERN -> Encoding.PLAIN;
        };
    }
}
