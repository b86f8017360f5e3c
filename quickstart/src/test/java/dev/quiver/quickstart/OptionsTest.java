/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionsTest {
    @Test
    void withoutWordsEverythingIsRemovedInTheEnd() {
        assertThat(Options.parse(List.of())).isEqualTo(new Options(false, 300_000));
    }

    @Test
    void bothOptionsAreRead() {
        assertThat(Options.parse(List.of("--rows", "12", "--keep"))).isEqualTo(new Options(true, 12));
    }

    @Test
    void whatIsNoOptionIsNamed() {
        assertThatThrownBy(() -> Options.parse(List.of("--help-me"))).hasMessage("'--help-me' is not an option");
        assertThatThrownBy(() -> Options.parse(List.of("--rows"))).hasMessage("'--rows' is not an option");
        assertThatThrownBy(() -> Options.parse(List.of("--rows", "0")))
                .hasMessage("--rows needs a number of at least 10 but got '0'");
    }
}
