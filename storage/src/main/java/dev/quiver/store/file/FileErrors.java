/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import dev.quiver.store.StoreException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;

/** The one place that decides which failures of a file system may pass: all but those that name a lasting cause. */
final class FileErrors {
    /** A full disk is not among them: somebody else may free it. */
    private static final List<Class<? extends Exception>> PERMANENT = List.of(
            AccessDeniedException.class,
            AtomicMoveNotSupportedException.class,
            EOFException.class,
            FileNotFoundException.class,
            FileSystemLoopException.class,
            NoSuchFileException.class,
            NotDirectoryException.class,
            ReadOnlyFileSystemException.class);

    private FileErrors() {}

    /** The failure to do {@code operation}, as in {@code could not write logs/0.parquet}, because of {@code cause}. */
    static StoreException storeException(String operation, Exception cause) {
        String message = operation + ": " + reason(cause);
        return PERMANENT.stream().anyMatch(type -> type.isInstance(cause))
                ? StoreException.permanent(message, cause)
                : StoreException.retriable(message, cause);
    }

    /** Exceptions of a file system carry its own words apart from the path, and say nothing but the path without. */
    private static String reason(Exception cause) {
        String words = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        String type = cause.getClass().getSimpleName();
        return words == null ? type : cause instanceof IOException ? words : type + ": " + words;
    }
}
