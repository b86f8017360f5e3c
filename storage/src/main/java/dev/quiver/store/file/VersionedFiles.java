/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import dev.quiver.store.StoreException;
import dev.quiver.store.VersionedObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Small files that are replaced only by whoever knows what is in them. The version of a file is the digest of its
 * content; a lock file that all processes share makes look and replacement one step.
 */
record VersionedFiles(Path staging, Directories directories) {
    /** The beginning of the names of lock files. No sweep removes them: a new file would be another lock. */
    static final String LOCK_PREFIX = "lock-";

    /** Keys share locks, so that their files do not become many. */
    private static final int LOCKS = 64;

    private static final Duration LOCK_WITHIN = Duration.ofSeconds(30);
    private static final long LOCK_POLL_MS = 5;

    /** The content of {@code target} with its version, or null when there is none. */
    @Nullable
    VersionedObject read(String key, Path target) throws StoreException {
        try {
            if (Files.size(target) > VersionedObject.BYTES_MAX) {
                throw StoreException.permanent(
                        "could not read " + key + ": it has more than " + VersionedObject.BYTES_MAX + " bytes", null);
            }
            byte[] content = Files.readAllBytes(target);
            return new VersionedObject(content, version(content));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw e instanceof StoreException known ? known : FileErrors.storeException("could not read " + key, e);
        }
    }

    /** Replaces the content of {@code target} if its version is {@code expected}. */
    String write(String key, Path target, byte[] content, @Nullable String expected) throws StoreException {
        try {
            directories.make(staging);
            Path lock = staging.resolve(LOCK_PREFIX + Math.floorMod(key.hashCode(), LOCKS));
            // Whoever closes a file drops every lock that his process has on it, so threads come one after the other.
            // All class loaders of a JVM share interned text, and nothing else that we could make here.
            synchronized (("dev.quiver " + lock.toAbsolutePath()).intern()) {
                return writeLocked(key, target, content, expected, lock);
            }
        } catch (IOException e) {
            throw e instanceof StoreException known ? known : FileErrors.storeException("could not write " + key, e);
        }
    }

    @SuppressWarnings("try") // the lock is held, not used
    private String writeLocked(String key, Path target, byte[] content, @Nullable String expected, Path lock)
            throws IOException {
        String version = version(content);
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock(channel, key)) {
            VersionedObject found = read(key, target);
            if (found != null && found.version().equals(version)) {
                return version;
            }
            String foundVersion = found == null ? null : found.version();
            if (expected == null ? foundVersion != null : !expected.equals(foundVersion)) {
                throw StoreException.conflict("could not write " + key + ": somebody else wrote it", null);
            }
            replace(target, content);
            return version;
        }
    }

    private void replace(Path target, byte[] content) throws IOException {
        Path temporary = staging.resolve(UUID.randomUUID().toString());
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            if (directories.sync()) {
                file.force(true);
            }
        }
        directories.make(FileStore.directoryOf(target));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        directories.force(FileStore.directoryOf(target));
    }

    /** A lock is refused to other threads of this JVM with an exception, to other processes with null. */
    private static FileLock lock(FileChannel channel, String key) throws IOException {
        long deadlineNs = System.nanoTime() + LOCK_WITHIN.toNanos();
        while (true) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() > deadlineNs) {
                throw StoreException.retriable(
                        "could not write " + key + ": its lock was not free within " + LOCK_WITHIN.toSeconds() + " s",
                        null);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOCK_POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw StoreException.retriable("could not write " + key + ": interrupted", e);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String version(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
