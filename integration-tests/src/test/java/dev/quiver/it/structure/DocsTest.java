/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.connect.ConfigDocumentation;
import dev.quiver.sink.parquet.ParquetSinkConnector;
import dev.quiver.source.merge.MergeSourceConnector;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the documents claim about the repository is so. {@link Names} and {@link CommandLine} say what counts as a
 * claim.
 */
final class DocsTest {
    private static final Path CONFIGURATION = Path.of("docs/configuration.md");
    private static final String UPDATE = "docs.update";
    private static final String UPDATE_COMMAND =
            "mvn -q -Dquick -pl integration-tests -am package -Dtest=DocsTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Ddocs.update=true";

    /** Hosts that documents may send people to, and those reserved for examples. */
    private static final Pattern HOST =
            Pattern.compile("(www|arrow)\\.apache\\.org|keepachangelog\\.com|semver\\.org|(.+\\.)?example");

    private static final Pattern URL = Pattern.compile("https?://[^\\s)>\\]`,;]+");
    /** A slash that begins a word, followed by a name. */
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?<=[\\s`(\"'=])/[A-Za-z][\\w.-]*");
    /** Absolute, but of the REST interface of a worker. */
    private static final Set<String> REST_PATHS = Set.of("/connectors", "/connector-plugins");

    private static Names names = new Names(List.of());
    private static List<Markdown> documents = List.of();

    @BeforeAll
    static void read() {
        names = new Names(JavaSource.all());
        documents = Markdown.all();
    }

    @Test
    void theDocumentsThatPeopleLookForAreThere() {
        assertThat(documents)
                .extracting(document -> document.path().toString())
                .contains(
                        "README.md",
                        "CHANGELOG.md",
                        "CONTRIBUTING.md",
                        "benchmarks/README.md",
                        "config-examples/README.md",
                        "docs/architecture.md",
                        "docs/configuration.md");
    }

    @Test
    void everyRelativeLinkLeadsToAFile() {
        assertThat(broken(Markdown::links, (document, link) -> !isUrl(link) && !isTarget(document, link)))
                .isEmpty();
    }

    private static boolean isUrl(String link) {
        return link.startsWith("https://") || link.startsWith("http://");
    }

    private static boolean isTarget(Markdown document, String link) {
        int fragment = link.indexOf('#');
        String file = fragment < 0 ? link : link.substring(0, fragment);
        return file.isEmpty() || Repository.exists(document.resolve(file));
    }

    @Test
    void everyNameBetweenBackticksExists() {
        assertThat(broken(Markdown::code, names::isBroken)).isEmpty();
    }

    @Test
    void everyBacktickHasItsPartner() {
        assertThat(documents)
                .filteredOn(document -> Stream.of(document.prose().split("\n\n", -1))
                        .anyMatch(text -> text.chars()
                                                .filter(character -> character == '`')
                                                .count()
                                        % 2
                                != 0))
                .extracting(Markdown::path)
                .isEmpty();
    }

    @Test
    void everyCommandCanBeTyped() {
        assertThat(broken(DocsTest::commands, (document, line) -> new CommandLine(line, names).isBroken()))
                .isEmpty();
    }

    /** The lines of shell blocks, and {@code mvn} with what follows between backticks. */
    private static List<String> commands(Markdown document) {
        List<String> commands = new ArrayList<>();
        document.blocks().stream()
                .filter(block ->
                        block.language().equals("sh") || block.language().equals("bash"))
                .flatMap(block -> block.lines().stream())
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(commands::add);
        document.code().stream().filter(code -> code.startsWith("mvn ")).forEach(commands::add);
        return commands;
    }

    @Test
    void everyJsonIsAnExampleThatATestSubmits() {
        List<String> examples = Repository.files(".json").stream()
                .filter(file -> file.startsWith("config-examples"))
                .map(file -> Repository.read(file).strip())
                .toList();
        assertThat(broken(DocsTest::json, (document, json) -> !examples.contains(json)))
                .isEmpty();
    }

    private static List<String> json(Markdown document) {
        return document.blocks().stream()
                .filter(block -> block.language().equals("json"))
                .map(block -> String.join("\n", block.lines()).strip())
                .toList();
    }

    @Test
    void everyAddressIsOneThatPeopleMayBeSentTo() {
        assertThat(broken(DocsTest::urls, (document, url) -> !isKnown(URI.create(url))))
                .isEmpty();
    }

    private static List<String> urls(Markdown document) {
        return URL.matcher(document.text())
                .results()
                .map(result -> result.group())
                .toList();
    }

    private static boolean isKnown(URI uri) {
        return uri.getHost() != null && HOST.matcher(uri.getHost()).matches();
    }

    @Test
    void noDocumentNamesADirectoryOfSomebodysMachine() {
        assertThat(broken(DocsTest::absolutePaths, (document, path) -> !REST_PATHS.contains(path)))
                .isEmpty();
    }

    private static List<String> absolutePaths(Markdown document) {
        return ABSOLUTE_PATH
                .matcher(document.text())
                .results()
                .map(result -> result.group())
                .toList();
    }

    @Test
    void theConfigurationIsDocumentedAsItIs() throws IOException {
        String expected = configuration();
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(Repository.ROOT.resolve(CONFIGURATION), expected);
        }
        assertThat(Repository.read(CONFIGURATION))
                .as("%s is generated and out of date; write it again with%n  %s", CONFIGURATION, UPDATE_COMMAND)
                .isEqualTo(expected);
    }

    private static String configuration() {
        return """
                # Configuration

                Generated from the settings of each connector; a test fails when it is out of date.
                """ + section(ParquetSinkConnector.class, new ParquetSinkConnector().config())
                + section(MergeSourceConnector.class, new MergeSourceConnector().config());
    }

    private static String section(Class<?> connector, ConfigDef settings) {
        return """

                ## %s

                `connector.class` is `%s`.
                %s""".formatted(connector.getSimpleName(), connector.getName(), ConfigDocumentation.markdown(settings));
    }

    private static List<String> broken(
            Function<Markdown, List<String>> claims, BiPredicate<Markdown, String> isBroken) {
        List<String> broken = new ArrayList<>();
        for (Markdown document : documents) {
            for (String claim : claims.apply(document)) {
                if (isBroken.test(document, claim)) {
                    broken.add(document.path() + ": " + claim);
                }
            }
        }
        return broken;
    }
}
