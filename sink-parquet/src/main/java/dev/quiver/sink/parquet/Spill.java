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
 * deleted when this is closed. One thread.
 */
final class Spill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spill.class);

    private final Path directory;
    private final long bytesMax;
    private @Nullable PageSpill file;
    private boolean unusable;
    private boolean full;

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

    /** Bytes in the file. */
    long usedBytes() {
        return file == null ? 0 : file.usedBytes();
    }

    /** Deletes the file; all writers must be closed. Idempotent. */
    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("could not delete the spill file in {}: {}", directory, e.toString());
        }
        file = null;
        unusable = true;
    }
}
