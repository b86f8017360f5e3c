/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConnectorFileTest {
    @Test
    void placeholdersAreReplacedAndTemplatesStay() {
        ConnectorFile file = ConnectorFile.parse(
                "{\"name\": \"a\", \"config\": {\"url\": \"${url}/x\", \"path\": \"${topic}/\"}}",
                Map.of("url", "http://\"h\""));

        assertThat(file.name()).isEqualTo("a");
        assertThat(file.config()).hasToString("{\"url\":\"http://\\\"h\\\"/x\",\"path\":\"${topic}/\"}");
    }

    @Test
    void aValueWithoutAPlaceIsRefused() {
        assertThatThrownBy(() -> ConnectorFile.parse("{\"name\": \"a\", \"config\": {}}", Map.of("url", "u")))
                .hasMessage("the connector has no ${url}");
    }

    @Test
    void aBareConfigurationIsRefused() {
        assertThatThrownBy(() -> ConnectorFile.parse("{\"topics\": \"t\"}", Map.of()))
                .hasMessage("the connector is not {\"name\": ..., \"config\": {...}}");
    }

    @Test
    void brokenJsonIsRefused() {
        assertThatThrownBy(() -> ConnectorFile.parse("{", Map.of()))
                .hasMessageStartingWith("the connector is not JSON: ");
    }
}
