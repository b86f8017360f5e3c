/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/** Writes LZ4 frames: independent blocks, content size, no checksum but the header's. */
final class Lz4FrameEncoder {
    private static final int HEADER_BYTES = 15;
    private static final int END_BYTES = 4;

    /** Version 1, independent blocks, content size. */
    private static final int FLAGS = 0x68;

    private static final int BLOCK_BYTES = 4 << 20;
    /** Blocks of 4 MiB at most; of 64 KiB, where one is enough, so that readers need less room. */
    private static final int LARGE_BLOCKS = 0x70;

    private static final int SMALL_BLOCKS = 0x40;
    private static final int SMALL_BLOCK_BYTES = 64 << 10;
    private static final int UNCOMPRESSED = 0x8000_0000;

    private static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();

    private Lz4FrameEncoder() {}

    /** Bytes that a frame of {@code size} bytes never passes. */
    static long bound(int size) {
        int blocks = size / BLOCK_BYTES + 1;
        return HEADER_BYTES + END_BYTES + (long) size + size / 255 + (long) blocks * (Integer.BYTES + 16);
    }

    /** Writes a frame of {@code source} from {@code start} of {@code target} on; where it ends. */
    static int encode(ByteRange source, byte[] target, int start) {
        LittleEndian.putInt(target, start, Lz4FrameDecoder.MAGIC);
        target[start + 4] = FLAGS;
        target[start + 5] = (byte) (source.size() <= SMALL_BLOCK_BYTES ? SMALL_BLOCKS : LARGE_BLOCKS);
        LittleEndian.putLong(target, start + 6, source.size());
        int hash = XXHashFactory.fastestJavaInstance().hash32().hash(target, start + 4, HEADER_BYTES - 5, 0);
        target[start + HEADER_BYTES - 1] = (byte) (hash >>> 8);
        int at = start + HEADER_BYTES;
        for (int from = source.start(); from < source.end(); from += BLOCK_BYTES) {
            at = block(source, from, target, at);
        }
        LittleEndian.putInt(target, at, 0);
        return at + END_BYTES;
    }

    private static int block(ByteRange source, int from, byte[] target, int at) {
        int size = Math.min(BLOCK_BYTES, source.end() - from);
        int data = at + Integer.BYTES;
        int compressed = COMPRESSOR.compress(source.bytes(), from, size, target, data, target.length - data);
        if (compressed < size) {
            LittleEndian.putInt(target, at, compressed);
            return data + compressed;
        }
        LittleEndian.putInt(target, at, size | UNCOMPRESSED);
        System.arraycopy(source.bytes(), from, target, data, size);
        return data + size;
    }
}
