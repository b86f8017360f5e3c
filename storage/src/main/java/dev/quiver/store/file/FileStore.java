/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.ObjectKey;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import dev.quiver.store.VersionedObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files below a root directory, which many processes may share. Bytes are staged in the hidden directory
 * {@value #STAGING} below the same root and renamed at publication, so that neither a crash nor a full disk leaves half
 * an object. Unlike in a bucket, a key cannot be both an object and the beginning of other keys' paths.
 */
public final class FileStore implements ObjectStore {
    /** The directory of staged bytes; no key starts with it. */
    static final String STAGING = ".quiver-staging";

    /** Staged bytes that nobody touched for so long belong to a process that died. */
    static final Duration STAGED_AGE_MAX = Duration.ofDays(1);

    private static final Logger log = LoggerFactory.getLogger(FileStore.class);

    private final Path root;
    private final Path staging;
    private final Directories directories;
    private final Set<StagedFile> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private FileStore(Path root, boolean sync) {
        this.root = root;
        this.staging = root.resolve(STAGING);
        this.directories = new Directories(sync);
    }

    /**
     * Opens the store below {@code root} and removes staged bytes that dead processes left there more than a day ago.
     * The directory is created when the first object is staged; a store that is only read may be read-only.
     *
     * @param sync whether publication waits until the object would outlive a crash of the machine, not only of the
     *     process
     * @throws StoreException if {@code root} is there and no directory
     */
    @MustBeClosed
    public static FileStore open(Path root, boolean sync) throws StoreException {
        return open(root, sync, Clock.systemUTC());
    }

    @MustBeClosed
    static FileStore open(Path root, boolean sync, Clock clock) throws StoreException {
        FileStore store = new FileStore(root.toAbsolutePath().normalize(), sync);
        if (Files.exists(store.root) && !Files.isDirectory(store.root)) {
            throw StoreException.permanent("could not open " + store + ": it is not a directory", null);
        }
        store.sweep(clock.instant().minus(STAGED_AGE_MAX));
        return store;
    }

    @Override
    public List<StoredObject> list(String prefix) throws StoreException {
        requireOpen();
        ObjectKey.requireValidPrefix(prefix);
        String directory = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
        Listing listing = new Listing(root, staging, prefix);
        try {
            Path start = directory.isEmpty() ? root : resolve(directory);
            if (Files.isDirectory(start)) {
                Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, listing);
            }
        } catch (IOException e) {
            throw FileErrors.storeException("could not list " + this + "/" + prefix, e);
        }
        listing.found().sort(Comparator.comparing(StoredObject::key, ObjectKey.ORDER));
        return List.copyOf(listing.found());
    }

    @Override
    public @Nullable StoredObject stat(String key) throws StoreException {
        requireOpen();
        Path path = resolve(key);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() ? storedObject(key, attributes) : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            if (isBelowFile(path)) {
                return null;
            }
            throw FileErrors.storeException("could not stat " + key, e);
        }
    }

    @Override
    public byte[] read(String key, long offset, int length) throws StoreException {
        requireOpen();
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("range of " + length + " bytes from " + offset + " is negative");
        }
        Path path = resolve(key);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (offset > file.length() - length) {
                throw new EOFException("the object has only " + file.length() + " bytes");
            }
            byte[] bytes = new byte[length];
            file.seek(offset);
            file.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw FileErrors.storeException("could not read " + length + " bytes of " + key + " from " + offset, e);
        }
    }

    @Override
    @MustBeClosed
    public StagedObject stage(String key) throws StoreException {
        requireOpen();
        Path target = resolve(key);
        try {
            directories.make(staging);
            Path temporary = staging.resolve(UUID.randomUUID().toString());
            StagedFile staged = new StagedFile(key, temporary, target, directories, open::remove);
            open.add(staged);
            if (closed) {
                staged.close();
            }
            return staged;
        } catch (IOException e) {
            throw FileErrors.storeException("could not stage " + key, e);
        }
    }

    @Override
    public void publish(SealedObject sealed) throws StoreException {
        requireOpen();
        sealedFiles().publish(sealed, resolve(sealed.key()));
    }

    @Override
    public void abort(SealedObject sealed) throws StoreException {
        requireOpen();
        ObjectKey.requireValid(sealed.key());
        sealedFiles().abort(sealed);
    }

    /** Those that are sealed; others end with their process, and {@link #open} removes what is left when it is old. */
    @Override
    public Uploads uploads(String prefix, Predicate<String> keys) throws StoreException {
        requireOpen();
        ObjectKey.requireValidPrefix(prefix);
        try {
            List<Path> found = sealedFiles().find(key -> key.startsWith(prefix) && keys.test(key));
            return () -> abort(found);
        } catch (IOException e) {
            throw FileErrors.storeException("could not list what is staged below " + this, e);
        }
    }

    private int abort(List<Path> uploads) throws StoreException {
        int count = 0;
        try {
            for (Path upload : uploads) {
                count += SealedFiles.remove(upload) ? 1 : 0;
            }
        } catch (IOException e) {
            throw FileErrors.storeException("could not abort what is staged below " + this, e);
        }
        return count;
    }

    @Override
    public @Nullable VersionedObject readVersioned(String key) throws StoreException {
        requireOpen();
        return new VersionedFiles(staging, directories).read(key, resolve(key));
    }

    @Override
    public String writeVersioned(String key, byte[] content, @Nullable String expected) throws StoreException {
        requireOpen();
        Path target = resolve(key);
        VersionedObject.requireFits(key, content);
        return new VersionedFiles(staging, directories).write(key, target, content, expected);
    }

    private SealedFiles sealedFiles() {
        return new SealedFiles(staging, directories);
    }

    @Override
    public void delete(String key) throws StoreException {
        requireOpen();
        Path path = resolve(key);
        try {
            if (Files.isRegularFile(path)) {
                Files.deleteIfExists(path);
                directories.force(directoryOf(path));
            }
        } catch (IOException e) {
            throw FileErrors.storeException("could not delete " + key, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(open).forEach(StagedFile::close);
    }

    /** The URI of the root directory. */
    @Override
    public String toString() {
        return "file://" + root;
    }

    /** The object in a file with {@code attributes}; time and inode tell it from one that it replaced. */
    static StoredObject storedObject(String key, BasicFileAttributes attributes) {
        long modifiedNs = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        String version = attributes.size() + "-" + Long.toHexString(modifiedNs) + "-" + attributes.fileKey();
        return new StoredObject(key, attributes.size(), version);
    }

    private void sweep(Instant before) {
        if (!Files.isDirectory(staging)) {
            return;
        }
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(staging)) {
            for (Path leftover : leftovers) {
                if (isStaged(leftover)
                        && Files.getLastModifiedTime(leftover).toInstant().isBefore(before)
                        && Files.deleteIfExists(leftover)) {
                    log.info("removed {}, staged by a process that is gone", leftover);
                }
            }
        } catch (IOException e) {
            log.warn("could not sweep {}; old staged files stay until the next start", staging, e);
        }
    }

    private static boolean isStaged(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(SealedFiles.KEY_SUFFIX)) {
            String sealed = name.substring(0, name.length() - SealedFiles.KEY_SUFFIX.length());
            return !Files.exists(file.resolveSibling(sealed));
        }
        return !name.endsWith(SealedFiles.SUFFIX) && !name.startsWith(VersionedFiles.LOCK_PREFIX);
    }

    /** The file of {@code key}; the JVM must be able to put the key's characters into a file name. */
    private Path resolve(String key) throws StoreException {
        ObjectKey.requireValid(key);
        if (key.equals(STAGING) || key.startsWith(STAGING + "/")) {
            throw new IllegalArgumentException("key '" + key + "' lies in the staging directory");
        }
        try {
            return root.resolve(key);
        } catch (InvalidPathException e) {
            String locale = System.getProperty("sun.jnu.encoding");
            String message = "could not name a file " + key + " with this JVM's locale (" + locale + "): ";
            throw StoreException.permanent(message + e.getReason(), e);
        }
    }

    static Path directoryOf(Path object) {
        return Objects.requireNonNull(object.getParent(), "a key lies below the root");
    }

    private boolean isBelowFile(Path path) {
        for (Path above = path.getParent(); above != null && !above.equals(root); above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return true;
            }
        }
        return false;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is already closed");
        }
    }
}
