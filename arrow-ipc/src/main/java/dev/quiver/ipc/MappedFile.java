/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.jspecify.annotations.Nullable;

/** A local file in memory, in windows since a buffer cannot hold more than 2 GiB. */
final class MappedFile implements FileSource {
    private static final int WINDOW_BITS = 30;
    private static final int WINDOW_BYTES = 1 << WINDOW_BITS;

    private final long fileBytes;
    private List<MappedByteBuffer> windows;

    MappedFile(Path file) throws IOException {
        List<MappedByteBuffer> mapped = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            this.fileBytes = channel.size();
            for (long start = 0; start < fileBytes; start += WINDOW_BYTES) {
                mapped.add(
                        channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(WINDOW_BYTES, fileBytes - start)));
            }
        }
        this.windows = List.copyOf(mapped);
    }

    @Override
    public long size() {
        return fileBytes;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(position, length, fileBytes);
        if (windows.isEmpty() && length > 0) {
            throw new IOException("the file is already closed");
        }
        int done = 0;
        while (done < length) {
            MappedByteBuffer window = windows.get((int) ((position + done) >>> WINDOW_BITS));
            int from = (int) ((position + done) & (WINDOW_BYTES - 1));
            int taken = Math.min(length - done, window.capacity() - from);
            window.get(from, target, offset + done, taken);
            done += taken;
        }
    }

    /**
     * The {@code length} bytes from {@code position} on where they are mapped, for reading only: writing to them would
     * end the JVM. They stay mapped until the buffer is closed. Null where one buffer cannot have them, or the address
     * of a buffer is not known.
     */
    @Nullable
    ArrowBuf mapped(long position, int length, BufferAllocator allocator) {
        int first = (int) (position >>> WINDOW_BITS);
        boolean isInOneWindow = length > 0 && first == (position + length - 1) >>> WINDOW_BITS;
        if (!isInOneWindow || windows.isEmpty() || !PlatformDependent.hasUnsafe()) {
            return null;
        }
        MappedByteBuffer window = windows.get(first);
        long address = PlatformDependent.directBufferAddress(window) + (position & (WINDOW_BYTES - 1));
        return allocator
                .wrapForeignAllocation(new Mapping(length, address, window))
                .writerIndex(length);
    }

    /** Bytes that belong to a window, which stays mapped as long as it is referred to from here. */
    private static final class Mapping extends ForeignAllocation {
        @SuppressWarnings("UnusedVariable") // what nobody refers to is not mapped any more
        private @Nullable MappedByteBuffer window;

        Mapping(int length, long address, MappedByteBuffer window) {
            super(length, address);
            this.window = window;
        }

        @Override
        protected void release0() {
            window = null;
        }
    }

    @Override
    public void close() {
        windows = List.of();
    }
}
