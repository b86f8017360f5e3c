/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.connect.BuildInfo;
import dev.quiver.connect.SettingException;
import dev.quiver.connect.UnknownSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes topics to tables of a DuckDB database. */
public final class DuckDbSinkConnector extends SinkConnector {
    private static final Logger LOG = LoggerFactory.getLogger(DuckDbSinkConnector.class);

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return BuildInfo.version(DuckDbSinkConnector.class);
    }

    @Override
    public ConfigDef config() {
        return DuckDbSinkConfig.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return DuckDbSinkTask.class;
    }

    @Override
    public void start(Map<String, String> props) {
        DuckDbSinkConfig.parse(props);
        UnknownSettings.warn(LOG, DuckDbSinkConfig.DEFINITION, props);
        properties = Collections.unmodifiableMap(new HashMap<>(props)); // a key may be there without a value
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> config = new HashMap<>(properties);
            config.put(DuckDbSinkConfig.TASK, Integer.toString(task));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {
        properties = Map.of();
    }

    /** Checks each value, then what must fit together; a misfit is shown on the key that must change. */
    @Override
    public Config validate(Map<String, String> props) {
        Config config = super.validate(props);
        boolean valid = config.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (valid) {
            try {
                DuckDbSinkConfig.parse(props);
            } catch (SettingException e) {
                show(config, e);
            }
        }
        return config;
    }

    private static void show(Config config, SettingException refusal) {
        for (ConfigValue value : config.configValues()) {
            if (value.name().equals(refusal.key())) {
                value.addErrorMessage(String.valueOf(refusal.getMessage()));
            }
        }
    }

    /** The offsets that count are those in the database; the group's follow them. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, @Nullable Long> offsets) {
        new OffsetReset(DuckDbSinkConfig.parse(connectorConfig)).apply(offsets);
        return true;
    }
}
