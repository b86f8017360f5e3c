/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A local file for finished pages of row groups that are not complete and for other bytes of files in the making,
 * shared by the files of a task. Room that is given back is used again, so that the file is never longer than its
 * limit. Its name is gone as soon as it is open where the system allows that, so that not even a killed JVM leaves it
 * behind; else it is deleted when it is closed. Several threads may use it, each its own ranges. An interrupt does not
 * close it, as it would a channel, for it is shared.
 */
public final class PageSpill implements AutoCloseable {
    private final Path path;
    /** Guarded by itself. */
    private final RandomAccessFile file;

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
        this.path = Files.createTempFile(directory, "quiver-pages-", ".spill");
        this.file = new RandomAccessFile(path.toFile(), "rw");
        deleteEarly();
        free.put(0L, bytesMax);
    }

    private void deleteEarly() {
        try {
            Files.delete(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
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
        synchronized (file) {
            file.seek(position);
            file.write(bytes);
        }
    }

    /** The {@code length} bytes at {@code position}. */
    public byte[] read(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        synchronized (file) {
            file.seek(position);
            try {
                file.readFully(bytes);
            } catch (EOFException e) {
                throw new IOException("spill file ends before byte " + (position + length) + " of " + bytesMax, e);
            }
        }
        return bytes;
    }

    /** Deletes the file. Idempotent. */
    @Override
    public void close() throws IOException {
        synchronized (file) {
            file.close();
        }
        Files.deleteIfExists(path);
    }
}
