/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import dev.quiver.store.ObjectKey;
import dev.quiver.store.StoredObject;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Gathers the files below a root whose key starts with a prefix, passing over directories that cannot hold one. */
final class Listing extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Path staging;
    private final String prefix;
    private final List<StoredObject> found = new ArrayList<>();

    Listing(Path root, Path staging, String prefix) {
        this.root = root;
        this.staging = staging;
        this.prefix = prefix;
    }

    /** What was found, in no particular order. */
    List<StoredObject> found() {
        return found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        if (directory.equals(root)) {
            return FileVisitResult.CONTINUE;
        }
        String below = key(directory) + "/";
        boolean mayHold = below.startsWith(prefix) || prefix.startsWith(below);
        return mayHold && !directory.equals(staging) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String key = key(file);
        if (attributes.isRegularFile() && key.startsWith(prefix) && ObjectKey.isValid(key)) {
            found.add(FileStore.storedObject(key, attributes));
        }
        return FileVisitResult.CONTINUE;
    }

    /** What vanishes while we look was deleted, or renamed, and that is no failure. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    private String key(Path path) {
        StringJoiner key = new StringJoiner("/");
        root.relativize(path).forEach(name -> key.add(name.toString()));
        return key.toString();
    }
}
