/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The archives that this build has made, and the examples that lie beside them. */
final class Archives {
    private Archives() {}

    /** The archive of the Parquet sink. */
    static Path sinkParquet() {
        return only(root().resolve("sink-parquet/target"), "quiver-sink-parquet-");
    }

    /** The archive of the DuckDB sink. */
    static Path sinkDuckDb() {
        return only(root().resolve("sink-duckdb/target"), "quiver-sink-duckdb-");
    }

    /** The archive of the merge source. */
    static Path sourceMerge() {
        return only(root().resolve("source-merge/target"), "quiver-source-merge-");
    }

    /** The archive of the converters. */
    static Path converters() {
        return only(root().resolve("converters/target"), "quiver-converters-");
    }

    /** The archive with every plugin. */
    static Path all() {
        return only(root().resolve("distribution/target"), "quiver-kafka-connect-");
    }

    /** The directory of example configurations. */
    static Path examples() {
        return root().resolve("config-examples");
    }

    /** The directory that holds the parent pom. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException(
                        "no project above " + Path.of("").toAbsolutePath());
            }
        }
        return directory;
    }

    private static Path only(Path directory, String prefix) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> archives = files.filter(
                            file -> file.getFileName().toString().startsWith(prefix)
                                    && file.getFileName().toString().endsWith(".zip"))
                    .toList();
            if (archives.size() != 1) {
                throw new IllegalStateException(
                        "there must be one " + prefix + "*.zip in " + directory + " but there are " + archives);
            }
            return archives.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("could not list " + directory, e);
        }
    }
}
