/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quiver.store.StoreUri;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Options refuse what cannot work, and keep secrets. */
final class S3OptionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void defaultsAreThoseOfAws() {
        S3Options options = S3Options.of(new StoreUri.S3("bucket", "prefix"), "eu-west-1");
        assertThat(options.endpoint()).isEqualTo(new S3Endpoint("eu-west-1", null, false, ChecksumMode.WHEN_SUPPORTED));
        assertThat(options.credentials()).isEqualTo(new S3Credentials.DefaultChain(false));
        assertThat(options.transfer()).isEqualTo(new S3Transfer(8 * 1024 * 1024, 16));
        assertThat(options.retry()).isEqualTo(S3Retry.DEFAULT);
    }

    @Test
    void secretsAreNotPrinted() {
        S3Options options = S3Options.of(new StoreUri.S3("bucket", ""), "eu-west-1")
                .withCredentials(new S3Credentials.Static("the-key", "the-secret", "the-token"));
        assertThat(options.toString()).contains("the-key").doesNotContain("the-secret", "the-token");
    }

    @Test
    void limitsNameTheirValues() {
        assertRefused(() -> new S3Transfer(5_242_879, 1), "partBytes must be 5242880 to 1073741824 but was 5242879");
        assertRefused(() -> new S3Transfer(5_242_880, 0), "partsInFlightMax must be 1 to 256 but was 0");
        assertRefused(() -> new S3Retry(0, SECOND, SECOND, SECOND, SECOND), "attemptsMax must be 1 to 100 but was 0");
        assertRefused(
                () -> new S3Retry(1, Duration.ZERO, SECOND, SECOND, SECOND),
                "attemptTimeout must be positive but was PT0S");
        assertRefused(
                () -> new S3Retry(1, SECOND.multipliedBy(2), SECOND, SECOND, SECOND),
                "attemptTimeout PT2S is longer than callTimeout PT1S");
        assertRefused(() -> S3Endpoint.aws(" "), "region is blank");
        assertRefused(
                () -> new S3Endpoint("r", URI.create("localhost:9000"), true, ChecksumMode.WHEN_REQUIRED),
                "endpoint 'localhost:9000' must look like https://host:port");
        assertRefused(() -> new S3Credentials.Static("key", "", null), "secretAccessKey of key is blank");
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }
}
