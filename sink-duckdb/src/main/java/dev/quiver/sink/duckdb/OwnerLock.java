/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

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

    @SuppressWarnings({"FieldCanBeLocal", "UnusedVariable"}) // lives as long as the channel is open
    private final FileLock owner;

    private FileLock unknown;
    /** Transactions that may be in the file already while the text is of the time before. */
    private int hiddenCount;

    private boolean isClosed;

    private OwnerLock(Path database, FileChannel channel, FileLock owner, FileLock unknown) {
        this.database = database;
        this.channel = channel;
        this.owner = owner;
        this.unknown = unknown;
    }

    /** What others may read. */
    interface Text {
        String read() throws SQLException;
    }

    /** What is done with the file. */
    private interface Access {
        void run() throws IOException, SQLException;
    }

    private static Path beside(Path database) {
        return database.resolveSibling(database.getFileName() + SUFFIX);
    }

    /**
     * Refuses {@code file} if it is the database of a sink, which another file must not take the place of.
     *
     * @throws DatabaseException if it is
     */
    static void requireNoDatabase(Path file) throws DatabaseException {
        if (Files.exists(beside(file))) {
            throw DatabaseException.lasting(file + " is the database of a sink, as " + beside(file) + " says");
        }
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

    /** From now on nobody may read what was published, until {@link #publish} or for ever. */
    synchronized void hide() throws IOException {
        try {
            uninterrupted(() -> {
                if (!unknown.isValid()) {
                    unknown = channel.lock(UNKNOWN, 1, false);
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e); // nothing was asked of a database
        }
        hiddenCount++;
    }

    /** What {@link #hide} announced did not happen, or nobody knows; the text stays hidden until the next one. */
    synchronized void leaveHidden() {
        hiddenCount--;
    }

    /** Lets others read {@code text}, which takes the place of what was there, unless more is about to change. */
    synchronized void publish(Text text) throws IOException, SQLException {
        hiddenCount = Math.max(0, hiddenCount - 1);
        uninterrupted(() -> {
            if (!unknown.isValid()) {
                unknown = channel.lock(UNKNOWN, 1, false);
            }
            write(text.read().getBytes(StandardCharsets.UTF_8));
            if (hiddenCount == 0) {
                unknown.release();
            }
        });
    }

    /** The same for somebody who changes nothing: others read {@code text} unless they could before, or soon can. */
    synchronized void announce(Text text) throws IOException, SQLException {
        uninterrupted(() -> {
            if (unknown.isValid() && hiddenCount == 0) {
                write(text.read().getBytes(StandardCharsets.UTF_8));
                unknown.release();
            }
        });
    }

    private void write(byte[] bytes) throws IOException {
        channel.truncate(TEXT);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long position = TEXT;
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
    }

    /** A thread that is interrupted closes the files that it uses, and the lock would go with the file. */
    private static void uninterrupted(Access access) throws IOException, SQLException {
        boolean wasInterrupted = Thread.interrupted();
        try {
            access.run();
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
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
                throw DatabaseException.passing("the owner of " + database + " does not say what it has", null);
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
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            close(channel);
            disclaim(database);
        }
    }
}
