/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import dev.quiver.store.ObjectKey;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Complete files that wait in the staging directory to be renamed. A sealed object is known by the version its file
 * has, which a rename does not change: so a publication that was performed is recognised.
 */
record SealedFiles(Path staging, Directories directories) {
    /** The end of the names of sealed files. No sweep removes them. */
    static final String SUFFIX = ".sealed";

    /** Where the complete staged file {@code temporary} goes when it is sealed. */
    static Path path(Path temporary) {
        return temporary.resolveSibling(temporary.getFileName() + SUFFIX);
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
            directories.force(FileStore.directoryOf(target));
        } catch (IOException e) {
            throw FileErrors.storeException("could not publish " + sealed.key(), e);
        }
    }

    /** Removes the file of {@code sealed}, if it is still there. */
    void abort(SealedObject sealed) throws StoreException {
        try {
            Files.deleteIfExists(file(sealed));
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
