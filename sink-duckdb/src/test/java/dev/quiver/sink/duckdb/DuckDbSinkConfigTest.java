/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.TypeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DuckDbSinkConfigTest {
    private static DuckDbSinkConfig parse(String... settings) {
        return DuckDbSinkConfig.parse(SinkFixture.properties(Path.of("shop.duckdb"), settings));
    }

    @Test
    void defaults() {
        DuckDbSinkConfig config = parse();

        assertThat(config.connector()).isEqualTo("shop");
        assertThat(config.task()).isZero();
        assertThat(config.database().path()).isEqualTo(new DatabasePath("shop.duckdb"));
        assertThat(config.database().options())
                .isEqualTo(
                        new DatabaseOptions(1, 512L << 20, 256L << 20, DatabaseOptions.Sync.STANDARD, "", "", "", ""));
        assertThat(config.database().snapshots())
                .isEqualTo(new SnapshotConfig("", Duration.ofMinutes(5), "", Duration.ofMinutes(5)));
        assertThat(config.write().mode()).isEqualTo(InsertMode.INSERT);
        assertThat(config.write().keys()).isEqualTo(new WriteConfig.Keys(KeyMode.NONE, List.of(), false));
        assertThat(config.write().tableName()).isEqualTo(new TableName("${topic}", Map.of(), "main"));
        assertThat(config.write().tables()).isEqualTo(new WriteConfig.Tables(true, true));
        assertThat(config.write().columns()).isEmpty();
        assertThat(config.write().transformation()).isEmpty();
        assertThat(config.write().envelope()).isEqualTo(RecordEnvelope.NONE);
        assertThat(config.write().values().unsupported()).isEqualTo(UnsupportedTypes.CONVERT);
        assertThat(config.write().values().nullHandling()).isEqualTo(NullHandling.REPLACE_WITH_DEFAULT);
        assertThat(config.flush()).isEqualTo(new FlushPolicy(122_880, 128L << 20, Duration.ofSeconds(10)));
        assertThat(config.nullValues()).isEqualTo(NullValues.IGNORE);
        assertThat(config.rewind()).isEqualTo(RewindBehavior.FAIL);
        assertThat(config.retryTimeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void everyKeyOfTheDatabaseArrives() {
        DatabaseConfig config = parse(
                        "duckdb.threads", "3",
                        "duckdb.memory.bytes.max", "100000000",
                        "duckdb.checkpoint.bytes", "2000000",
                        "duckdb.fsync.mode", "none",
                        "duckdb.storage.compatibility.version", "v1.4.0",
                        "duckdb.extension.directory", "ext",
                        "duckdb.temp.directory", "tmp",
                        "duckdb.init.sql", "SELECT 1",
                        "snapshot.directory", "snap",
                        "snapshot.interval.ms", "7",
                        "export.directory", "exp",
                        "export.interval.ms", "8")
                .database();

        assertThat(config.options())
                .isEqualTo(new DatabaseOptions(
                        3, 100_000_000, 2_000_000, DatabaseOptions.Sync.NONE, "v1.4.0", "ext", "tmp", "SELECT 1"));
        assertThat(config.snapshots())
                .isEqualTo(new SnapshotConfig("snap", Duration.ofMillis(7), "exp", Duration.ofMillis(8)));
    }

    @Test
    void everyKeyOfTheWritesArrives() {
        WriteConfig config = parse(
                        "insert.mode", "upsert",
                        "pk.mode", "record_key",
                        "pk.fields", "a,b",
                        "delete.enabled", "true",
                        "auto.create", "false",
                        "auto.evolve", "false",
                        "table.name.format", "t_${topic}",
                        "topics.to.tables.mapping", "x:y,z:w",
                        "table.schema", "s",
                        "fields.whitelist", "c,d",
                        "transform.sql", "SELECT * FROM batch",
                        "record.envelope", "debezium",
                        "unsupported.types", "refuse",
                        "variable.scale.decimals", "decimal",
                        "replace.null.with.default", "false")
                .write();

        assertThat(config.mode()).isEqualTo(InsertMode.UPSERT);
        assertThat(config.keys()).isEqualTo(new WriteConfig.Keys(KeyMode.RECORD_KEY, List.of("a", "b"), true));
        assertThat(config.tableName()).isEqualTo(new TableName("t_${topic}", Map.of("x", "y", "z", "w"), "s"));
        assertThat(config.tables()).isEqualTo(new WriteConfig.Tables(false, false));
        assertThat(config.columns()).isEqualTo(Set.of("c", "d"));
        assertThat(config.transformation()).isEqualTo("SELECT * FROM batch");
        assertThat(config.envelope()).isEqualTo(RecordEnvelope.DEBEZIUM);
        assertThat(config.values().unsupported()).isEqualTo(UnsupportedTypes.REFUSE);
        assertThat(config.values().nullHandling()).isEqualTo(NullHandling.KEEP);
        assertThat(config.values().types().decimals().variableScale()).isEqualTo(TypeOptions.VariableScale.DECIMAL);
    }

    @Test
    void everyOtherKeyArrives() {
        DuckDbSinkConfig config = parse(
                "flush.rows.max", "10",
                "flush.bytes.max", "2000000",
                "flush.age.max.ms", "30",
                "behavior.on.null.values", "fail",
                "behavior.on.offset.rewind", "ignore",
                "retry.timeout.ms", "40",
                "quiver.task", "5");

        assertThat(config.flush()).isEqualTo(new FlushPolicy(10, 2_000_000, Duration.ofMillis(30)));
        assertThat(config.nullValues()).isEqualTo(NullValues.FAIL);
        assertThat(config.rewind()).isEqualTo(RewindBehavior.IGNORE);
        assertThat(config.retryTimeout()).isEqualTo(Duration.ofMillis(40));
        assertThat(config.task()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            duckdb.path                      | a;b                | must not have a ';'
            duckdb.path                      | {task}/x.duckdb    | {task} in the name of the file only
            duckdb.path                      | x-{ddMMyyyy}.duckdb| does not put files in the order of time
            duckdb.threads                   | 0                  | must be at least 1
            duckdb.memory.bytes.max          | 1000               | must be at least
            insert.mode                      | replace            | must be one of insert, upsert
            insert.mode                      | upsert             | rows cannot take the place of others without a key
            pk.mode                          | record_value       | must be named where pk.mode is record-value
            pk.fields                        | id                 | must be empty where pk.mode is none
            delete.enabled                   | true               | needs pk.mode=record_key
            topics.to.tables.mapping         | onlytopic          | must be topic:table
            flush.rows.max                   | 122881             | must be no more than 122880
            duckdb.path                      | x-{f}              | Unknown pattern letter
            snapshot.directory               | .                  | is where the database itself lies
            export.directory                 | x/..               | is where the database itself lies
            """)
    void aValueThatDoesNotFitIsRefused(String key, String value, String reason) {
        assertThatThrownBy(() -> parse(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELEKT 1                        | is no SELECT
            DELETE FROM batch               | is no SELECT
            SELECT * FROM batch; SELECT 1   | must be one statement
            SELECT 1                        | must read the incoming rows
            SELECT * FROM batch a, batch b  | once, not 2 times
            SELECT * FROM batch WHERE id > (SELECT avg(id) FROM batch) | once, not 2 times
            """)
    void aTransformationThatDoesNotFitIsRefused(String sql, String reason) {
        assertThatThrownBy(() -> Transformation.check(sql))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("transform.sql")
                .hasMessageContaining(reason);
    }

    @Test
    void aTransformationMayHaveQueriesWithin() {
        Transformation.check("SELECT * FROM (SELECT id FROM batch) WHERE id IN (SELECT 1)");
        Transformation.check("WITH b AS MATERIALIZED (FROM Batch) SELECT * FROM b WHERE id > (SELECT avg(id) FROM b)");
    }

    @Test
    void copiesOfTopicsNeedNamesOfTheirOwn() {
        assertThatThrownBy(() -> DuckDbSinkConfig.parse(
                        SinkFixture.properties(Path.of("{topic}/shop.duckdb"), "snapshot.directory", "copies")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("snapshot.directory")
                .hasMessageContaining("needs {topic}");
    }

    @Test
    void whatDoesNotFitTogetherIsShownOnItsKey() {
        Map<String, String> properties = SinkFixture.properties(Path.of("shop.duckdb"), "insert.mode", "upsert");
        List<ConfigValue> wrong = new DuckDbSinkConnector()
                .validate(properties).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .toList();

        assertThat(wrong).extracting(ConfigValue::name).containsExactly("pk.mode");
    }

    @Test
    void eachTaskKnowsItsNumber() {
        DuckDbSinkConnector connector = new DuckDbSinkConnector();
        connector.start(SinkFixture.properties(Path.of("shop.duckdb")));

        assertThat(connector.taskConfigs(2))
                .extracting(config -> config.get("quiver.task"))
                .containsExactly("0", "1");
    }

    /** A key that changes or goes breaks configurations of users: the golden file changes only on purpose. */
    @Test
    void theKeysAreThoseThatUsersKnow() throws IOException {
        String keys = DuckDbSinkConfig.DEFINITION.configKeys().values().stream()
                .sorted(Comparator.comparing((ConfigDef.ConfigKey key) -> key.name))
                .map(key -> key.name + " " + key.type + " " + (key.hasDefault() ? key.defaultValue : "required") + "\n")
                .collect(Collectors.joining());

        assertThat(keys).isEqualTo(golden());
    }

    private static String golden() throws IOException {
        try (InputStream golden = DuckDbSinkConfigTest.class.getResourceAsStream("/duckdb-sink-config.golden")) {
            return new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
