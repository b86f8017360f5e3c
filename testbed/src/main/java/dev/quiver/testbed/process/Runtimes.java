/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the build put other people's servers: {@code testbed/runtimes/<name>/target/lib} of the project that holds the
 * working directory, or below the directory named by the system property {@value #PROPERTY}.
 */
public final class Runtimes {
    /** Names the directory to use instead of {@code testbed/runtimes}. */
    public static final String PROPERTY = "quiver.testbed.runtimes";

    private Runtimes() {}

    /**
     * The directory with the archives of one server.
     *
     * @throws IllegalStateException if it was not built
     */
    public static Path lib(String name) {
        Path lib = root().resolve(name).resolve("target").resolve("lib");
        if (!Files.isDirectory(lib)) {
            throw new IllegalStateException(
                    lib + " is missing; build it with: mvn -q -pl testbed/runtimes/" + name + " package");
        }
        return lib;
    }

    private static Path root() {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        Path start = Path.of("").toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            Path runtimes = directory.resolve("testbed").resolve("runtimes");
            if (Files.isDirectory(runtimes)) {
                return runtimes;
            }
        }
        throw new IllegalStateException("no testbed/runtimes above " + start + "; set -D" + PROPERTY);
    }
}
