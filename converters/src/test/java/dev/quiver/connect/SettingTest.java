/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SettingTest {
    private static final Setting<String> NAME = Setting.required("Group", "name", "Its name.");
    private static final Setting<String> NOTE = Setting.optional("Group", "note", "A note, with | in it.");
    private static final Setting<String> REGION = Setting.text("Group", "region", "here", "Where.");
    private static final Setting<Password> SECRET = Setting.secret("Group", "secret", "A secret.");
    private static final Setting<List<String>> TERMS = Setting.list("More", "terms", "a,b", "Terms.");
    private static final Setting<Boolean> FLAG = Setting.flag("More", "flag", true, "Yes or no.");
    private static final Setting<Integer> COUNT = Setting.number("More", "count", 1, 9, 5, "How many.");
    private static final Setting<Long> SIZE = Setting.atLeast("More", "size.bytes", 1, 6, "How large.");
    private static final Setting<TimeUnit> UNIT =
            Setting.oneOf("More", "unit", TimeUnit.class, TimeUnit.SECONDS, "Which unit.");
    private static final ConfigDef DEFINITION =
            Setting.define(List.of(NAME, NOTE, REGION, SECRET, TERMS, FLAG, COUNT, SIZE, UNIT));

    private static Map<String, Object> parse(@Nullable String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("name", "n"));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        return DEFINITION.parse(properties);
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Map<String, Object> parsed = parse();

        assertThat(NAME.in(parsed)).isEqualTo("n");
        assertThat(NOTE.in(parsed)).isEmpty();
        assertThat(REGION.in(parsed)).isEqualTo("here");
        assertThat(SECRET.in(parsed).value()).isEmpty();
        assertThat(TERMS.in(parsed)).containsExactly("a", "b");
        assertThat(FLAG.in(parsed)).isTrue();
        assertThat(COUNT.in(parsed)).isEqualTo(5);
        assertThat(SIZE.in(parsed)).isEqualTo(6);
        assertThat(UNIT.in(parsed)).isEqualTo(TimeUnit.SECONDS);
    }

    @Test
    void whatIsGivenIsRead() {
        Map<String, Object> parsed =
                parse("terms", " c , d ", "flag", "false", "count", "9", "size.bytes", "7", "unit", "DAYS");

        assertThat(TERMS.in(parsed)).containsExactly("c", "d");
        assertThat(FLAG.in(parsed)).isFalse();
        assertThat(COUNT.in(parsed)).isEqualTo(9);
        assertThat(SIZE.in(parsed)).isEqualTo(7);
        assertThat(UNIT.in(parsed)).isEqualTo(TimeUnit.DAYS);
        assertThat(TERMS.in(parse("terms", ""))).isEmpty();
    }

    @Test
    void aFlagWithoutAValueHasItsDefault() {
        assertThat(FLAG.in(parse("flag", null))).isTrue();
    }

    @Test
    void aTextWithoutAValueIsRefusedWhereItMustNotBeBlank() {
        assertThatThrownBy(() -> parse("region", null))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value null for configuration region: must not be blank");
        assertThatThrownBy(() -> parse("name", " "))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("configuration name: must not be blank");
        assertThat(NOTE.in(parse("note", null))).isEmpty();
        assertThat(SECRET.in(parse("secret", null)).value()).isEmpty();
    }

    @Test
    void aRefusalRemembersItsKey() {
        SettingException refusal = COUNT.refuse(5, "is odd");

        assertThat(refusal.key()).isEqualTo("count");
        assertThat(refusal).hasMessage("Invalid value 5 for configuration count: is odd");
    }

    @Test
    void choicesAreShownAsTheyAreWritten() {
        ConfigDef.ConfigKey key = Objects.requireNonNull(DEFINITION.configKeys().get("unit"));

        assertThat(key.recommender.validValues("unit", Map.of())).contains("nanoseconds", "days");
        assertThat(key.displayName).isEqualTo("Unit");
        assertThat(key.group).isEqualTo("More");
    }

    @Test
    void theDocumentationHasATableForEachGroup() {
        assertThat(ConfigDocumentation.markdown(DEFINITION))
                .contains("### Group", "### More")
                .contains("| `name` | string, not blank | required | Its name. |")
                .contains("| `note` | string |  | A note, with \\| in it. |")
                .contains("| `secret` | password |  | A secret. |")
                .contains("| `terms` | list | `a,b` | Terms. |")
                .contains("| `count` | int, [1,...,9] | `5` | How many. |");
    }
}
