/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built project that this runs from.
 *
 * @param root the directory of the parent pom
 */
record Installation(Path root) {
    private static final long DISK_BYTES_MIN = 2L << 30;

    /**
     * The project that holds the working directory.
     *
     * @throws IllegalStateException if there is none, or its disk is nearly full; the message says what to do
     */
    static Installation find() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("the quickstart must run inside the project; use ./quickstart.sh");
            }
        }
        Installation installation = new Installation(directory);
        installation.checkDisk();
        return installation;
    }

    private void checkDisk() {
        try {
            long free = Files.getFileStore(root).getUsableSpace();
            if (free < DISK_BYTES_MIN) {
                throw new IllegalStateException("only " + (free >> 20) + " MiB are free below " + root + ", at least "
                        + (DISK_BYTES_MIN >> 20) + " are needed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not find out how much space is free below " + root, e);
        }
    }

    /** The archive with every plugin. */
    Path archive() {
        Path directory = root.resolve("distribution/target");
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> archives = files.filter(
                            file -> file.getFileName().toString().matches("quiver-kafka-connect-.*\\.zip"))
                    .toList();
            if (archives.size() != 1) {
                throw new IllegalStateException(
                        "there must be one quiver-kafka-connect-*.zip in " + directory + " but there are " + archives);
            }
            return archives.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("could not list " + directory + "; use ./quickstart.sh", e);
        }
    }

    /** Stored logs with their attributes, and {@code expected.jsonl.gz}, which has a line for each. */
    Path logs() {
        return root.resolve("source-merge/src/test/resources/o1-basic");
    }

    Path example(String name) {
        return root.resolve("config-examples").resolve(name);
    }
}
