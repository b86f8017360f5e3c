/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.connect.BuildInfo;
import dev.quiver.connect.SettingException;
import dev.quiver.connect.UnknownSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replays partitions of OpenTelemetry logs or spans in Parquet as merged records. */
public final class MergeSourceConnector extends SourceConnector {
    private static final Logger LOG = LoggerFactory.getLogger(MergeSourceConnector.class);

    /** What a task is told of itself. */
    static final String TASK = "quiver.task";

    /** How many tasks there are. */
    static final String TASK_COUNT = "quiver.task.count";

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return BuildInfo.version(MergeSourceConnector.class);
    }

    @Override
    public ConfigDef config() {
        return MergeSourceConfig.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return MergeSourceTask.class;
    }

    @Override
    public void start(Map<String, String> props) {
        MergeSourceConfig.parse(props);
        UnknownSettings.warn(LOG, MergeSourceConfig.DEFINITION, props);
        properties = Collections.unmodifiableMap(new HashMap<>(props)); // a key may be there without a value
    }

    /** Tasks find their partitions by themselves, so that new ones need no new configurations. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> config = new HashMap<>(properties);
            config.put(TASK, String.valueOf(task));
            config.put(TASK_COUNT, String.valueOf(maxTasks));
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
                MergeSourceConfig.parse(props);
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

    /** Records follow from files and offsets alone, unless files that come late are passed over. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        MergeSourceConfig config = MergeSourceConfig.parse(connectorConfig);
        return config.files().late() == FileConfig.LateFiles.IGNORE
                ? ExactlyOnceSupport.UNSUPPORTED
                : ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorConfig) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        MergeSourceConfig config = MergeSourceConfig.parse(connectorConfig);
        offsets.forEach((partition, offset) -> SourceOffsets.check(config, partition, offset));
        return true;
    }
}
