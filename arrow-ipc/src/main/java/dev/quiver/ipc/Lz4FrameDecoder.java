/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Decodes LZ4 frames into exactly as many bytes as were promised. Blocks that refer to those before them, as other
 * writers make them, are understood; nothing is read or written outside the given ranges.
 */
final class Lz4FrameDecoder {
    static final int MAGIC = 0x184D2204;

    private static final int VERSION_MASK = 0xc0;
    private static final int VERSION = 0x40;
    private static final int INDEPENDENT = 0x20;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;
    private static final int RESERVED_OR_DICTIONARY = 0x03;
    private static final int UNCOMPRESSED = 0x8000_0000;
    private static final int BLOCK_BYTES_MAX = 4 << 20;
    private static final int HEADER_BYTES = 7;

    private static final XXHash32 HASH = XXHashFactory.fastestJavaInstance().hash32();

    private final byte[] source;
    private final int end;
    private final byte[] target;
    private int position;
    private int written;

    private Lz4FrameDecoder(ByteRange source, byte[] target) {
        this.source = source.bytes();
        this.position = source.start();
        this.end = source.end();
        this.target = target;
    }

    /**
     * Fills {@code target} with what the one frame that is {@code source} holds.
     *
     * @throws MalformedIpcException if it holds more or less, or is no frame
     */
    static void decode(ByteRange source, byte[] target) {
        new Lz4FrameDecoder(source, target).frame();
    }

    private void frame() {
        need(HEADER_BYTES);
        if (LittleEndian.intAt(source, position) != MAGIC) {
            throw malformed("it does not begin as one");
        }
        int flags = source[position + Integer.BYTES];
        int descriptor = position + Integer.BYTES;
        if ((flags & VERSION_MASK) != VERSION || (flags & RESERVED_OR_DICTIONARY) != 0) {
            throw malformed("flags " + (flags & 0xff) + " are unsupported");
        }
        boolean sized = (flags & CONTENT_SIZE) != 0;
        int headerBytes = HEADER_BYTES + (sized ? Long.BYTES : 0);
        need(headerBytes);
        if (sized && LittleEndian.longAt(source, position + HEADER_BYTES - 1) != target.length) {
            throw malformed("it promises other than " + target.length + " bytes");
        }
        position += headerBytes;
        int checksum = HASH.hash(source, descriptor, position - 1 - descriptor, 0) >>> 8 & 0xff;
        if (checksum != (source[position - 1] & 0xff)) {
            throw malformed("its header's checksum is wrong");
        }
        while (block(flags)) {
            need(Integer.BYTES);
        }
        if ((flags & CONTENT_CHECKSUM) != 0) {
            checkHash(target, 0, target.length);
        }
        if (position != end || written != target.length) {
            throw malformed("it holds " + written + " of " + target.length + " bytes and has " + (end - position)
                    + " behind it");
        }
    }

    /** Decodes the next block; false at the end mark. */
    private boolean block(int flags) {
        need(Integer.BYTES);
        int header = LittleEndian.intAt(source, position);
        position += Integer.BYTES;
        if (header == 0) {
            return false;
        }
        int size = header & ~UNCOMPRESSED;
        if (size > BLOCK_BYTES_MAX) {
            throw malformed("a block of " + size + " bytes passes the limit of " + BLOCK_BYTES_MAX);
        }
        need(size);
        int start = position;
        if ((header & UNCOMPRESSED) != 0) {
            room(size);
            System.arraycopy(source, position, target, written, size);
            written += size;
        } else {
            sequences(start + size, (flags & INDEPENDENT) != 0 ? written : 0);
        }
        position = start + size;
        if ((flags & BLOCK_CHECKSUM) != 0) {
            checkHash(source, start, size);
        }
        return true;
    }

    /** Decodes literals and matches up to {@code blockEnd}; matches reach back to {@code floor} at most. */
    private void sequences(int blockEnd, int floor) {
        while (position < blockEnd) {
            int token = source[position++] & 0xff;
            int literals = token >>> 4;
            if (literals == 15) {
                literals = lengthened(literals, blockEnd);
            }
            if (literals > blockEnd - position) {
                throw malformed("literals of " + literals + " bytes pass the end of their block");
            }
            room(literals);
            System.arraycopy(source, position, target, written, literals);
            position += literals;
            written += literals;
            if (position == blockEnd) {
                return;
            }
            if (blockEnd - position < Short.BYTES) {
                throw malformed("a block ends within a match");
            }
            int distance = LittleEndian.shortAt(source, position) & 0xffff;
            position += Short.BYTES;
            int length = token & 15;
            copy(distance, (length == 15 ? lengthened(length, blockEnd) : length) + 4, floor);
        }
    }

    private int lengthened(int start, int blockEnd) {
        int length = start;
        int more;
        do {
            if (position >= blockEnd) {
                throw malformed("a block ends within a length");
            }
            more = source[position++] & 0xff;
            length += more;
        } while (more == 0xff);
        return length;
    }

    private void copy(int distance, int length, int floor) {
        if (distance == 0 || distance > written - floor) {
            throw malformed("a match reaches " + distance + " bytes back from byte " + written);
        }
        room(length);
        int from = written - distance;
        int copied = Math.min(distance, length);
        System.arraycopy(target, from, target, written, copied);
        while (copied < length) {
            int next = Math.min(copied, length - copied);
            System.arraycopy(target, written, target, written + copied, next);
            copied += next;
        }
        written += length;
    }

    private void checkHash(byte[] bytes, int start, int size) {
        need(Integer.BYTES);
        if (HASH.hash(bytes, start, size, 0) != LittleEndian.intAt(source, position)) {
            throw malformed("a checksum is wrong");
        }
        position += Integer.BYTES;
    }

    private void need(int bytes) {
        if (bytes > end - position) {
            throw malformed("it ends at byte " + (end - position) + " of " + bytes);
        }
    }

    private void room(int bytes) {
        if (bytes > target.length - written) {
            throw malformed("it holds more than the " + target.length + " bytes promised");
        }
    }

    private static MalformedIpcException malformed(String reason) {
        return new MalformedIpcException("malformed LZ4 frame: " + reason);
    }
}
