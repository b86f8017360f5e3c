/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.settings;

import dev.quiver.connect.Setting;
import dev.quiver.store.StoreUri;
import dev.quiver.store.s3.ChecksumMode;
import dev.quiver.store.s3.S3Endpoint;
import dev.quiver.store.s3.S3Options;
import dev.quiver.store.s3.S3Proxy;
import dev.quiver.store.s3.S3Retry;
import dev.quiver.store.s3.S3Transfer;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** How a bucket is reached and what its objects are stored with: the same keys for every connector. */
public final class S3Settings {
    /** Under what the settings of stores are documented. */
    public static final String GROUP = "Store";

    private static final Setting<String> REGION = Setting.text(
            GROUP, "s3.region", "us-east-1", "The region of the bucket; servers that know no regions take any.");
    private static final Setting<String> ENDPOINT =
            Setting.optional(GROUP, "s3.endpoint", "The S3 server, such as https://minio.example:9000; empty for AWS.");
    private static final Setting<Boolean> PATH_STYLE = Setting.flag(
            GROUP,
            "s3.path.style.access",
            false,
            "Whether the bucket is part of the path and not of the host name, as most servers other than AWS need it.");
    private static final Setting<String> PROXY = Setting.optional(
            GROUP,
            "s3.proxy.uri",
            "An HTTP proxy on the way to the server, such as http://proxy.example:3128; empty for what the worker's"
                    + " system properties and environment say.");
    private static final Setting<String> PROXY_USER =
            Setting.optional(GROUP, "s3.proxy.user", "Who calls the proxy, if it asks.");
    private static final Setting<Password> PROXY_PASSWORD =
            Setting.secret(GROUP, "s3.proxy.password", "The password of that user.");
    private static final Setting<Integer> ATTEMPTS_MAX =
            Setting.number(GROUP, "s3.attempts.max", 1, 100, 8, "Attempts of one request, the first one included.");
    private static final Setting<Long> ATTEMPT_TIMEOUT_MS = Setting.atLeast(
            GROUP, "s3.attempt.timeout.ms", 1, 30_000, "Milliseconds after which one attempt is given up.");
    private static final Setting<Long> CALL_TIMEOUT_MS = Setting.atLeast(
            GROUP,
            "s3.call.timeout.ms",
            1,
            80_000,
            "Milliseconds after which a request has failed, with all its attempts and the waiting in between. A large"
                    + " file of a sink takes three or more of them: keep them together below the consumer's"
                    + " max.poll.interval.ms.");

    private S3Settings() {}

    /** All of them, in the order of the documentation. */
    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(List.of(
                REGION,
                ENDPOINT,
                PATH_STYLE,
                PROXY,
                PROXY_USER,
                PROXY_PASSWORD,
                ATTEMPTS_MAX,
                ATTEMPT_TIMEOUT_MS,
                CALL_TIMEOUT_MS));
        all.addAll(S3CredentialSettings.all());
        all.addAll(S3ObjectSettings.all());
        return List.copyOf(all);
    }

    /**
     * The location that {@code setting} has.
     *
     * @throws dev.quiver.connect.SettingException if it is none
     */
    public static StoreUri uri(Setting<String> setting, Map<String, Object> values) {
        String text = setting.in(values);
        try {
            return StoreUri.parse(text);
        } catch (IllegalArgumentException e) {
            throw setting.refuse(text, reason(e));
        }
    }

    /**
     * Reads the settings of a bucket; {@code checksums} and {@code transfer} are those of a connector that writes.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    public static S3Options options(
            StoreUri.S3 location, ChecksumMode checksums, S3Transfer transfer, Map<String, Object> values) {
        return new S3Options(
                location,
                endpoint(checksums, values),
                S3CredentialSettings.of(values),
                transfer,
                retry(values),
                S3ObjectSettings.of(values));
    }

    /**
     * The tags that every object gets.
     *
     * @throws dev.quiver.connect.SettingException if there is one without a name
     */
    public static Map<String, String> tags(Map<String, Object> values) {
        return S3ObjectSettings.tags(values);
    }

    private static S3Endpoint endpoint(ChecksumMode checksums, Map<String, Object> values) {
        String text = ENDPOINT.in(values);
        S3Proxy proxy = proxy(values);
        try {
            URI override = text.isEmpty() ? null : new URI(text);
            return new S3Endpoint(REGION.in(values), override, PATH_STYLE.in(values), checksums, proxy);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw ENDPOINT.refuse(text, reason(e));
        }
    }

    private static @Nullable S3Proxy proxy(Map<String, Object> values) {
        String text = PROXY.in(values);
        String user = PROXY_USER.in(values);
        String password = PROXY_PASSWORD.in(values).value();
        if (text.isEmpty()) {
            if (!user.isEmpty() || !password.isEmpty()) {
                throw PROXY.refuse("", "must be given where " + PROXY_USER.key() + " or its password is");
            }
            return null;
        }
        try {
            return new S3Proxy(new URI(text), user.isEmpty() ? null : user, password.isEmpty() ? null : password);
        } catch (URISyntaxException | IllegalArgumentException e) {
            boolean secret = text.contains("@");
            throw PROXY.refuse(secret ? "[hidden]" : text, secret ? "must look like http://host:port" : reason(e));
        }
    }

    private static S3Retry retry(Map<String, Object> values) {
        Duration attempt = Duration.ofMillis(ATTEMPT_TIMEOUT_MS.in(values));
        Duration call = Duration.ofMillis(CALL_TIMEOUT_MS.in(values));
        if (attempt.compareTo(call) > 0) {
            throw ATTEMPT_TIMEOUT_MS.refuse(
                    attempt.toMillis(), "must not be more than " + CALL_TIMEOUT_MS.key() + " = " + call.toMillis());
        }
        S3Retry otherwise = S3Retry.DEFAULT;
        return new S3Retry(ATTEMPTS_MAX.in(values), attempt, call, otherwise.backoffBase(), otherwise.backoffMax());
    }

    private static String reason(Exception refusal) {
        return String.valueOf(refusal.getMessage());
    }
}
