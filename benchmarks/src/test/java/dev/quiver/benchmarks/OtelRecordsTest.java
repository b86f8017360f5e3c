/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

final class OtelRecordsTest {
    private static final int ROWS = 20_000;
    private final List<Struct> rows = new OtelRecords(1).next(ROWS);

    @Test
    void thereAre22FieldsOfEveryKind() {
        assertThat(OtelRecords.SCHEMA.fields()).hasSize(22);
        assertThat(OtelRecords.SCHEMA.fields())
                .extracting(field -> field.schema().type())
                .contains(
                        Schema.Type.INT64,
                        Schema.Type.INT32,
                        Schema.Type.FLOAT64,
                        Schema.Type.BOOLEAN,
                        Schema.Type.STRING,
                        Schema.Type.BYTES,
                        Schema.Type.MAP,
                        Schema.Type.ARRAY);
    }

    @Test
    void oneSeedAlwaysMakesTheSameRows() {
        assertThat(new OtelRecords(1).next(100).equals(rows.subList(0, 100))).isTrue();
        assertThat(new OtelRecords(2).next(100).equals(rows.subList(0, 100))).isFalse();
    }

    @Test
    void theSizeOfABatchDoesNotChangeTheRows() {
        OtelRecords records = new OtelRecords(1);
        records.next(60);
        assertThat(records.next(40).equals(rows.subList(60, 100))).isTrue();
    }

    @Test
    void everyRowIsValid() {
        rows.forEach(Struct::validate);
    }

    @Test
    void everyStringIsANewOne() {
        Map<Object, List<Struct>> byHost = byValue("host_name");
        List<Struct> sameHost = byHost.values().iterator().next();
        assertThat(sameHost.get(0).get("host_name"))
                .isEqualTo(sameHost.get(1).get("host_name"))
                .isNotSameAs(sameHost.get(1).get("host_name"));
    }

    @Test
    void cardinalitiesAreAsDocumented() {
        assertThat(byValue("service_name")).hasSize(20);
        assertThat(byValue("host_name")).hasSize(50);
        assertThat(byValue("namespace")).hasSize(6);
        assertThat(byValue("pod_name")).hasSize(200);
        assertThat(byValue("severity_text")).containsOnlyKeys("DEBUG", "INFO", "WARN", "ERROR");
        assertThat(byValue("body")).hasSizeBetween(4_800, 5_000);
        assertThat(byValue("id")).hasSize(ROWS);
        assertThat(withUrl().map(row -> row.getString("url")).distinct().count())
                .isGreaterThan(15_000);
    }

    @Test
    void textsAreAsLongAsDocumented() {
        assertThat(rows).allMatch(row -> {
            int length = row.getString("body").length();
            return length >= 80 && length <= 120;
        });
        double meanUrl = withUrl()
                .mapToInt(row -> row.getString("url").length())
                .average()
                .orElseThrow();
        assertThat(meanUrl).isBetween(50.0, 60.0);
    }

    @Test
    void optionalFieldsAreNullAsOftenAsDocumented() {
        assertThat(nullsPerThousand("url")).isBetween(185L, 215L);
        assertThat(nullsPerThousand("http_status")).isEqualTo(nullsPerThousand("url"));
        assertThat(nullsPerThousand("response_bytes")).isBetween(90L, 110L);
        assertThat(nullsPerThousand("cpu_utilization")).isBetween(40L, 60L);
    }

    @Test
    void mapsAndListsAreAsLongAsDocumented() {
        assertThat(rows.stream().map(row -> row.getMap("attributes").size()).distinct())
                .containsExactlyInAnyOrder(2, 3, 4);
        assertThat(rows.stream()
                        .map(row -> row.getArray("bucket_counts").size())
                        .distinct())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }

    private Stream<Struct> withUrl() {
        return rows.stream().filter(row -> row.get("url") != null);
    }

    private Map<Object, List<Struct>> byValue(String field) {
        return rows.stream().collect(Collectors.groupingBy(row -> row.get(field)));
    }

    private long nullsPerThousand(String field) {
        return rows.stream().filter(row -> row.get(field) == null).count() * 1_000 / ROWS;
    }
}
