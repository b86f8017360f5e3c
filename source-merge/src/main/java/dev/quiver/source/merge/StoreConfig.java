/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.connect.Setting;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoreUri;
import dev.quiver.store.file.FileStore;
import dev.quiver.store.s3.ChecksumMode;
import dev.quiver.store.s3.S3Endpoint;
import dev.quiver.store.s3.S3ObjectOptions;
import dev.quiver.store.s3.S3Options;
import dev.quiver.store.s3.S3Proxy;
import dev.quiver.store.s3.S3Retry;
import dev.quiver.store.s3.S3Store;
import dev.quiver.store.s3.S3Transfer;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Where files are and how the store is reached. */
sealed interface StoreConfig {
    String GROUP = "Store";

    Setting<String> STORE_URI = Setting.required(
            GROUP,
            "store.uri",
            "Where the directories of the tables are: s3://bucket/prefix, or file:///directory for a file system that"
                    + " all workers share.");
    Setting<String> REGION = Setting.text(
            GROUP, "s3.region", "us-east-1", "The region of the bucket; servers that know no regions take any.");
    Setting<String> ENDPOINT =
            Setting.optional(GROUP, "s3.endpoint", "The S3 server, such as https://minio.example:9000; empty for AWS.");
    Setting<Boolean> PATH_STYLE = Setting.flag(
            GROUP,
            "s3.path.style.access",
            false,
            "Whether the bucket is part of the path and not of the host name, as most servers other than AWS need it.");
    Setting<String> PROXY = Setting.optional(
            GROUP,
            "s3.proxy.uri",
            "An HTTP proxy on the way to the server, such as http://proxy.example:3128; empty for what the worker's"
                    + " system properties and environment say.");
    Setting<String> PROXY_USER = Setting.optional(GROUP, "s3.proxy.user", "Who calls the proxy, if it asks.");
    Setting<Password> PROXY_PASSWORD = Setting.secret(GROUP, "s3.proxy.password", "The password of that user.");
    Setting<Integer> ATTEMPTS_MAX =
            Setting.number(GROUP, "s3.attempts.max", 1, 100, 8, "Attempts of one request, the first one included.");
    Setting<Long> ATTEMPT_TIMEOUT_MS = Setting.atLeast(
            GROUP, "s3.attempt.timeout.ms", 1, 30_000, "Milliseconds after which one attempt is given up.");
    Setting<Long> CALL_TIMEOUT_MS = Setting.atLeast(
            GROUP,
            "s3.call.timeout.ms",
            1,
            80_000,
            "Milliseconds after which a request has failed, with all its attempts and the waiting in between.");

    /** All settings of a store. */
    static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(List.of(
                STORE_URI,
                REGION,
                ENDPOINT,
                PATH_STYLE,
                PROXY,
                PROXY_USER,
                PROXY_PASSWORD,
                ATTEMPTS_MAX,
                ATTEMPT_TIMEOUT_MS,
                CALL_TIMEOUT_MS));
        all.addAll(S3CredentialConfig.settings());
        return List.copyOf(all);
    }

    /** The store, of which nothing is asked yet; the caller closes it. */
    @MustBeClosed
    ObjectStore open() throws StoreException;

    /** A directory. */
    record Directory(StoreUri.Directory location) implements StoreConfig {
        @Override
        @MustBeClosed
        public ObjectStore open() throws StoreException {
            return FileStore.open(location.path(), false);
        }
    }

    /** A bucket. */
    record Bucket(S3Options options) implements StoreConfig {
        @Override
        @MustBeClosed
        public ObjectStore open() throws StoreException {
            return S3Store.open(options);
        }
    }

    /**
     * Reads the settings of a store.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    static StoreConfig of(Map<String, Object> values) {
        StoreUri uri = uri(values);
        if (uri instanceof StoreUri.Directory directory) {
            return new Directory(directory);
        }
        return new Bucket(new S3Options(
                (StoreUri.S3) uri,
                endpoint(values),
                S3CredentialConfig.of(values),
                S3Transfer.DEFAULT,
                retry(values),
                S3ObjectOptions.DEFAULT));
    }

    private static StoreUri uri(Map<String, Object> values) {
        String text = STORE_URI.in(values);
        try {
            return StoreUri.parse(text);
        } catch (IllegalArgumentException e) {
            throw STORE_URI.refuse(text, reason(e));
        }
    }

    private static S3Endpoint endpoint(Map<String, Object> values) {
        String text = ENDPOINT.in(values);
        S3Proxy proxy = proxy(values);
        try {
            URI override = text.isEmpty() ? null : new URI(text);
            return new S3Endpoint(
                    REGION.in(values), override, PATH_STYLE.in(values), ChecksumMode.WHEN_REQUIRED, proxy);
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
