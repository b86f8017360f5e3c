/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * NOTICE names every library that an archive bundles under its licence, and nothing else. Its sections begin with
 * {@code == <SPDX expression> ==}, its entries are {@code - groupId:artifactId}. The archives are those that this build
 * has made: the tests need at least {@code mvn package}.
 */
final class LicensesTest {
    private static final Path NOTICE = Path.of("NOTICE");
    private static final List<String> MODULES_WITH_ARCHIVES =
            List.of("converters", "sink-parquet", "sink-duckdb", "source-merge", "distribution");
    private static final Set<String> OURS = Set.of(
            "arrow-ipc", "converters", "storage", "store-settings", "sink-parquet", "sink-duckdb", "source-merge");

    /** The version is what begins with the first digit behind a hyphen. */
    private static final Pattern JAR = Pattern.compile("(.+/)?(?<artifact>.+?)-\\d[\\w.-]*\\.jar");

    @Test
    void noticeListsExactlyWhatTheArchivesBundle() throws IOException {
        Set<String> bundled = new TreeSet<>();
        for (String module : MODULES_WITH_ARCHIVES) {
            bundled.addAll(artifactsIn(archive(module)));
        }
        bundled.removeAll(OURS);
        assertThat(noticed().keySet())
                .as("libraries in NOTICE, which must be those that the archives bundle")
                .extracting(coordinates -> coordinates.substring(coordinates.indexOf(':') + 1))
                .containsExactlyInAnyOrderElementsOf(bundled);
    }

    @Test
    void theArchiveWithEverythingHasWhatEachPluginHas() throws IOException {
        for (String module : MODULES_WITH_ARCHIVES) {
            assertThat(artifactsIn(archive("distribution"))).containsAll(artifactsIn(archive(module)));
        }
    }

    @Test
    void everyLicenceIsKnownToGoWithOurs() {
        assertThat(noticed().values())
                .containsOnly(
                        "Apache-2.0",
                        "BSD-2-Clause",
                        "MIT",
                        "MIT-0",
                        "EPL-2.0 OR BSD-3-Clause",
                        "CDDL-1.0 OR GPL-2.0-only WITH Classpath-exception-2.0");
    }

    @Test
    void everyArchiveHasOurLicenceAndTheNotice() throws IOException {
        for (String module : MODULES_WITH_ARCHIVES) {
            assertThat(names(archive(module)))
                    .as("files in the archive of %s", module)
                    .anyMatch(name -> name.endsWith("/licenses/LICENSE"))
                    .anyMatch(name -> name.endsWith("/licenses/NOTICE"));
        }
    }

    /** Coordinates to licence. */
    private static Map<String, String> noticed() {
        Map<String, String> licences = new LinkedHashMap<>();
        String licence = "none";
        for (String line : Repository.read(NOTICE).split("\n", -1)) {
            if (line.startsWith("== ") && line.endsWith(" ==")) {
                licence = line.substring("== ".length(), line.length() - " ==".length());
            } else if (line.startsWith("- ")) {
                String previous = licences.put(line.substring("- ".length()), licence);
                assertThat(previous).as("licence of an earlier %s", line).isNull();
            }
        }
        return licences;
    }

    private static Path archive(String module) throws IOException {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve(module).resolve("target"))) {
            List<Path> archives =
                    files.filter(file -> file.toString().endsWith(".zip")).toList();
            assertThat(archives).as("archives of %s", module).hasSize(1);
            return archives.get(0);
        }
    }

    private static List<String> names(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    private static Set<String> artifactsIn(Path archive) throws IOException {
        Set<String> artifacts = new TreeSet<>();
        for (String name : names(archive)) {
            Matcher jar = JAR.matcher(name);
            if (jar.matches()) {
                artifacts.add(jar.group("artifact"));
            }
        }
        return artifacts;
    }
}
