/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import dev.quiver.store.SealedObject;
import dev.quiver.store.SealedObject.SealedPart;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file in the staging directory that is renamed to its key at the end. */
final class StagedFile implements StagedObject {
    private static final Logger log = LoggerFactory.getLogger(StagedFile.class);

    /** Gathers the small writes of a file's footer; large ones pass it by. */
    private static final int BUFFER_BYTES = 16 * 1024;

    private enum State {
        OPEN,
        /** Bytes are missing, or may be. */
        LOST,
        /** All bytes are durable under the temporary name. */
        WRITTEN,
        /** All bytes are durable under a name that no sweep removes. */
        SEALED,
        /** Visible, but perhaps not yet durable. */
        RENAMED,
        PUBLISHED,
        CLOSED
    }

    private final String key;
    private final Path temporary;
    private final Path target;
    private final Directories directories;
    private final Consumer<StagedFile> whenClosed;
    private final FileOutputStream file;
    private final BufferedOutputStream buffered;
    private State state = State.OPEN;
    private @Nullable StoreException failure;
    private @Nullable SealedObject sealed;
    private long position;

    /**
     * Creates the file {@code temporary}.
     *
     * @param whenClosed told once, when this object ends
     */
    StagedFile(String key, Path temporary, Path target, Directories directories, Consumer<StagedFile> whenClosed)
            throws IOException {
        this.key = key;
        this.temporary = temporary;
        this.target = target;
        this.directories = directories;
        this.whenClosed = whenClosed;
        this.file = new FileOutputStream(temporary.toFile());
        this.buffered = new BufferedOutputStream(file, BUFFER_BYTES);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) throws StoreException {
        Objects.checkFromIndexSize(offset, length, source.length);
        requireUsable();
        requireUnsealed();
        if (state != State.OPEN) {
            throw new IllegalStateException(key + " is already being published");
        }
        try {
            buffered.write(source, offset, length);
            position += length;
        } catch (IOException e) {
            throw lose(e);
        }
    }

    @Override
    public synchronized long position() {
        requireOpen();
        return position;
    }

    @Override
    public synchronized void publish() throws StoreException {
        requireUsable();
        requireUnsealed();
        if (state == State.OPEN) {
            finish();
        }
        try {
            if (state == State.WRITTEN) {
                rename();
            }
            if (state == State.RENAMED) {
                directories.force(FileStore.directoryOf(target));
                state = State.PUBLISHED;
            }
        } catch (IOException e) {
            throw FileErrors.storeException("could not publish " + key, e);
        }
    }

    @Override
    public synchronized SealedObject seal() throws StoreException {
        requireUsable();
        if (sealed != null) {
            return sealed;
        }
        if (state == State.OPEN) {
            finish();
        }
        if (state != State.WRITTEN) {
            throw new IllegalStateException(key + " is already being published");
        }
        try {
            String version = SealedFiles.version(Files.readAttributes(temporary, BasicFileAttributes.class));
            SealedFiles.describe(temporary, key);
            Files.move(temporary, SealedFiles.path(temporary), StandardCopyOption.ATOMIC_MOVE);
            state = State.SEALED;
            directories.force(FileStore.directoryOf(temporary));
            String id = temporary.getFileName().toString();
            sealed = new SealedObject(key, id, id, List.of(new SealedPart(1, version, position)));
            return sealed;
        } catch (IOException e) {
            throw lose(e);
        }
    }

    @Override
    public synchronized void close() {
        if (state == State.CLOSED) {
            return;
        }
        boolean visible = state == State.RENAMED || state == State.PUBLISHED || state == State.SEALED;
        state = State.CLOSED;
        try {
            file.close();
            if (!visible) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            log.warn("could not remove {}, the staged bytes of {}; a later start will", temporary, key, e);
        } finally {
            whenClosed.accept(this);
        }
    }

    /** Writes out everything. A failed sync may drop the bytes it was to save, so nobody may ask for it twice. */
    private void finish() throws StoreException {
        try {
            buffered.flush();
            if (directories.sync()) {
                file.getFD().sync();
            }
            file.close();
            state = State.WRITTEN;
        } catch (IOException e) {
            throw lose(e);
        }
    }

    private void rename() throws IOException {
        directories.moveToKey(temporary, target);
        state = State.RENAMED;
    }

    private StoreException lose(IOException cause) {
        state = State.LOST;
        failure = FileErrors.storeException("could not write " + key + " at byte " + position, cause);
        return failure;
    }

    private void requireUsable() throws StoreException {
        requireOpen();
        if (failure != null) {
            String message = "could not go on with " + key + ": " + failure.getMessage();
            throw failure.isRetriable()
                    ? StoreException.retriable(message, failure)
                    : StoreException.permanent(message, failure);
        }
    }

    private void requireUnsealed() {
        if (state == State.SEALED) {
            throw new IllegalStateException(key + " is already sealed");
        }
    }

    private void requireOpen() {
        if (state == State.CLOSED) {
            throw new IllegalStateException(key + " is already closed");
        }
    }
}
