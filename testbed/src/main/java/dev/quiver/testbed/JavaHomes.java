/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Where the Java installations are that workers run on. */
public final class JavaHomes {
    /** Names the directory of JDK 25. */
    public static final String JDK25_PROPERTY = "quiver.jdk25.home";
    /** When {@code required}, a missing JDK 25 is a failure, otherwise the test is skipped. */
    public static final String REQUIRED_PROPERTY = "it.jdk25";

    private static final String JDK25_VARIABLE = "JDK25_HOME";
    private static final Path INSTALLATIONS = Path.of("/usr/lib/jvm");

    private JavaHomes() {}

    /** The Java that runs this. */
    public static Path running() {
        return Path.of(System.getProperty("java.home"));
    }

    /**
     * JDK 25: the one named by {@value #JDK25_PROPERTY} or the environment variable {@code JDK25_HOME}, or one that is
     * installed under {@code /usr/lib/jvm}. Skips the calling test when there is none, or fails it with
     * {@code -Dit.jdk25=required}.
     */
    public static Path jdk25() {
        Path found = find(System.getProperty(JDK25_PROPERTY), System.getenv(JDK25_VARIABLE));
        if (found != null) {
            return found;
        }
        String reason = "no JDK 25 in -D" + JDK25_PROPERTY + ", " + JDK25_VARIABLE + " or " + INSTALLATIONS;
        if ("required".equals(System.getProperty(REQUIRED_PROPERTY))) {
            throw new IllegalStateException(reason);
        }
        return Assumptions.abort(reason);
    }

    private static @Nullable Path find(@Nullable String property, @Nullable String variable) {
        String named = property != null ? property : variable;
        if (named != null) {
            Path home = Path.of(named);
            if (!isVersion25(home)) {
                throw new IllegalStateException(home + " is not the home of a JDK 25");
            }
            return home;
        }
        if (!Files.isDirectory(INSTALLATIONS)) {
            return null;
        }
        try (Stream<Path> homes = Files.list(INSTALLATIONS)) {
            Optional<Path> first = homes.filter(JavaHomes::isVersion25).sorted().findFirst();
            return first.orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException("could not list " + INSTALLATIONS, e);
        }
    }

    private static boolean isVersion25(Path home) {
        Path release = home.resolve("release");
        try {
            return Files.isRegularFile(release) && Files.readString(release).contains("JAVA_VERSION=\"25");
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + release, e);
        }
    }
}
