/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.settings;

import dev.quiver.connect.Setting;
import dev.quiver.store.s3.S3Credentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Who calls S3, as an operator says it. */
final class S3CredentialSettings {
    static final Setting<String> ACCESS_KEY = Setting.optional(
            S3Settings.GROUP,
            "s3.access.key.id",
            "The access key. Empty for the credentials of the worker: system properties, environment, web identity,"
                    + " profile, container.");
    static final Setting<Password> SECRET_KEY = Setting.secret(
            S3Settings.GROUP,
            "s3.secret.access.key",
            "The secret of the access key; best given through a config provider.");
    static final Setting<Password> SESSION_TOKEN =
            Setting.secret(S3Settings.GROUP, "s3.session.token", "The session token of temporary credentials.");
    static final Setting<Boolean> MACHINE = Setting.flag(
            S3Settings.GROUP,
            "s3.instance.metadata",
            false,
            "Whether the worker's credentials may also come from the metadata service of the machine, as on EC2."
                    + " Elsewhere nobody answers there, and every start would wait for it.");
    static final Setting<String> ROLE = Setting.optional(
            S3Settings.GROUP, "s3.role.arn", "A role to take on with these credentials; empty for none.");
    static final Setting<String> ROLE_SESSION = Setting.text(
            S3Settings.GROUP,
            "s3.role.session.name",
            "quiver",
            "What the role's calls are called in the account's logs.");
    static final Setting<String> ROLE_EXTERNAL_ID = Setting.optional(
            S3Settings.GROUP, "s3.role.external.id", "The external id that the role's owner asks for; empty for none.");
    static final Setting<String> ROLE_TOKEN_FILE = Setting.optional(
            S3Settings.GROUP,
            "s3.role.token.file",
            "A file with the token of a web identity, by which the role is taken on instead of by other credentials;"
                    + " read anew whenever keys run out.");
    static final Setting<String> ROLE_SERVICE = Setting.optional(
            S3Settings.GROUP,
            "s3.role.service",
            "The security token service, such as https://sts.example:443; empty for that of the region.");

    private S3CredentialSettings() {}

    static List<Setting<?>> all() {
        return List.of(
                ACCESS_KEY,
                SECRET_KEY,
                SESSION_TOKEN,
                MACHINE,
                ROLE,
                ROLE_SESSION,
                ROLE_EXTERNAL_ID,
                ROLE_TOKEN_FILE,
                ROLE_SERVICE);
    }

    /**
     * Reads the settings.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    static S3Credentials of(Map<String, Object> values) {
        String role = ROLE.in(values);
        String tokenFile = ROLE_TOKEN_FILE.in(values);
        S3Credentials own = own(values);
        if (role.isEmpty()) {
            requireRole(values);
            return own;
        }
        if (tokenFile.isEmpty()) {
            String externalId = ROLE_EXTERNAL_ID.in(values);
            return new S3Credentials.AssumedRole(
                    role, ROLE_SESSION.in(values), externalId.isEmpty() ? null : externalId, service(values), own);
        }
        if (own instanceof S3Credentials.Static) {
            throw ROLE_TOKEN_FILE.refuse(tokenFile, "must not be given where " + ACCESS_KEY.key() + " is");
        }
        return new S3Credentials.WebIdentity(role, ROLE_SESSION.in(values), Path.of(tokenFile), service(values));
    }

    private static void requireRole(Map<String, Object> values) {
        for (Setting<String> ofRole : List.of(ROLE_EXTERNAL_ID, ROLE_TOKEN_FILE, ROLE_SERVICE)) {
            String given = ofRole.in(values);
            if (!given.isEmpty()) {
                throw ROLE.refuse("", "must be given where " + ofRole.key() + " is");
            }
        }
    }

    private static S3Credentials own(Map<String, Object> values) {
        String accessKey = ACCESS_KEY.in(values);
        String secret = SECRET_KEY.in(values).value();
        String token = SESSION_TOKEN.in(values).value();
        if (accessKey.isEmpty() && !(secret.isBlank() && token.isBlank())) {
            throw ACCESS_KEY.refuse(
                    accessKey, "must be given where " + (secret.isBlank() ? SESSION_TOKEN : SECRET_KEY).key() + " is");
        }
        if (accessKey.isEmpty()) {
            return new S3Credentials.DefaultChain(MACHINE.in(values));
        }
        if (secret.isBlank()) {
            throw SECRET_KEY.refuse("", "must be given where " + ACCESS_KEY.key() + " is");
        }
        return new S3Credentials.Static(accessKey, secret, token.isBlank() ? null : token);
    }

    private static @Nullable URI service(Map<String, Object> values) {
        String text = ROLE_SERVICE.in(values);
        try {
            URI service = text.isEmpty() ? null : new URI(text);
            if (service != null && (service.getScheme() == null || service.getHost() == null)) {
                throw ROLE_SERVICE.refuse(text, "must look like https://host:port");
            }
            return service;
        } catch (URISyntaxException e) {
            throw ROLE_SERVICE.refuse(text, String.valueOf(e.getMessage()));
        }
    }
}
