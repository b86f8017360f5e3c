/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file. */
final class FileSource implements RangeSource {
    /** A channel reads through memory off the heap, and keeps as much of it as was ever read at once. */
    private static final int READ_BYTES_MAX = 256 << 10;

    private final String name;
    private final FileChannel channel;
    private final long size;

    @MustBeClosed
    FileSource(Path file) throws IOException {
        this.name = file.toString();
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = sizeOrClose(channel);
    }

    private static long sizeOrClose(FileChannel owned) throws IOException {
        try {
            return owned.size();
        } catch (IOException e) {
            owned.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        while (target.position() < length) {
            target.limit(Math.min(length, target.position() + READ_BYTES_MAX));
            if (channel.read(target, offset + target.position()) < 0) {
                throw new EOFException("could not read " + length + " bytes from " + offset + " on of " + name
                        + ": it ends after " + channel.size());
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
