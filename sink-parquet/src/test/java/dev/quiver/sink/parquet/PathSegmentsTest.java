/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.ObjectKey;
import java.util.Random;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathSegmentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "a/b|a%2Fb",
                "..|%2E.",
                ".|%2E",
                "../../etc|%2E.%2F..%2Fetc",
                ".quiver-staging|%2Equiver-staging",
                "a.b|a.b",
                "50%|50%25",
                "a=b|a%3Db",
                "a b|a b",
                "žluť 🐎|žluť 🐎",
                "q?#*|q%3F%23%2A",
                "'\"|%27%22",
                "[{}]^|%5B%7B}%5D%5E",
                "back\\slash|back%5Cslash",
                "12:30|12%3A30"
            })
    void charactersThatPathsOrReadersCannotBearAreEscaped(String text, String segment) {
        assertThat(PathSegments.escape(text)).isEqualTo(segment);
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(PathSegments.escape("a\n\u0000\u007f\u0085")).isEqualTo("a%0A%00%7F%85");
    }

    @Test
    void theEmptyTextIsNullAsHiveHasIt() {
        assertThat(PathSegments.escape("")).isEqualTo("__HIVE_DEFAULT_PARTITION__");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDC0E", "a\uD83Db", "\uDC0E\uD83D"})
    void halfASurrogatePairIsRefused(String text) {
        assertThatThrownBy(() -> PathSegments.escape(text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("half a surrogate pair");
    }

    @Test
    void lengthIsCountedInBytes() {
        assertThat(PathSegments.isTooLong("a".repeat(255))).isFalse();
        assertThat(PathSegments.isTooLong("a".repeat(256))).isTrue();
        assertThat(PathSegments.isTooLong("ž".repeat(127))).isFalse();
        assertThat(PathSegments.isTooLong("ž".repeat(128))).isTrue();
        assertThat(PathSegments.isTooLong("語".repeat(85))).isFalse();
        assertThat(PathSegments.isTooLong("語".repeat(86))).isTrue();
    }

    /** Whatever the text, it is refused or makes a valid part of a key, and no two texts make the same one. */
    @Test
    void everyTextIsRefusedOrMakesAValidKey() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
            }
            try {
                String segment = PathSegments.escape(text.toString());
                assertThat(ObjectKey.isValid(segment)).as("'%s'", text).isTrue();
                assertThat(segment).doesNotContain("/").doesNotStartWith(".");
            } catch (DataException e) {
                assertThat(e).hasMessageContaining("surrogate");
            }
        }
    }
}
