/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator's URI becomes a bucket or a directory, or a message that helps. */
final class StoreUriTest {
    @ParameterizedTest
    @CsvSource({
        "s3://logs, logs, ''",
        "s3://logs/, logs, ''",
        "s3://logs/raw, logs, raw",
        "s3://logs/raw/v=1/, logs, raw/v=1",
        "s3://my.Old_bucket-1/a%20b c, my.Old_bucket-1, a%20b c"
    })
    void bucketsHaveAPrefix(String text, String bucket, String prefix) {
        assertThat(StoreUri.parse(text)).isEqualTo(new StoreUri.S3(bucket, prefix));
        assertThat(StoreUri.parse(text)).hasToString(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    @Test
    void directoriesAreAbsoluteAndTakenLiterally() {
        assertThat(StoreUri.parse("file:///var/data")).isEqualTo(new StoreUri.Directory(Path.of("/var/data")));
        assertThat(StoreUri.parse("file:///var/a%20b c/")).isEqualTo(new StoreUri.Directory(Path.of("/var/a%20b c")));
        assertThat(StoreUri.parse("file:///var/x/../data/")).hasToString("file:///var/data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "logs", "/var/data", "s3:logs", "s3a://logs/x", "gs://logs", "S3://logs", "file:/var"})
    void otherSchemesAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUri.parse(text))
                .withMessage("store '" + text + "' must start with s3:// or file:///");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://",
                "s3:///x",
                "s3://a",
                "s3://user@logs",
                "s3://logs:9000",
                "s3://logs//x",
                "s3://logs/../x"
            })
    void oddBucketsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUri.parse(text))
                .withMessageStartingWith("store '" + text + "' must look like s3://bucket/prefix: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file://", "file://host/var", "file://./var"})
    void otherHostsDirectoriesAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUri.parse(text))
                .withMessage("store '" + text + "' must look like file:///directory");
    }
}
