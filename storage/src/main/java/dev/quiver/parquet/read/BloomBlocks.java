/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/** The blocks of one of Parquet's Bloom filters: eight words of 32 bits each, one bit of each word for a value. */
final class BloomBlocks {
    static final int BLOCK_BYTES = 32;

    private static final int[] SALT = {
        0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
    };

    private BloomBlocks() {}

    /** Whether a value with {@code hash} may have been put into {@code blocks}, which is a multiple of blocks long. */
    static boolean mayContain(byte[] blocks, long hash) {
        long count = blocks.length / BLOCK_BYTES;
        int block = (int) (((hash >>> 32) * count) >>> 32) * BLOCK_BYTES;
        int key = (int) hash;
        for (int word = 0; word < SALT.length; word++) {
            int bit = (key * SALT[word]) >>> 27;
            if ((LittleEndian.intAt(blocks, block + word * Integer.BYTES) >>> bit & 1) == 0) {
                return false;
            }
        }
        return true;
    }
}
