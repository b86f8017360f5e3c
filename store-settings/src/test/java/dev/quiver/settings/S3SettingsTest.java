/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.connect.Setting;
import dev.quiver.connect.SettingException;
import dev.quiver.store.StoreUri;
import dev.quiver.store.s3.ChecksumMode;
import dev.quiver.store.s3.S3Credentials;
import dev.quiver.store.s3.S3Encryption;
import dev.quiver.store.s3.S3ObjectOptions;
import dev.quiver.store.s3.S3Options;
import dev.quiver.store.s3.S3Proxy;
import dev.quiver.store.s3.S3Transfer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How settings become options of a bucket. */
final class S3SettingsTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private static S3Options parse(String... pairs) {
        Map<String, String> given = new HashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            given.put(pairs[index], pairs[index + 1]);
        }
        Map<String, Object> values = Setting.define(S3Settings.all()).parse(given);
        StoreUri.S3 bucket = (StoreUri.S3) StoreUri.parse("s3://bucket");
        return S3Settings.options(bucket, ChecksumMode.WHEN_REQUIRED, S3Transfer.DEFAULT, values);
    }

    @Test
    void nothingSpecialIsAskedForByDefault() {
        S3Options options = parse();
        assertThat(options.objects()).isEqualTo(S3ObjectOptions.DEFAULT);
        assertThat(options.endpoint().proxy()).isNull();
        assertThat(options.credentials()).isEqualTo(new S3Credentials.DefaultChain(false));
    }

    @Test
    void everyKeyReachesItsOption() {
        assertThat(parse("s3.instance.metadata", "true").credentials()).isEqualTo(new S3Credentials.DefaultChain(true));
        assertThat(parse(
                                "s3.access.key.id", "key",
                                "s3.secret.access.key", "hidden",
                                "s3.role.arn", "arn:r",
                                "s3.role.session.name", "mine",
                                "s3.role.external.id", "outside",
                                "s3.role.service", "https://sts:443")
                        .credentials())
                .isEqualTo(new S3Credentials.AssumedRole(
                        "arn:r",
                        "mine",
                        "outside",
                        URI.create("https://sts:443"),
                        new S3Credentials.Static("key", "hidden", null)));
        assertThat(parse("s3.role.arn", "arn:r", "s3.role.token.file", "/token").credentials())
                .isEqualTo(new S3Credentials.WebIdentity("arn:r", "quiver", Path.of("/token"), null));
        assertThat(parse("s3.proxy.uri", "http://proxy:3128", "s3.proxy.user", "me", "s3.proxy.password", "hidden")
                        .endpoint()
                        .proxy())
                .isEqualTo(new S3Proxy(URI.create("http://proxy:3128"), "me", "hidden"));
        assertThat(parse("s3.acl", "private", "s3.storage.class", "GLACIER_IR", "s3.tags", "team=a, cost=b=c")
                        .objects())
                .isEqualTo(new S3ObjectOptions(
                        new S3Encryption.OfBucket(), "private", "GLACIER_IR", Map.of("team", "a", "cost", "b=c")));
    }

    @Test
    void everyEncryptionCanBeChosen() {
        assertThat(parse("s3.encryption", "managed").objects().encryption()).isEqualTo(new S3Encryption.Managed());
        assertThat(parse("s3.encryption", "kms").objects().encryption()).isEqualTo(new S3Encryption.Kms(null));
        assertThat(parse("s3.encryption", "kms", "s3.encryption.kms.key.id", "k")
                        .objects()
                        .encryption())
                .isEqualTo(new S3Encryption.Kms("k"));
        assertThat(parse("s3.encryption", "customer", "s3.encryption.customer.key", KEY)
                        .objects()
                        .encryption())
                .isInstanceOfSatisfying(
                        S3Encryption.Customer.class,
                        customer -> assertThat(customer.key()).isEqualTo(new byte[32]));
    }

    @ParameterizedTest
    @CsvSource({
        "s3.role.external.id, outside, s3.role.arn",
        "s3.role.token.file, /token, s3.role.arn",
        "s3.role.service, https://sts, s3.role.arn",
        "s3.proxy.uri, http://proxy, s3.proxy.uri",
        "s3.proxy.uri, 'http://a b', s3.proxy.uri",
        "s3.proxy.user, me, s3.proxy.uri",
        "s3.encryption.kms.key.id, k, s3.encryption.kms.key.id",
        "s3.tags, team, s3.tags",
        "s3.tags, =a, s3.tags",
        "s3.tags, 'a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1,j=1,k=1', s3.tags"
    })
    void refusalsNameTheKey(String key, String value, String named) {
        assertThatThrownBy(() -> parse(key, value))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(named);
    }

    @Test
    void aKeyIsNeverShown() {
        String secret = "c2VjcmV0";
        assertThatThrownBy(() -> parse("s3.encryption.customer.key", secret))
                .isInstanceOf(SettingException.class)
                .hasMessageNotContaining(secret);
        assertThatThrownBy(() -> parse("s3.encryption", "customer", "s3.encryption.customer.key", secret))
                .isInstanceOf(SettingException.class)
                .hasMessageNotContaining(secret)
                .hasMessageContaining("a customer key must have 32 bytes but has 6");
        assertThatThrownBy(() -> parse("s3.encryption", "customer", "s3.encryption.customer.key", "secret!!"))
                .isInstanceOf(SettingException.class)
                .hasMessageNotContaining("secret!!")
                .hasMessageContaining("must be Base64");
    }

    @Test
    void aTokenAndAKeyExcludeEachOther() {
        assertThatThrownBy(() -> parse(
                        "s3.access.key.id", "key",
                        "s3.secret.access.key", "hidden",
                        "s3.role.arn", "arn:r",
                        "s3.role.token.file", "/token"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("s3.role.token.file")
                .hasMessageContaining("s3.access.key.id");
    }

    @Test
    void noTextShowsThePasswordOfTheProxy() {
        assertThat(parse("s3.proxy.uri", "http://proxy:3128", "s3.proxy.user", "me", "s3.proxy.password", "hidden")
                        .toString())
                .contains("me")
                .doesNotContain("hidden");
    }
}
