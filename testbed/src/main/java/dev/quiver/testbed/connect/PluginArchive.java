/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An installed plugin archive.
 *
 * @param owner the user name of the owner
 * @param name the name of the plugin
 * @param version the version of the plugin
 * @param title the title of the plugin
 * @param licenses the names of its licenses
 * @param directory where it is installed now
 */
public record PluginArchive(
        String owner, String name, String version, String title, List<String> licenses, Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the licenses. */
    public PluginArchive {
        licenses = List.copyOf(licenses);
    }

    /**
     * Installs {@code zip} the way {@code confluent connect plugin install} does: the first {@code manifest.json}
     * exactly
     * one directory deep says what it is, {@code <plugins>/<owner>-<name>} is replaced by the content of the archive's
     * directory {@code <owner>-<name>-<version>}.
     *
     * @throws IllegalArgumentException if the archive is not what the installer takes
     */
    public static PluginArchive install(Path zip, Path plugins) {
        try (ZipFile archive = new ZipFile(zip.toFile())) {
            JsonNode manifest = manifest(archive, zip);
            String owner = required(manifest.path("owner").path("username"), "owner.username", zip);
            required(manifest.path("owner").path("name"), "owner.name", zip);
            String name = required(manifest.path("name"), "name", zip);
            String version = required(manifest.path("version"), "version", zip);
            String title = required(manifest.path("title"), "title", zip);
            List<String> licenses = licenses(manifest, zip);
            if (Files.exists(plugins.resolve(name))) {
                throw new IllegalArgumentException(zip + ": " + plugins.resolve(name) + " is in the way");
            }
            Path directory = plugins.resolve(owner + "-" + name);
            remove(directory);
            unzip(archive, owner + "-" + name + "-" + version + "/", directory, zip);
            return new PluginArchive(owner, name, version, title, licenses, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("could not install " + zip + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode manifest(ZipFile archive, Path zip) throws IOException {
        ZipEntry entry = archive.stream()
                .filter(candidate -> candidate.getName().matches("[^/]+/manifest\\.json"))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(zip + " has no manifest.json exactly one directory deep"));
        try (InputStream in = archive.getInputStream(entry)) {
            return JSON.readTree(in);
        }
    }

    private static String required(JsonNode value, String field, Path zip) {
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new IllegalArgumentException(zip + ": the manifest has no " + field);
        }
        return value.asText();
    }

    private static List<String> licenses(JsonNode manifest, Path zip) {
        List<String> licenses = new ArrayList<>();
        for (JsonNode license : manifest.path("license")) {
            licenses.add(required(license.path("name"), "license.name", zip));
        }
        if (licenses.isEmpty()) {
            throw new IllegalArgumentException(zip + ": the manifest has no license");
        }
        return licenses;
    }

    private static void unzip(ZipFile archive, String prefix, Path directory, Path zip) throws IOException {
        Enumeration<? extends ZipEntry> entries = archive.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (!entry.getName().startsWith(prefix)) {
                throw new IllegalArgumentException(zip + ": entry " + entry.getName() + " is not in " + prefix);
            }
            Path target = directory
                    .resolve(entry.getName().substring(prefix.length()))
                    .normalize();
            if (!target.startsWith(directory.normalize())) {
                throw new IllegalArgumentException(zip + ": entry " + entry.getName() + " leads out of the archive");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            try (InputStream in = archive.getInputStream(entry)) {
                Files.copy(in, target);
            }
        }
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(directory)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
