/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.parquet.PageSpill;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where pages of open files go when the heap has no room for them: a local file, made when it is first needed, and
 * deleted when this is closed. One thread, but for reading and giving room back.
 */
final class Spill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spill.class);

    private final Path directory;
    private final long bytesMax;
    private volatile @Nullable PageSpill file;
    private boolean unusable;
    private volatile boolean full;

    /** A spill of up to {@code bytesMax} bytes in {@code directory}; of none if that is 0. */
    Spill(Path directory, long bytesMax) {
        this.directory = directory;
        this.bytesMax = bytesMax;
    }

    /** The file, or null where there is none: files then end early. */
    @Nullable
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    PageSpill file() {
        if (file == null && bytesMax > 0 && !unusable) {
            try {
                file = new PageSpill(directory, bytesMax);
                LOG.info("pages of open files go to a file in {} from now on, up to {} bytes", directory, bytesMax);
            } catch (IOException e) {
                unusable = true;
                LOG.warn("no pages can go to {}, files will end early instead: {}", directory, e.toString());
            }
        }
        return full ? null : file;
    }

    /** Takes no more pages, since {@code failure} says that the file cannot; those that are there stay. */
    void giveUp(IOException failure) {
        full = true;
        LOG.warn("no more pages can go to {}, files will end early instead: {}", directory, failure.toString());
    }

    /** Puts {@code bytes} into the file; returns where, or -1 if there is no room. */
    long put(byte[] bytes) {
        PageSpill target = file();
        long position = target == null ? -1 : target.reserve(bytes.length);
        if (target == null || position < 0) {
            return -1;
        }
        try {
            target.write(bytes, position);
            return position;
        } catch (IOException e) {
            target.release(position, bytes.length);
            giveUp(e);
            return -1;
        }
    }

    /** The {@code length} bytes at {@code position}. Several threads may read. */
    byte[] get(long position, int length) throws IOException {
        PageSpill source = file;
        if (source == null) {
            throw new IOException("the spill file in " + directory + " is closed");
        }
        return source.read(position, length);
    }

    /** Gives the room of {@code length} bytes at {@code position} back. */
    void free(long position, int length) {
        PageSpill target = file;
        if (target != null) {
            target.release(position, length);
        }
    }

    /** Bytes in the file. */
    long usedBytes() {
        PageSpill known = file;
        return known == null ? 0 : known.usedBytes();
    }

    /** Deletes the file; all writers must be closed. Idempotent. */
    @Override
    public void close() {
        PageSpill closed = file;
        if (closed == null) {
            return;
        }
        try {
            closed.close();
        } catch (IOException e) {
            LOG.warn("could not delete the spill file in {}: {}", directory, e.toString());
        }
        file = null;
        unusable = true;
    }
}
