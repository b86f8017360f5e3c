/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

final class ConfigDocumentationTest {
    private enum Colour {
        DARK_RED,
        BLUE
    }

    @Test
    void everyGroupIsATableInTheOrderOfDeclaration() {
        ConfigDef definition = Setting.define(List.of(
                Setting.required("Where", "where", "A place."), Setting.flag("How", "fast", true, "Whether at once.")));

        assertThat(ConfigDocumentation.markdown(definition)).isEqualTo("""

                        ### Where

                        | key | type | default | meaning |
                        | --- | --- | --- | --- |
                        | `where` | string, not blank | required | A place. |

                        ### How

                        | key | type | default | meaning |
                        | --- | --- | --- | --- |
                        | `fast` | boolean | `true` | Whether at once. |
                        """);
    }

    @Test
    void choicesStandAsTheyAreWritten() {
        assertThat(row(Setting.oneOf("Look", "colour", Colour.class, Colour.BLUE, "The colour.")))
                .isEqualTo("| `colour` | string: dark-red, blue | `blue` | The colour. |");
    }

    @Test
    void whatMarkdownWouldTakeForAColumnOrATagIsEscaped() {
        assertThat(row(Setting.text("Look", "form", "plain", "As a|b or field:<path>.")))
                .isEqualTo("| `form` | string, not blank | `plain` | As a\\|b or field:&lt;path>. |");
    }

    @Test
    void aSecretHasNoDefaultToShow() {
        assertThat(row(Setting.secret("Access", "secret", "A secret.")))
                .isEqualTo("| `secret` | password |  | A secret. |");
    }

    private static String row(Setting<?> setting) {
        List<String> lines = ConfigDocumentation.markdown(Setting.define(List.of(setting)))
                .lines()
                .toList();
        return lines.get(lines.size() - 1);
    }
}
