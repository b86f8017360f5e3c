/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginArchiveTest {
    private static final String MANIFEST = """
            {"name": "sink", "title": "A sink", "version": "1.0", "owner": {"username": "me", "name": "Me"},
             "license": [{"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}]}
            """;

    private final Map<String, String> entries = new LinkedHashMap<>();

    @TempDir
    private Path directory;

    PluginArchiveTest() {
        entries.put("me-sink-1.0/lib/sink.jar", "jar");
        entries.put("me-sink-1.0/manifest.json", MANIFEST);
        entries.put("me-sink-1.0/doc/nested/manifest.json", "not this one");
    }

    @Test
    void anArchiveLosesItsOwnDirectory() throws IOException {
        PluginArchive installed = install();

        assertThat(installed.directory()).isEqualTo(plugins().resolve("me-sink"));
        assertThat(installed.directory().resolve("lib/sink.jar")).hasContent("jar");
        assertThat(installed.version()).isEqualTo("1.0");
        assertThat(installed.licenses()).containsExactly("Apache-2.0");
    }

    @Test
    void anOlderInstallationIsReplaced() throws IOException {
        install();
        Path stale = plugins().resolve("me-sink/lib/old.jar");
        Files.writeString(stale, "old");

        install();

        assertThat(stale).doesNotExist();
        assertThat(plugins().resolve("me-sink/lib/sink.jar")).exists();
    }

    @Test
    void aDirectoryOfAnotherNameIsRefused() {
        entries.put("sink/lib/other.jar", "jar");

        assertThatThrownBy(this::install)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("entry sink/lib/other.jar is not in me-sink-1.0/");
    }

    @Test
    void anEntryThatLeadsOutIsRefused() {
        entries.put("me-sink-1.0/../../evil", "x");

        assertThatThrownBy(this::install).hasMessageEndingWith("leads out of the archive");
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void anArchiveWithoutAManifestIsRefused() {
        entries.remove("me-sink-1.0/manifest.json");

        assertThatThrownBy(this::install).hasMessageEndingWith("has no manifest.json exactly one directory deep");
    }

    @Test
    void aManifestWithoutAnOwnerIsRefused() {
        entries.put("me-sink-1.0/manifest.json", MANIFEST.replace("username", "user"));

        assertThatThrownBy(this::install).hasMessageEndingWith("the manifest has no owner.username");
    }

    @Test
    void aManifestWithoutALicenseIsRefused() {
        entries.put("me-sink-1.0/manifest.json", MANIFEST.replace("\"license\"", "\"licence\""));

        assertThatThrownBy(this::install).hasMessageEndingWith("the manifest has no license");
    }

    @Test
    void aDirectoryWithTheBareNameIsInTheWay() throws IOException {
        Files.createDirectories(plugins().resolve("sink"));

        assertThatThrownBy(this::install).hasMessageEndingWith("is in the way");
    }

    private Path plugins() {
        return directory.resolve("plugins");
    }

    private PluginArchive install() throws IOException {
        Path zip = directory.resolve("a.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return PluginArchive.install(zip, plugins());
    }
}
