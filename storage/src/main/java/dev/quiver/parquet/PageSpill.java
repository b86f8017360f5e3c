/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A local file for finished pages of row groups that are not complete and for other bytes of files in the making,
 * shared by the files of a task. Room that is given back is used again, so that the file is never longer than its
 * limit. Deleted when it is closed. Several threads may use it, each its own ranges.
 */
public final class PageSpill implements AutoCloseable {
    private final FileChannel channel;
    private final long bytesMax;
    /** Unused ranges, start to length; no two of them touch. */
    private final TreeMap<Long, Long> free = new TreeMap<>();

    private long usedBytes;

    /** An empty file in {@code directory} that takes up to {@code bytesMax} bytes. */
    @MustBeClosed
    public PageSpill(Path directory, long bytesMax) throws IOException {
        if (bytesMax < 1) {
            throw new IllegalArgumentException("a spill file must take at least 1 byte but the limit was " + bytesMax);
        }
        this.bytesMax = bytesMax;
        Path file = Files.createTempFile(directory, "quiver-pages-", ".spill");
        this.channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        free.put(0L, bytesMax);
    }

    /** Bytes of the pages in the file. */
    public synchronized long usedBytes() {
        return usedBytes;
    }

    /**
     * Takes room for {@code byteCount} bytes.
     *
     * @return where it begins, or -1 if there is not as much in one piece
     */
    public synchronized long reserve(long byteCount) {
        long start = firstFit(byteCount);
        if (start < 0) {
            return -1;
        }
        long left = Objects.requireNonNull(free.remove(start)) - byteCount;
        if (left > 0) {
            free.put(start + byteCount, left);
        }
        usedBytes += byteCount;
        return start;
    }

    private long firstFit(long byteCount) {
        for (Map.Entry<Long, Long> range : free.entrySet()) {
            if (range.getValue() >= byteCount) {
                return range.getKey();
            }
        }
        return -1;
    }

    /** Gives back the {@code byteCount} bytes from {@code start} on. */
    public synchronized void release(long start, long byteCount) {
        long from = start;
        long to = start + byteCount;
        Map.Entry<Long, Long> before = free.floorEntry(start);
        if (before != null && before.getKey() + before.getValue() == start) {
            from = before.getKey();
        }
        Long after = free.remove(to);
        if (after != null) {
            to += after;
        }
        free.put(from, to - from);
        usedBytes -= byteCount;
    }

    /** Writes all of {@code bytes} at {@code position}. */
    public void write(byte[] bytes, long position) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest, position + rest.position());
        }
    }

    /** The {@code length} bytes at {@code position}. */
    public byte[] read(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            if (channel.read(rest, position + rest.position()) < 0) {
                throw new EOFException("spill file ends before byte " + (position + length) + " of " + bytesMax);
            }
        }
        return bytes;
    }

    /** Deletes the file. Idempotent. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
