/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys follow rules, and have one order everywhere. */
final class ObjectKeyTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void theOrderIsThatOfTheBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            String left = text(random);
            String right = text(random);
            int expected = Arrays.compareUnsigned(
                    left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(ObjectKey.ORDER.compare(left, right)))
                    .as("seed %d: '%s' and '%s'", seed, left, right)
                    .isEqualTo(Integer.signum(expected));
        }
    }

    /** Few characters, so that common beginnings are common. */
    private static String text(Random random) {
        int[] alphabet = {'/', 'a', 0xe9, 0xd7ff, 0xe000, 0xffe6, 0x10000, 0x1f600, 0x10ffff};
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(5); length > 0; length--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    @Test
    void lengthCountsBytes() {
        assertThat(ObjectKey.requireValid("\u00e4".repeat(512))).hasSize(512);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectKey.requireValid("\u00e4".repeat(512) + "b"))
                .withMessageEndingWith("has 1025 bytes of UTF-8, more than 1024");
    }

    @Test
    void halfACharacterIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectKey.requireValid("a\ud83d"))
                .withMessageEndingWith("has half a surrogate pair");
    }
}
