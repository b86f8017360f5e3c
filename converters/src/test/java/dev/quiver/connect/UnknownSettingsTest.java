/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

final class UnknownSettingsTest {
    private static final ConfigDef KNOWN =
            Setting.define(List.of(Setting.text("Group", "flush.rows.max", "1", "Rows of one file.")));

    @Test
    void keysOfTheConnectorAndOfTheWorkerAreKnown() {
        assertThat(UnknownSettings.of(
                        KNOWN,
                        Map.of(
                                "name", "lake",
                                "flush.rows.max", "10",
                                "transforms.route.type", "any",
                                "value.converter.schemas.enable", "true",
                                "errors.tolerance", "all",
                                "consumer.override.max.poll.records", "5000")))
                .isEmpty();
    }

    @Test
    void aTypingErrorIsFound() {
        assertThat(UnknownSettings.of(KNOWN, Map.of("flush.row.max", "10", "task.max", "2", "name", "lake")))
                .containsExactly("flush.row.max", "task.max");
    }
}
