/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to write a database file, held through a file beside it. DuckDB's own lock is one of the process: two class
 * loaders with a copy of DuckDB each would both get it and lose each other's rows. The lock that Java takes on the file
 * beside is seen by all class loaders and by other processes. The file stays when the lock goes.
 */
final class OwnerLock implements AutoCloseable {
    private static final String SUFFIX = ".lock";
    /** Whether there is an owner. */
    private static final long OWNER = 0;
    /** Whether the owner has not said yet what it owns: the offsets in the file are of nobody known. */
    private static final long UNKNOWN = 1;

    /** The text begins behind the bytes that are locked. */
    private static final long TEXT = 2;

    private static final int TEXT_BYTES_MAX = 16 << 20;

    /**
     * Begins the system properties that name the files which this JVM has open, of all class loaders. The operating
     * system gives all locks of a process on a file back when the process closes the file, however often it has it
     * open: nobody may open one that is.
     */
    private static final String OPEN = "dev.quiver.sink.duckdb.open.";

    private final Path database;
    private final FileChannel channel;
    private final FileLock owner;
    private final FileLock unknown;

    private OwnerLock(Path database, FileChannel channel, FileLock owner, FileLock unknown) {
        this.database = database;
        this.channel = channel;
        this.owner = owner;
        this.unknown = unknown;
    }

    private static Path beside(Path database) {
        return database.resolveSibling(database.getFileName() + SUFFIX);
    }

    private static boolean claim(Path database) {
        return System.getProperties().putIfAbsent(OPEN + database, "") == null;
    }

    private static void disclaim(Path database) {
        System.getProperties().remove(OPEN + database);
    }

    /**
     * Becomes the owner of {@code database}, which is absolute and without links.
     *
     * @throws DatabaseException if somebody else is
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the channel is closed here unless it is handed out
    static OwnerLock of(Path database) throws DatabaseException {
        if (!claim(database)) {
            throw DatabaseException.passing(
                    "another plugin or connector of this worker has the database " + database + " open", null);
        }
        FileChannel channel = null;
        OwnerLock lock = null;
        try {
            channel = FileChannel.open(
                    beside(database), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock owner = channel.tryLock(OWNER, 1, false);
            FileLock unknown = owner == null ? null : channel.tryLock(UNKNOWN, 1, false);
            if (owner == null || unknown == null) {
                throw DatabaseException.passing(
                        "another process has the database " + database + " open: it holds " + beside(database), null);
            }
            lock = new OwnerLock(database, channel, owner, unknown);
            return lock;
        } catch (OverlappingFileLockException e) {
            throw DatabaseException.passing(
                    "another plugin or connector of this worker has the database " + database + " open", e);
        } catch (IOException e) {
            throw DatabaseException.passing("could not lock " + beside(database) + ": " + e.getMessage(), e);
        } finally {
            if (lock == null) {
                if (channel != null) {
                    close(channel);
                }
                disclaim(database);
            }
        }
    }

    /** Lets others read {@code text}, which takes the place of what was there. */
    void publish(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        channel.truncate(TEXT);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long position = TEXT;
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
        if (unknown.isValid()) {
            unknown.release();
        }
    }

    /**
     * What the present owner of {@code database} has published.
     *
     * @throws DatabaseException if it has not yet, or there is no owner
     */
    static String published(Path database) throws DatabaseException {
        if (!claim(database)) {
            throw DatabaseException.passing("the owner of " + database + " is in this worker", null);
        }
        try {
            return publishedElsewhere(database);
        } finally {
            disclaim(database);
        }
    }

    private static String publishedElsewhere(Path database) throws DatabaseException {
        try (FileChannel channel =
                FileChannel.open(beside(database), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock known = channel.tryLock(UNKNOWN, 1, false);
            if (known == null) {
                throw DatabaseException.passing("the owner of " + database + " has not opened it yet", null);
            }
            // While this holds, no new owner can come: the text is that of an owner who is still there.
            FileLock owner = channel.tryLock(OWNER, 1, false);
            if (owner != null) {
                throw DatabaseException.passing("the owner of " + database + " has just gone", null);
            }
            return read(channel);
        } catch (OverlappingFileLockException e) {
            throw DatabaseException.passing("the owner of " + database + " is in this worker", e);
        } catch (IOException e) {
            throw DatabaseException.passing("could not read " + beside(database) + ": " + e.getMessage(), e);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        long bytes = Math.max(0, channel.size() - TEXT);
        if (bytes > TEXT_BYTES_MAX) {
            throw new IOException(bytes + " bytes are more than " + TEXT_BYTES_MAX);
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) bytes);
        while (buffer.hasRemaining() && channel.read(buffer, TEXT + buffer.position()) >= 0) {
            // reads on
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written through it.
        }
    }

    /** Gives the right back. */
    @Override
    public void close() {
        if (owner.isValid()) {
            close(channel);
            disclaim(database);
        }
    }
}
