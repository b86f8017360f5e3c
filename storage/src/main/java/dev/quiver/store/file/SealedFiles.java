/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import dev.quiver.store.ObjectKey;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Complete files that wait in the staging directory to be renamed. A sealed object is known by the version its file
 * has, which a rename does not change: so a publication that was performed is recognised.
 */
record SealedFiles(Path staging, Directories directories) {
    /** The end of the names of sealed files. No sweep removes them. */
    static final String SUFFIX = ".sealed";

    /** The end of the names of the files that have the key of a sealed one beside them. */
    static final String KEY_SUFFIX = ".key";

    /** Where the complete staged file {@code temporary} goes when it is sealed. */
    static Path path(Path temporary) {
        return temporary.resolveSibling(temporary.getFileName() + SUFFIX);
    }

    /** Says beside the complete staged file {@code temporary}, which is sealed next, that {@code key} is its. */
    static void describe(Path temporary, String key) throws IOException {
        Files.writeString(keyPath(path(temporary)), key);
    }

    private static Path keyPath(Path file) {
        return file.resolveSibling(file.getFileName() + KEY_SUFFIX);
    }

    /** The sealed files whose keys {@code keys} accepts. */
    List<Path> find(Predicate<String> keys) throws IOException {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(staging)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(staging, "*" + SUFFIX)) {
            for (Path file : files) {
                if (keys.test(key(file))) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** The key of the sealed file {@code file}, or an empty text if somebody has just published or removed it. */
    private static String key(Path file) throws IOException {
        try {
            return Files.readString(keyPath(file));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Removes the sealed file {@code file}; says whether it was there. */
    static boolean remove(Path file) throws IOException {
        boolean isRemoved = Files.deleteIfExists(file);
        Files.deleteIfExists(keyPath(file));
        return isRemoved;
    }

    /** Renames the file of {@code sealed} to {@code target}, unless that has happened. */
    void publish(SealedObject sealed, Path target) throws StoreException {
        try {
            directories.moveToKey(file(sealed), target);
        } catch (NoSuchFileException e) {
            if (!isVisible(sealed, target)) {
                throw StoreException.gone(
                        "could not publish " + sealed.key() + ": its bytes are gone from " + staging, e);
            }
        } catch (IOException e) {
            throw FileErrors.storeException("could not publish " + sealed.key(), e);
        }
        try {
            Files.deleteIfExists(keyPath(file(sealed)));
            directories.force(FileStore.directoryOf(target));
        } catch (IOException e) {
            throw FileErrors.storeException("could not publish " + sealed.key(), e);
        }
    }

    /** Removes the file of {@code sealed}, if it is still there. */
    void abort(SealedObject sealed) throws StoreException {
        try {
            remove(file(sealed));
        } catch (IOException e) {
            throw FileErrors.storeException("could not abort " + sealed.key(), e);
        }
    }

    private Path file(SealedObject sealed) {
        String name = sealed.uploadId();
        if (name.contains("/") || !ObjectKey.isValid(name)) {
            throw new IllegalArgumentException("upload id '" + name + "' is none of a file store");
        }
        return path(staging.resolve(name));
    }

    private static boolean isVisible(SealedObject sealed, Path target) throws StoreException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(target, BasicFileAttributes.class);
            return version(attributes).equals(sealed.parts().get(0).etag());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw FileErrors.storeException("could not stat " + sealed.key(), e);
        }
    }

    /** What tells a file from any other one that has or had its name. */
    static String version(BasicFileAttributes attributes) {
        return FileStore.storedObject("any", attributes).version();
    }
}
