/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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

    @Override
    public void close() {
        windows = List.of();
    }
}
