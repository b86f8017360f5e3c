/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.connect.Setting;
import dev.quiver.connect.SettingException;
import dev.quiver.parquet.Encryption;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How settings become keys. */
final class EncryptionConfigTest {
    private static final String SHORT = Base64.getEncoder().encodeToString(new byte[16]);
    private static final String LONG = Base64.getEncoder().encodeToString(new byte[32]);

    private static @Nullable Encryption parse(String... pairs) {
        Map<String, String> given = new HashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            given.put("parquet.encryption." + pairs[index], pairs[index + 1]);
        }
        return EncryptionConfig.of(Setting.define(EncryptionConfig.settings()).parse(given));
    }

    @Test
    void nothingIsEncryptedByDefault() {
        assertThat(parse()).isNull();
    }

    @Test
    void oneKeyEncryptsEverything() {
        assertThat(parse("footer.key", "f", "keys", "f:" + SHORT))
                .isEqualTo(Encryption.of(new Encryption.Key("f", new byte[16])));
    }

    @Test
    void everyKeyReachesItsPlace() {
        Encryption.Key column = new Encryption.Key("c", new byte[32]);
        assertThat(parse(
                        "footer.key", "f",
                        "keys", "f:" + SHORT + ", c:" + LONG,
                        "columns", "customer.name=c",
                        "other.columns", "false",
                        "footer.readable", "true",
                        "cipher", "gcm-ctr"))
                .isEqualTo(new Encryption(
                        new Encryption.Key("f", new byte[16]),
                        true,
                        Encryption.Cipher.GCM_CTR,
                        Map.of("customer.name", column),
                        false));
    }

    @Test
    void refusalsNameTheKeyAndShowNothingSecret() {
        assertRefused("parquet.encryption.footer.key", "keys", "f:" + SHORT);
        assertRefused("parquet.encryption.footer.key", "columns", "a=f");
        assertRefused("parquet.encryption.footer.key", "footer.key", "g", "keys", "f:" + SHORT);
        assertRefused("parquet.encryption.keys", "footer.key", "f", "keys", SHORT);
        assertRefused("parquet.encryption.keys", "footer.key", "f", "keys", "f:c2VjcmV0");
        assertRefused("parquet.encryption.keys", "footer.key", "f", "keys", "f:c2VjcmV0!");
        assertRefused("parquet.encryption.columns", "footer.key", "f", "keys", "f:" + SHORT, "columns", "a=c");
        assertRefused("parquet.encryption.columns", "footer.key", "f", "keys", "f:" + SHORT, "columns", "a");
        assertRefused(
                "parquet.encryption.other.columns", "footer.key", "f", "keys", "f:" + SHORT, "other.columns", "false");
    }

    private static void assertRefused(String key, String... pairs) {
        assertThatThrownBy(() -> parse(pairs))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(key)
                .hasMessageNotContaining(SHORT)
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void filesThatAreNeverEncryptedTakeNoKeys() {
        assertThatThrownBy(() -> ParquetSinkConfig.parse(SinkFixture.properties(
                        "format", "arrow",
                        "parquet.encryption.footer.key", "k",
                        "parquet.encryption.keys", "k:AAAAAAAAAAAAAAAAAAAAAA==")))
                .hasMessageContaining("parquet.encryption.footer.key");
    }
}
