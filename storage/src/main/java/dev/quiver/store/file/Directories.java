/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * How directories of a store are made and kept.
 *
 * @param sync whether entries are forced to the device, so that they outlive a crash of the machine
 */
record Directories(boolean sync) {
    /** Makes {@code directory} and whatever is missing above it. */
    void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent == null) {
            throw new NotDirectoryException(directory.toString());
        }
        make(parent);
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw new NotDirectoryException(directory.toString());
            }
        }
        force(parent);
    }

    /** Makes the entries of {@code directory} durable. */
    void force(Path directory) throws IOException {
        if (!sync) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Renames the complete file {@code temporary} to {@code target}, replacing what was there. */
    void moveToKey(Path temporary, Path target) throws IOException {
        make(FileStore.directoryOf(target));
        if (Files.isDirectory(target)) {
            throw new NotDirectoryException(target + " is a directory, other keys lie below it");
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
