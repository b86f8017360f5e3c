/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import dev.quiver.connect.Setting;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the registry is and how it is asked. Keys are those of the other clients of such registries. */
public final class RegistryConfig {
    private static final String GROUP = "Registry";
    private static final int DAY_MS = 86_400_000;
    private static final int PORT_MAX = 65_535;

    private static final Setting<String> URLS = Setting.required(
            GROUP,
            "schema.registry.url",
            "Addresses of the servers of the registry, separated by commas; the next one is asked when one fails.");
    private static final Setting<Integer> SCHEMAS_MAX =
            Setting.number(GROUP, "max.schemas.per.subject", 1, 1_000_000, 1_000, "Schemas that are remembered.");
    private static final Setting<Boolean> NORMALIZES = Setting.flag(
            GROUP,
            "normalize.schemas",
            false,
            "Whether the registry brings schemas into a normal form before it compares them.");
    private static final Setting<Long> LATEST_TTL = Setting.atLeast(
            GROUP,
            "latest.cache.ttl.sec",
            -1,
            -1,
            "Seconds after which the latest version of a subject is asked for again; -1 for never.");
    private static final Setting<Integer> CONNECT_TIMEOUT = Setting.number(
            GROUP, "http.connect.timeout.ms", 1, DAY_MS, 60_000, "Milliseconds until a connection must be there.");
    private static final Setting<Integer> READ_TIMEOUT = Setting.number(
            GROUP, "http.read.timeout.ms", 1, DAY_MS, 60_000, "Milliseconds until a response must be there.");
    private static final Setting<Integer> RETRIES = Setting.number(
            GROUP, "max.retries", 0, 1_000, 3, "How often all servers are asked again after all have failed.");
    private static final Setting<Integer> RETRY_WAIT = Setting.number(
            GROUP, "retries.wait.ms", 0, DAY_MS, 1_000, "Milliseconds before that; twice as many each next time.");
    private static final Setting<Integer> RETRY_WAIT_MAX =
            Setting.number(GROUP, "retries.max.wait.ms", 0, DAY_MS, 20_000, "The most milliseconds before that.");
    private static final Setting<String> PROXY_HOST =
            Setting.optional(GROUP, "proxy.host", "A proxy on the way to the registry.");
    private static final Setting<Integer> PROXY_PORT =
            Setting.number(GROUP, "proxy.port", -1, PORT_MAX, -1, "The port of the proxy.");

    private final Map<String, Object> values;
    private final Map<String, String> headers;
    private final List<URI> urls;
    private final HttpSettings settings;

    private RegistryConfig(Map<String, Object> values, Map<String, ?> properties) {
        this.values = Map.copyOf(values);
        this.headers = AccessConfig.headers(values, properties);
        this.urls = urls(values);
        this.settings = new HttpSettings(
                Duration.ofMillis(CONNECT_TIMEOUT.in(values)),
                Duration.ofMillis(READ_TIMEOUT.in(values)),
                proxy(values),
                TlsConfig.context(values));
        // Settings that do not go together are told before the first request.
        servers(Clock.systemUTC());
    }

    /** All settings, in the order in which they are shown. */
    public static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(List.of(
                URLS,
                SCHEMAS_MAX,
                NORMALIZES,
                LATEST_TTL,
                CONNECT_TIMEOUT,
                READ_TIMEOUT,
                RETRIES,
                RETRY_WAIT,
                RETRY_WAIT_MAX,
                PROXY_HOST,
                PROXY_PORT));
        all.addAll(AccessConfig.SETTINGS);
        all.addAll(TlsConfig.SETTINGS);
        return all;
    }

    /** Whether {@code key} is one of the settings, or a header to be sent. */
    public static boolean knows(String key) {
        return AccessConfig.isHeader(key)
                || settings().stream().anyMatch(setting -> setting.key().equals(key));
    }

    /**
     * Reads {@code values}, which a definition of {@link #settings} parsed from {@code properties}.
     *
     * @throws dev.quiver.connect.SettingException if they do not go together
     */
    public static RegistryConfig of(Map<String, Object> values, Map<String, ?> properties) {
        return new RegistryConfig(values, properties);
    }

    private static List<URI> urls(Map<String, Object> values) {
        List<URI> urls = new ArrayList<>();
        for (String text : URLS.in(values).split(",", -1)) {
            if (!text.isBlank()) {
                urls.add(url(text.trim()));
            }
        }
        if (urls.isEmpty()) {
            throw URLS.refuse("", "names no server");
        }
        return urls;
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!isHttp || url.getHost() == null) {
                throw URLS.refuse(withoutUser(text), "must begin with http:// or https:// and name a host");
            }
            return url;
        } catch (URISyntaxException e) {
            throw URLS.refuse(withoutUser(text), "is no address");
        }
    }

    /** A password may stand in front of the host. */
    private static String withoutUser(String text) {
        return text.substring(text.lastIndexOf('@') + 1);
    }

    private static @Nullable InetSocketAddress proxy(Map<String, Object> values) {
        String host = PROXY_HOST.in(values);
        int port = PROXY_PORT.in(values);
        if (host.isEmpty()) {
            return null;
        }
        if (port < 1) {
            throw PROXY_PORT.refuse(port, "must be given with " + PROXY_HOST.key());
        }
        return new InetSocketAddress(host, port);
    }

    private List<RegistryHttp.Server> servers(Clock clock) {
        List<RegistryHttp.Server> servers = new ArrayList<>();
        for (URI url : urls) {
            String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
            String port = url.getPort() < 0 ? "" : ":" + url.getPort();
            servers.add(new RegistryHttp.Server(
                    url.getScheme() + "://" + url.getHost() + port + path,
                    AccessConfig.authorization(url, values, settings, clock)));
        }
        return servers;
    }

    RegistryHttp http(Clock clock, RetryPolicy.Pause pause) {
        RetryPolicy retries = new RetryPolicy(
                RETRIES.in(values),
                Duration.ofMillis(RETRY_WAIT.in(values)),
                Duration.ofMillis(RETRY_WAIT_MAX.in(values)));
        return new RegistryHttp(servers(clock), headers, settings, retries, pause);
    }

    /** Schemas that are remembered. */
    int schemasMax() {
        return SCHEMAS_MAX.in(values);
    }

    /** Whether the registry normalizes schemas. */
    boolean normalizes() {
        return NORMALIZES.in(values);
    }

    /** How long a latest version is believed to be that. */
    Duration latestTtl() {
        long seconds = LATEST_TTL.in(values);
        return seconds < 0 ? Duration.ofDays(365_000) : Duration.ofSeconds(seconds);
    }

    /** Where the registry is. */
    @Override
    public String toString() {
        return servers(Clock.systemUTC()).stream()
                .map(RegistryHttp.Server::base)
                .toList()
                .toString();
    }
}
