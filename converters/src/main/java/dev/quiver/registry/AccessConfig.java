/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import dev.quiver.connect.Setting;
import dev.quiver.connect.SettingException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Who asks the registry, as a configuration has it. */
final class AccessConfig {
    private static final String GROUP = "Registry access";
    private static final String REQUEST_HEADER = "request.header.";
    private static final Pattern JAAS = Pattern.compile("\\b(username|password)\\s*=\\s*\"([^\"]*)\"");

    private static final Setting<String> BASIC_SOURCE = Setting.text(
            GROUP,
            "basic.auth.credentials.source",
            "URL",
            "Where user and password of basic authentication are: URL, USER_INFO or SASL_INHERIT.");
    private static final Setting<Password> USER_INFO =
            Setting.secret(GROUP, "basic.auth.user.info", "User and password, separated by a colon, for USER_INFO.");
    private static final Setting<Password> OLD_USER_INFO = Setting.secret(
            GROUP, "schema.registry.basic.auth.user.info", "The same as basic.auth.user.info, before which it goes.");
    private static final Setting<Password> SASL = Setting.secret(
            GROUP, "sasl.jaas.config", "User and password as Kafka's clients have them, for SASL_INHERIT.");
    private static final Setting<String> BEARER_SOURCE = Setting.optional(
            GROUP,
            "bearer.auth.credentials.source",
            "Where bearer tokens come from: STATIC_TOKEN or OAUTHBEARER; no token if empty, unless"
                    + " bearer.auth.token is there.");
    private static final Setting<Password> TOKEN =
            Setting.secret(GROUP, "bearer.auth.token", "The token, for STATIC_TOKEN.");
    private static final Setting<String> ISSUER = Setting.optional(
            GROUP,
            "bearer.auth.issuer.endpoint.url",
            "Where tokens are given for client credentials, for OAUTHBEARER.");
    private static final Setting<String> CLIENT =
            Setting.optional(GROUP, "bearer.auth.client.id", "Who asks for tokens.");
    private static final Setting<Password> CLIENT_SECRET =
            Setting.secret(GROUP, "bearer.auth.client.secret", "The secret of who asks for tokens.");
    private static final Setting<String> SCOPE =
            Setting.optional(GROUP, "bearer.auth.scope", "What tokens shall be good for.");
    private static final Setting<Integer> MARGIN = Setting.number(
            GROUP,
            "bearer.auth.cache.expiry.buffer.seconds",
            0,
            86_400,
            300,
            "How long before its end a token is not used any more.");
    private static final Setting<String> CLUSTER =
            Setting.optional(GROUP, "bearer.auth.logical.cluster", "Sent with each token as header target-sr-cluster.");
    private static final Setting<String> POOL = Setting.optional(
            GROUP, "bearer.auth.identity.pool.id", "Sent with each token as header Confluent-Identity-Pool-Id.");

    static final List<Setting<?>> SETTINGS = List.of(
            BASIC_SOURCE,
            USER_INFO,
            OLD_USER_INFO,
            SASL,
            BEARER_SOURCE,
            TOKEN,
            ISSUER,
            CLIENT,
            CLIENT_SECRET,
            SCOPE,
            MARGIN,
            CLUSTER,
            POOL);

    private AccessConfig() {}

    /** Whether {@code key} is a header to be sent with each request. */
    static boolean isHeader(String key) {
        return key.startsWith(REQUEST_HEADER) && key.length() > REQUEST_HEADER.length();
    }

    /** What is sent with each request. */
    static Map<String, String> headers(Map<String, Object> values, Map<String, ?> properties) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        properties.forEach((key, value) -> {
            if (isHeader(key) && value != null) {
                headers.put(headerName(key, value.toString()), value.toString().strip());
            }
        });
        if (isBearer(values)) {
            addIfGiven(headers, "target-sr-cluster", CLUSTER.in(values));
            addIfGiven(headers, "Confluent-Identity-Pool-Id", POOL.in(values));
        }
        return headers;
    }

    /** The name of the header that {@code key} is for; the value may be a secret, so that no message shows it. */
    private static String headerName(String key, String value) {
        String name = key.substring(REQUEST_HEADER.length());
        try {
            HttpRequest.newBuilder().header(name, value.strip());
        } catch (IllegalArgumentException e) {
            throw new SettingException(key, null, "is no header that may be sent, or not of plain letters");
        }
        return name;
    }

    private static void addIfGiven(Map<String, String> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.put(name, value);
        }
    }

    private static boolean isBearer(Map<String, Object> values) {
        return !BEARER_SOURCE.in(values).isEmpty() || !TOKEN.in(values).value().isEmpty();
    }

    /**
     * Who asks the server at {@code url}.
     *
     * @throws dev.quiver.connect.SettingException if the settings do not go together
     */
    static Authorization authorization(URI url, Map<String, Object> values, HttpSettings http, Clock clock) {
        String userInfo = userInfo(url, values);
        if (!isBearer(values)) {
            return userInfo == null ? Authorization.NONE : Authorization.basic(userInfo);
        }
        if (userInfo != null) {
            throw BEARER_SOURCE.refuse(
                    BEARER_SOURCE.in(values), "does not go with basic authentication, which is set as well");
        }
        return switch (BEARER_SOURCE.in(values).toUpperCase(Locale.ROOT)) {
            case "", "STATIC_TOKEN" -> Authorization.bearer(token(values));
            case "OAUTHBEARER" -> new OauthTokens(credentials(values), http, clock);
            default -> throw BEARER_SOURCE.refuse(BEARER_SOURCE.in(values), "is none of STATIC_TOKEN, OAUTHBEARER");
        };
    }

    private static @Nullable String userInfo(URI url, Map<String, Object> values) {
        String source = BASIC_SOURCE.in(values);
        return switch (source.toUpperCase(Locale.ROOT)) {
            case "URL" -> url.getUserInfo();
            case "USER_INFO" -> {
                String old = OLD_USER_INFO.in(values).value();
                String given = old.isEmpty() ? USER_INFO.in(values).value() : old;
                if (given.isEmpty()) {
                    throw BASIC_SOURCE.refuse(source, "needs " + USER_INFO.key());
                }
                yield given;
            }
            case "SASL_INHERIT" -> inherited(source, values);
            default -> throw BASIC_SOURCE.refuse(source, "is none of URL, USER_INFO, SASL_INHERIT");
        };
    }

    private static String inherited(String source, Map<String, Object> values) {
        Map<String, String> found = new TreeMap<>();
        Matcher matcher = JAAS.matcher(SASL.in(values).value());
        while (matcher.find()) {
            found.put(matcher.group(1), matcher.group(2));
        }
        if (found.size() < 2) {
            throw BASIC_SOURCE.refuse(source, "needs username and password in " + SASL.key());
        }
        return found.get("username") + ":" + found.get("password");
    }

    /** Files that tokens come from often end in a new line. */
    private static String token(Map<String, Object> values) {
        String token = TOKEN.in(values).value().strip();
        if (token.isEmpty()) {
            throw BEARER_SOURCE.refuse(BEARER_SOURCE.in(values), "needs " + TOKEN.key());
        }
        if (!Authorization.isToken(token)) {
            throw BEARER_SOURCE.refuse(BEARER_SOURCE.in(values), "needs a token of plain letters");
        }
        return token;
    }

    private static OauthTokens.Credentials credentials(Map<String, Object> values) {
        String issuer = ISSUER.in(values);
        if (issuer.isEmpty() || CLIENT.in(values).isEmpty()) {
            throw BEARER_SOURCE.refuse(BEARER_SOURCE.in(values), "needs " + ISSUER.key() + " and " + CLIENT.key());
        }
        try {
            URI endpoint = URI.create(issuer);
            // Refuses what no request can be sent to.
            HttpRequest.newBuilder(endpoint);
            return new OauthTokens.Credentials(
                    endpoint,
                    CLIENT.in(values),
                    CLIENT_SECRET.in(values).value(),
                    SCOPE.in(values),
                    Duration.ofSeconds(MARGIN.in(values)));
        } catch (IllegalArgumentException e) {
            throw ISSUER.refuse(issuer, "must begin with http:// or https:// and name a host");
        }
    }
}
