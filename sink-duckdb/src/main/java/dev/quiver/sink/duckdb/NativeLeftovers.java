/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Libraries that killed processes have left in the directory for temporary files: each process unpacks DuckDB's, of
 * more than 70 MB, and Arrow's, and removes them only when it ends in peace.
 */
final class NativeLeftovers {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLeftovers.class);
    private static final String NAMES = "{libduckdb_java*,jnilib-*.tmp}";
    /** What the maps of processes call them. */
    private static final Pattern LOADED = Pattern.compile("/(libduckdb_java|jnilib-)[^/]*$");

    /** A process has loaded what it unpacked long before. */
    private static final Duration AGE_MIN = Duration.ofMinutes(10);

    private NativeLeftovers() {}

    /** Removes those in {@code directory} that are older than a while at {@code now} and that no process has loaded. */
    static void remove(Path directory, Instant now) {
        Set<Path> loaded = loaded();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, NAMES)) {
            for (Path file : files) {
                if (!loaded.contains(file.toAbsolutePath()) && isOld(file, now)) {
                    remove(file);
                }
            }
        } catch (IOException e) {
            LOG.debug("could not look for libraries of killed processes: {}", e.getMessage());
        }
    }

    private static boolean isOld(Path file, Instant now) throws IOException {
        FileTime written = Files.getLastModifiedTime(file);
        return Files.isRegularFile(file) && written.toInstant().plus(AGE_MIN).isBefore(now);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
            LOG.info("removed {}, which a killed process has left", file);
        } catch (IOException e) {
            LOG.debug("could not remove {}: {}", file, e.getMessage());
        }
    }

    /** What the processes have loaded whose maps may be read. Deleting a loaded library would do no harm either. */
    private static Set<Path> loaded() {
        Set<Path> loaded = new HashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                addLoaded(process.resolve("maps"), loaded);
            }
        } catch (IOException e) {
            LOG.debug("this system does not say what is loaded: {}", e.getMessage());
        }
        return loaded;
    }

    private static void addLoaded(Path maps, Set<Path> loaded) {
        try {
            for (String line : Files.readAllLines(maps)) {
                int path = line.indexOf('/');
                String file = path < 0 ? "" : line.substring(path).replace(" (deleted)", "");
                if (LOADED.matcher(file).find()) {
                    loaded.add(Path.of(file));
                }
            }
        } catch (IOException e) {
            LOG.debug("could not read {}", maps);
        }
    }
}
