/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The data with ground truth among the resources of tests. */
public final class DataSets {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private DataSets() {}

    /** The directory of a set. */
    public static Path directory(String set) {
        return Path.of("src/test/resources").resolve(set).toAbsolutePath();
    }

    /** The logs that a set has, as {@link CanonicalLogs#text} has them. */
    public static List<String> expected(String set) throws IOException {
        List<String> lines = new ArrayList<>();
        Path file = directory(set).resolve("expected.jsonl.gz");
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null) {
                lines.add(CanonicalLogs.text(JSON.readTree(line)));
                line = reader.readLine();
            }
        }
        return lines;
    }

    /** Fails at the first difference: whole lists would fill the screen. */
    public static void assertSame(List<String> found, List<String> expected) {
        for (int index = 0; index < Math.min(found.size(), expected.size()); index++) {
            assertThat(found.get(index)).as("record %d", index).isEqualTo(expected.get(index));
        }
        assertThat(found).hasSameSizeAs(expected);
    }
}
