/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Pairs of a schema and a value, and what they are in Connect and in Avro again. {@code -Dgolden.update=true} writes
 * the expectations anew, whose changes then have to be looked at.
 */
final class AvroCorpusTest {
    private static final int PAIRS_MIN = 150;
    private static final String GOLDEN = "avro-corpus.golden";

    /** A pair, and how it is converted. */
    record Pair(
            String name,
            AvroOptions options,
            org.apache.avro.Schema avro,
            @Nullable Object value,
            boolean isLossy) {
        byte[] bytes() {
            return GenericAvro.write(avro, value);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(AvroCorpusTest.class.getResourceAsStream("/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Stream<Pair> pairs() throws IOException {
        JsonNode all = new ObjectMapper().readTree(resource("avro-corpus.json"));
        return StreamSupport.stream(all.spliterator(), false).map(AvroCorpusTest::pair);
    }

    private static Pair pair(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.path("options").forEach(name -> names.add(name.asText()));
        AvroOptions options = new AvroOptions(
                names.contains("enhanced"),
                !names.contains("no-metadata"),
                names.contains("generalized"),
                false,
                false,
                names.contains("discard-doc"),
                names.contains("optional-keys"),
                !names.contains("keep-singletons"));
        org.apache.avro.Schema avro = AvroSchemas.parse(node.path("avro").toString());
        Object value = GenericAvro.parse(avro, node.path("json").toString());
        return new Pair(
                node.path("name").asText(),
                options,
                avro,
                value,
                node.path("lossy").asBoolean());
    }

    private static String found(Pair pair) {
        SchemaAndValue read = read(pair);
        String back = read.schema() == null
                ? "none"
                : new ConnectToAvro(pair.options()).of(read.schema()).toString();
        return "  schema " + ConnectText.schema(read.schema()) + "\n  value  " + ConnectText.value(read.value())
                + "\n  back   " + back + "\n";
    }

    private static SchemaAndValue read(Pair pair) {
        Schema schema = new AvroToConnect(pair.options()).of(pair.avro(), null);
        return WriterSchema.of(pair.avro(), schema).read(pair.bytes(), 0, new AvroCursor());
    }

    private static Map<String, String> golden() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        String name = "";
        for (String line : resource(GOLDEN).split("\n", -1)) {
            if (!line.startsWith(" ")) {
                name = line;
            } else {
                expected.merge(name, line + "\n", String::concat);
            }
        }
        return expected;
    }

    @Test
    void everyPairBecomesWhatIsExpected() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        for (Pair pair : pairs().toList()) {
            assertThat(found.put(pair.name(), found(pair))).as(pair.name()).isNull();
        }
        if (Boolean.getBoolean("golden.update")) {
            StringBuilder text = new StringBuilder();
            found.forEach((name, lines) -> text.append(name).append('\n').append(lines));
            Files.writeString(Path.of("src/test/resources", GOLDEN), text);
        }
        assertThat(found).hasSizeGreaterThanOrEqualTo(PAIRS_MIN).isEqualTo(golden());
    }

    /** Avro's own reader, and from its objects the way that other converters go. */
    @Test
    void everyValueIsTheOneThatAvroReads() throws IOException {
        assertThat(pairs()).allSatisfy(pair -> {
            SchemaAndValue read = read(pair);
            Object expected =
                    GenericToConnect.value(read.schema(), pair.avro(), GenericAvro.read(pair.avro(), pair.bytes()));
            assertThat(ConnectText.value(read.value())).as(pair.name()).isEqualTo(ConnectText.value(expected));
        });
    }

    /** What is written is read by Avro and by this, and is the same value, unless a default takes its place. */
    @Test
    void everyValueThatIsWrittenIsReadAgain() throws IOException {
        assertThat(pairs().filter(pair -> !pair.isLossy())).allSatisfy(pair -> {
            SchemaAndValue read = read(pair);
            AvroEncoder encoder = new AvroEncoder(read.schema(), pair.options());
            byte[] bytes = encoder.encode(read.value(), new byte[0]);
            Schema again = new AvroToConnect(pair.options()).of(encoder.schema(), null);
            Object generic = GenericAvro.read(encoder.schema(), bytes);
            SchemaAndValue ours = WriterSchema.of(encoder.schema(), again).read(bytes, 0, new AvroCursor());
            assertThat(List.of(
                            ConnectText.value(
                                    GenericToConnect.value(Objects.requireNonNull(again), encoder.schema(), generic)),
                            ConnectText.value(ours.value())))
                    .as(pair.name())
                    .containsOnly(ConnectText.value(read.value()));
        });
    }

    /** With all that Connect knows in it, a schema comes back as it was. */
    @Test
    void everySchemaThatIsWrittenComesBack() throws IOException {
        assertThat(pairs().filter(pair -> !pair.isLossy())).allSatisfy(pair -> {
            AvroToConnect mapping = new AvroToConnect(pair.options());
            Schema schema = mapping.of(pair.avro(), null);
            Schema again = mapping.of(new ConnectToAvro(pair.options()).of(schema), null);
            assertThat(ConnectText.schema(again)).as(pair.name()).isEqualTo(ConnectText.schema(schema));
        });
    }
}
