/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where a file's messages lie, by its footer. */
final class FileFooter {
    /** How a file begins and ends. */
    static final byte[] MAGIC = {'A', 'R', 'R', 'O', 'W', '1'};

    private static final int HEAD_BYTES = 8;
    private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;
    private static final int BLOCK_BYTES = 24;
    private static final int ALIGNMENT = 8;

    private final ByteRange file;
    private final ByteRange range;
    private final FlatTable table;

    /** The footer of the file that is all of {@code file}. */
    FileFooter(ByteRange file) {
        this.file = file;
        if (file.size() < HEAD_BYTES + TAIL_BYTES) {
            throw new MalformedIpcException("file: " + file.size() + " bytes are too few");
        }
        int magic = file.end() - MAGIC.length;
        if (!startsWithMagic(new ByteRange(file.bytes(), magic, file.end()))) {
            throw new MalformedIpcException("file: it does not end with ARROW1, so it is not whole");
        }
        int size = LittleEndian.intAt(file.bytes(), magic - Integer.BYTES);
        if (size < 0 || size > file.size() - HEAD_BYTES - TAIL_BYTES) {
            throw new MalformedIpcException(
                    "file: a footer of " + (size & 0xffff_ffffL) + " bytes does not fit " + file.size() + " bytes");
        }
        int end = magic - Integer.BYTES;
        this.range = new ByteRange(file.bytes(), end - size, end);
        this.table = FlatTable.root(file.bytes(), range.start(), end, "footer");
        Message.checkVersion(table, table.shortAt(0, 0));
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

    /** The dictionary batches in the footer's order, then the record batches in theirs. */
    List<Message> messages() {
        List<Block> blocks = blocks(2, "dictionaries");
        int dictionaryCount = blocks.size();
        blocks.addAll(blocks(3, "record batches"));
        checkApart(blocks);
        List<Message> messages = new ArrayList<>(blocks.size());
        for (Block block : blocks) {
            Message.Kind kind = messages.size() < dictionaryCount ? Message.Kind.DICTIONARY : Message.Kind.BATCH;
            messages.add(message(block, kind));
        }
        return messages;
    }

    private List<Block> blocks(int slot, String name) {
        FlatTable.Vector vector = table.vector(slot, BLOCK_BYTES, name);
        List<Block> blocks = new ArrayList<>(vector.count());
        for (int index = 0; index < vector.count(); index++) {
            int at = vector.position() + index * BLOCK_BYTES;
            Block block = new Block(
                    LittleEndian.longAt(table.bytes(), at),
                    LittleEndian.intAt(table.bytes(), at + 8),
                    LittleEndian.longAt(table.bytes(), at + 16));
            checkInside(block);
            blocks.add(block);
        }
        return blocks;
    }

    private void checkInside(Block block) {
        int last = range.start() - file.start();
        boolean inside = block.offset >= HEAD_BYTES
                && block.metadataBytes >= 2 * Integer.BYTES
                && block.bodyBytes >= 0
                && block.offset <= last
                && block.bodyBytes <= last
                && block.end() <= last;
        if (!inside) {
            throw table.malformed(block + " lies outside the " + last + " bytes before the footer");
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

    private Message message(Block block, Message.Kind kind) {
        int start = file.start() + (int) block.offset;
        int metadataEnd = start + block.metadataBytes;
        int first = LittleEndian.intAt(file.bytes(), start);
        boolean continued = first == -1;
        int length = continued ? LittleEndian.intAt(file.bytes(), start + Integer.BYTES) : first;
        int metadataStart = start + (continued ? 2 * Integer.BYTES : Integer.BYTES);
        if (length < 0 || length > metadataEnd - metadataStart) {
            throw table.malformed(block + " holds metadata of " + (length & 0xffff_ffffL) + " bytes");
        }
        Message message = Message.parse(
                new ByteRange(file.bytes(), metadataStart, metadataStart + length),
                new ByteRange(file.bytes(), metadataEnd, metadataEnd + (int) block.bodyBytes));
        if (message.kind() != kind) {
            throw table.malformed(block + " holds a " + message.kind() + " instead of a " + kind);
        }
        return message;
    }

    /** A message's place in the file. */
    private record Block(long offset, int metadataBytes, long bodyBytes) {
        long end() {
            return offset + metadataBytes + bodyBytes;
        }

        @Override
        public String toString() {
            return "the block at " + offset + " of " + metadataBytes + " + " + bodyBytes + " bytes";
        }
    }
}
