/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of its own for servers, data and logs: {@code target/testbed/<name>}, emptied when it is opened. After
 * {@link #close} it is removed, unless a test failed meanwhile, {@link #keep} was called or the system property
 * {@value #KEEP_PROPERTY} is set.
 */
public final class WorkDirectory implements AutoCloseable {
    /** When set, no work directory is ever removed. */
    public static final String KEEP_PROPERTY = "quiver.testbed.keep";

    private final Path path;
    private final long failureCountAtOpen;
    private volatile boolean kept = System.getProperty(KEEP_PROPERTY) != null;

    private WorkDirectory(Path path) {
        this.path = path;
        this.failureCountAtOpen = TestOutcomes.failureCount();
    }

    /** An empty directory {@code target/testbed/<name>} of the current module. */
    public static WorkDirectory named(String name) {
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("not a name for a work directory: " + name);
        }
        return at(Path.of("target", "testbed", name));
    }

    /** An empty directory at {@code path}; what was there is removed. */
    public static WorkDirectory at(Path path) {
        Path absolute = path.toAbsolutePath();
        remove(absolute);
        try {
            Files.createDirectories(absolute);
        } catch (IOException e) {
            throw new UncheckedIOException("could not create " + absolute, e);
        }
        return new WorkDirectory(absolute);
    }

    /** The directory, absolute. */
    public Path path() {
        return path;
    }

    /** The directory or file {@code name} inside; not created. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Keeps everything after {@link #close}. */
    public void keep() {
        kept = true;
    }

    /** Gives the directory up: removed once it is known that no test failed. */
    @Override
    public void close() {
        if (!kept) {
            TestOutcomes.whenKnown(failureCountAtOpen, () -> remove(path));
        }
    }

    private static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + directory + ": " + e.getMessage(), e);
        }
    }
}
