/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts ask for metrics that there are, by the names that the exporter gives them. */
final class MonitoringTest {
    private static final Path MONITORING = Archives.examples().resolve("monitoring");
    private static final Pattern USED = Pattern.compile("quiver_parquet_sink_[a-z_]+");
    private static final Pattern RULE = Pattern.compile("pattern: \"(.*)\"\\s+name: \"(.*)\"");

    private static List<String> names() throws IOException {
        Path golden = Archives.examples().resolveSibling("sink-parquet/src/test/resources/parquet-sink-metrics.golden");
        return Files.readAllLines(golden).stream()
                .map(line -> line.split(" \\| ", 2)[0])
                .toList();
    }

    /** As the exporter does it: the first rule that fits gives the name, whose illegal characters become lines. */
    private static Set<String> exported() throws IOException {
        int ruleCount = 0;
        Matcher rule = RULE.matcher(Files.readString(MONITORING.resolve("jmx-exporter.yaml")));
        Set<String> exported = new TreeSet<>();
        while (rule.find()) {
            ruleCount++;
            for (String name : names()) {
                Matcher bean = Pattern.compile("^(?:" + rule.group(1) + ")$")
                        .matcher("dev.quiver<type=parquet-sink, connector=lake, task=0><>" + name);
                boolean known = exported.stream().anyMatch(text -> text.endsWith(name.replace('-', '_')));
                if (bean.matches() && !known) {
                    exported.add(bean.replaceAll(rule.group(2)).replace('-', '_'));
                }
            }
        }
        assertThat(ruleCount).isEqualTo(2);
        return exported;
    }

    private static Set<String> used(String file) throws IOException {
        Set<String> used = new TreeSet<>();
        Matcher matcher = USED.matcher(Files.readString(MONITORING.resolve(file)));
        while (matcher.find()) {
            used.add(matcher.group());
        }
        return used;
    }

    @Test
    void everyMetricIsExported() throws IOException {
        assertThat(exported()).hasSameSizeAs(names());
    }

    @Test
    void theAlertsAskForMetricsThatThereAre() throws IOException {
        assertThat(used("prometheus-alerts.yaml")).isNotEmpty().isSubsetOf(exported());
    }

    @Test
    void theDashboardAsksForMetricsThatThereAre() throws IOException {
        assertThat(used("grafana-parquet-sink.json")).hasSizeGreaterThan(15).isSubsetOf(exported());
        JsonNode dashboard = new ObjectMapper()
                .readTree(MONITORING.resolve("grafana-parquet-sink.json").toFile());
        assertThat(dashboard.path("panels")).hasSize(8);
    }

    /** An alert that nobody knows what to do about is noise. */
    @Test
    void everyAlertIsExplained() throws IOException {
        String page = Files.readString(Archives.examples().resolveSibling("docs/operating.md"));
        String alerts = Files.readString(MONITORING.resolve("prometheus-alerts.yaml"));
        Matcher alert = Pattern.compile("alert: (\\w+)").matcher(alerts);
        int count = 0;
        while (alert.find()) {
            assertThat(page).contains(alert.group(1));
            count++;
        }
        assertThat(count).isGreaterThan(3);
    }
}
