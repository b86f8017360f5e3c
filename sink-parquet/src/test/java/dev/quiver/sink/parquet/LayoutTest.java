/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which settings decide where rows go. */
final class LayoutTest {
    private static String layout(String... pairs) {
        Map<String, String> properties = new HashMap<>(Map.of("name", "sink", "store.uri", "file:///lake"));
        for (int index = 0; index < pairs.length; index += 2) {
            properties.put(pairs[index], pairs[index + 1]);
        }
        return ParquetSinkConfig.parse(properties).delivery().layout();
    }

    @Test
    void transformationsDecideWhateverTheyAreCalled() {
        assertThat(layout("transforms", "authRoute", "transforms.authRoute.field", "a"))
                .isNotEqualTo(layout("transforms", "authRoute", "transforms.authRoute.field", "b"));
    }

    @Test
    void theSecretsOfConvertersDoNot() {
        assertThat(layout("value.converter", "X", "value.converter.basic.auth.user.info", "a:b"))
                .isEqualTo(layout("value.converter", "X", "value.converter.basic.auth.user.info", "c:d"));
        assertThat(layout("value.converter", "X")).isNotEqualTo(layout("value.converter", "Y"));
    }

    @Test
    void settingsThatDecideNothingMayChange() {
        assertThat(layout("flush.rows.max", "5", "tasks.max", "1", "errors.tolerance", "all"))
                .isEqualTo(layout("flush.rows.max", "6", "tasks.max", "2", "errors.tolerance", "none"));
        assertThat(layout("mine", "a")).isEqualTo(layout("mine", "b"));
    }
}
