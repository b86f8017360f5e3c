/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where a file's messages lie, by its footer. */
final class FileFooter {
    /** How a file begins and ends. */
    static final byte[] MAGIC = {'A', 'R', 'R', 'O', 'W', '1'};

    /** Bytes before the first message. */
    static final int HEAD_BYTES = 8;

    /** Bytes behind the footer: its length and how a file ends. */
    static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

    private static final int BLOCK_BYTES = 24;
    private static final int ALIGNMENT = 8;

    private final ByteRange range;
    private final long position;
    private final FlatTable table;

    /** The footer that is all of {@code range}, and begins at {@code position} of its file. */
    FileFooter(ByteRange range, long position) {
        this.range = range;
        this.position = position;
        this.table = FlatTable.root(range.bytes(), range.start(), range.end(), "footer");
        Message.checkVersion(table, table.shortAt(0, 0));
    }

    /** The footer of the file that is all of {@code file}. */
    static FileFooter of(ByteRange file) {
        int size = size(file, file.size());
        int end = file.end() - TAIL_BYTES;
        return new FileFooter(new ByteRange(file.bytes(), end - size, end), (long) end - size - file.start());
    }

    /** The bytes of the footer of a file of {@code fileBytes} that ends as {@code end} does. */
    static int size(ByteRange end, long fileBytes) {
        if (fileBytes < HEAD_BYTES + TAIL_BYTES) {
            throw new MalformedIpcException("file: " + fileBytes + " bytes are too few");
        }
        int magic = end.end() - MAGIC.length;
        if (!startsWithMagic(new ByteRange(end.bytes(), magic, end.end()))) {
            throw new MalformedIpcException("file: it does not end with ARROW1, so it is not whole");
        }
        int size = LittleEndian.intAt(end.bytes(), magic - Integer.BYTES);
        if (size < 0 || size > fileBytes - HEAD_BYTES - TAIL_BYTES) {
            throw new MalformedIpcException(
                    "file: a footer of " + (size & 0xffff_ffffL) + " bytes does not fit " + fileBytes + " bytes");
        }
        return size;
    }

    /** Whether {@code range} begins as a file does. */
    static boolean startsWithMagic(ByteRange range) {
        for (int index = 0; index < MAGIC.length; index++) {
            if (range.size() <= index || range.bytes()[range.start() + index] != MAGIC[index]) {
                return false;
            }
        }
        return true;
    }

    /** The footer's own bytes. */
    ByteRange range() {
        return range;
    }

    /** The schema's table. */
    FlatTable schema() {
        return table.requiredTable(1, "schema");
    }

    /** Where the dictionary batches are, in the footer's order, none of them overlapping anything. */
    List<Block> dictionaries() {
        return blocks().stream()
                .filter(block -> block.kind == Message.Kind.DICTIONARY)
                .toList();
    }

    /** Where the record batches are, in their order, none of them overlapping anything. */
    List<Block> batches() {
        return blocks().stream()
                .filter(block -> block.kind == Message.Kind.BATCH)
                .toList();
    }

    /** The dictionary batches in the footer's order, then the record batches in theirs. */
    List<Block> blocks() {
        List<Block> blocks = blocks(2, Message.Kind.DICTIONARY, "dictionaries");
        blocks.addAll(blocks(3, Message.Kind.BATCH, "record batches"));
        checkApart(blocks);
        return blocks;
    }

    private List<Block> blocks(int slot, Message.Kind kind, String name) {
        FlatTable.Vector vector = table.vector(slot, BLOCK_BYTES, name);
        List<Block> blocks = new ArrayList<>(vector.count());
        for (int index = 0; index < vector.count(); index++) {
            int at = vector.position() + index * BLOCK_BYTES;
            Block block = new Block(
                    kind,
                    LittleEndian.longAt(table.bytes(), at),
                    LittleEndian.intAt(table.bytes(), at + 8),
                    LittleEndian.longAt(table.bytes(), at + 16));
            checkInside(block);
            blocks.add(block);
        }
        return blocks;
    }

    private void checkInside(Block block) {
        boolean inside = block.offset >= HEAD_BYTES
                && block.metadataBytes >= 2 * Integer.BYTES
                && block.bodyBytes >= 0
                && block.offset <= position
                && block.bodyBytes <= position
                && block.end() <= position;
        if (!inside) {
            throw table.malformed(block + " lies outside the " + position + " bytes before the footer");
        }
        if (block.offset % ALIGNMENT != 0) {
            throw table.malformed(block + " does not begin at a multiple of " + ALIGNMENT);
        }
    }

    private void checkApart(List<Block> blocks) {
        List<Block> sorted = new ArrayList<>(blocks);
        sorted.sort(Comparator.comparingLong(Block::offset));
        for (int index = 1; index < sorted.size(); index++) {
            if (sorted.get(index - 1).end() > sorted.get(index).offset) {
                throw table.malformed(sorted.get(index) + " overlaps " + sorted.get(index - 1));
            }
        }
    }

    /**
     * A message's place in the file, which is known to lie within it.
     *
     * @param kind what the footer says it is
     * @param offset where it begins
     * @param metadataBytes bytes before the body, with their prefix
     * @param bodyBytes bytes of the body
     */
    record Block(Message.Kind kind, long offset, int metadataBytes, long bodyBytes) {
        long end() {
            return offset + metadataBytes + bodyBytes;
        }

        /** Bytes of the message, which are taken of {@code budget} and fit an array. */
        int arrayBytes(ByteBudget budget) {
            long size = metadataBytes + bodyBytes;
            budget.take(size, "a message");
            if (size > Integer.MAX_VALUE - Long.BYTES) {
                throw malformed("is more than fits an array");
            }
            return (int) size;
        }

        /** The message, which is all of {@code bytes}. */
        Message message(ByteRange bytes) {
            int start = bytes.start();
            int metadataEnd = start + metadataBytes;
            int first = LittleEndian.intAt(bytes.bytes(), start);
            boolean continued = first == -1;
            int length = continued ? LittleEndian.intAt(bytes.bytes(), start + Integer.BYTES) : first;
            int metadataStart = start + (continued ? 2 * Integer.BYTES : Integer.BYTES);
            if (length < 0 || length > metadataEnd - metadataStart) {
                throw malformed("holds metadata of " + (length & 0xffff_ffffL) + " bytes");
            }
            Message message = Message.parse(
                    new ByteRange(bytes.bytes(), metadataStart, metadataStart + length),
                    new ByteRange(bytes.bytes(), metadataEnd, bytes.end()));
            if (message.kind() != kind) {
                throw malformed("holds a " + message.kind() + " instead of a " + kind);
            }
            return message;
        }

        private MalformedIpcException malformed(String reason) {
            return new MalformedIpcException("footer: " + this + " " + reason);
        }

        @Override
        public String toString() {
            return "the block at " + offset + " of " + metadataBytes + " + " + bodyBytes + " bytes";
        }
    }
}
