/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import dev.quiver.connect.Setting;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Which certificates are trusted, and which one this side shows, as a configuration has it. */
final class TlsConfig {
    private static final String GROUP = "Registry TLS";
    private static final String PREFIX = "schema.registry.ssl.";

    private static final Setting<String> PROTOCOL = Setting.text(
            GROUP,
            PREFIX + "protocol",
            "TLSv1.3",
            "The protocol of connections to the registry; lower ones that the" + " JVM allows are taken as well.");
    private static final Setting<String> KEY_STORE =
            Setting.optional(GROUP, PREFIX + "keystore.location", "A file with the certificate that this side shows.");
    private static final Setting<String> KEY_STORE_TYPE =
            Setting.text(GROUP, PREFIX + "keystore.type", "JKS", "What that file is: JKS, PKCS12 or PEM.");
    private static final Setting<Password> KEY_STORE_PASSWORD =
            Setting.secret(GROUP, PREFIX + "keystore.password", "The password of that file.");
    private static final Setting<Password> KEY_PASSWORD =
            Setting.secret(GROUP, PREFIX + "key.password", "The password of the key in it, if that is another one.");
    private static final Setting<Password> KEY_STORE_KEY = Setting.secret(
            GROUP, PREFIX + "keystore.key", "The key itself as PEM (PKCS #8, not encrypted), without a file.");
    private static final Setting<String> KEY_STORE_CHAIN =
            Setting.optional(GROUP, PREFIX + "keystore.certificate.chain", "The certificates of that key as PEM.");
    private static final Setting<String> TRUST_STORE =
            Setting.optional(GROUP, PREFIX + "truststore.location", "A file with the certificates that are trusted.");
    private static final Setting<String> TRUST_STORE_TYPE =
            Setting.text(GROUP, PREFIX + "truststore.type", "JKS", "What that file is: JKS, PKCS12 or PEM.");
    private static final Setting<Password> TRUST_STORE_PASSWORD =
            Setting.secret(GROUP, PREFIX + "truststore.password", "The password of that file.");
    private static final Setting<String> TRUSTED =
            Setting.optional(GROUP, PREFIX + "truststore.certificates", "Trusted certificates as PEM, without a file.");
    private static final Setting<String> HOST_CHECK = Setting.optional(
            GROUP,
            PREFIX + "endpoint.identification.algorithm",
            "https, or empty, which means the same: the name of the server is always checked.");

    static final List<Setting<?>> SETTINGS = List.of(
            PROTOCOL,
            KEY_STORE,
            KEY_STORE_TYPE,
            KEY_STORE_PASSWORD,
            KEY_PASSWORD,
            KEY_STORE_KEY,
            KEY_STORE_CHAIN,
            TRUST_STORE,
            TRUST_STORE_TYPE,
            TRUST_STORE_PASSWORD,
            TRUSTED,
            HOST_CHECK);

    private TlsConfig() {}

    /**
     * What {@code values} say, or null if they leave everything to the JVM.
     *
     * @throws dev.quiver.connect.SettingException if a file or a key cannot be read
     */
    static @Nullable SSLContext context(Map<String, Object> values) {
        boolean hasKey = !KEY_STORE.in(values).isEmpty()
                || !KEY_STORE_KEY.in(values).value().isEmpty();
        boolean hasTrust =
                !TRUST_STORE.in(values).isEmpty() || !TRUSTED.in(values).isEmpty();
        if (!hasKey && !hasTrust) {
            return null;
        }
        TlsMaterial material = new TlsMaterial();
        if (hasKey) {
            read(KEY_STORE, values, () -> keys(material, values));
        }
        if (hasTrust) {
            read(TRUST_STORE, values, () -> trust(material, values));
        }
        try {
            return material.context(PROTOCOL.in(values));
        } catch (GeneralSecurityException e) {
            throw PROTOCOL.refuse(PROTOCOL.in(values), "cannot be used: " + e.getMessage());
        }
    }

    /** Reads a file. */
    private interface Step {
        void take() throws IOException, GeneralSecurityException;
    }

    private static void read(Setting<String> location, Map<String, Object> values, Step step) {
        try {
            step.take();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw location.refuse(location.in(values), "cannot be read: " + e.getMessage());
        }
    }

    private static void keys(TlsMaterial material, Map<String, Object> values)
            throws IOException, GeneralSecurityException {
        String location = KEY_STORE.in(values);
        if (location.isEmpty()) {
            material.showPem(KEY_STORE_KEY.in(values).value(), KEY_STORE_CHAIN.in(values));
            return;
        }
        String password = KEY_STORE_PASSWORD.in(values).value();
        String keyPassword = KEY_PASSWORD.in(values).value();
        material.show(location, KEY_STORE_TYPE.in(values), password, keyPassword.isEmpty() ? password : keyPassword);
    }

    private static void trust(TlsMaterial material, Map<String, Object> values)
            throws IOException, GeneralSecurityException {
        String location = TRUST_STORE.in(values);
        if (location.isEmpty()) {
            material.trustPem(TRUSTED.in(values));
        } else {
            material.trust(
                    location,
                    TRUST_STORE_TYPE.in(values),
                    TRUST_STORE_PASSWORD.in(values).value());
        }
    }
}
