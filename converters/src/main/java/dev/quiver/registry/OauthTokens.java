/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Bearer tokens of an identity provider, which gives them for a client's own credentials; each is used for a while. */
final class OauthTokens implements Authorization {
    private static final int LIFETIME_SECONDS_DEFAULT = 300;

    private final Credentials credentials;
    private final HttpSettings settings;
    private final Clock clock;
    /** Made when it is needed: it starts threads. */
    private @Nullable HttpClient client;

    private String token = "";
    private Instant usableUntil = Instant.MIN;

    OauthTokens(Credentials credentials, HttpSettings settings, Clock clock) {
        this.credentials = credentials;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Who asks the provider.
     *
     * @param endpoint where tokens are given
     * @param scope what they shall be good for; empty for whatever the provider thinks
     * @param margin how long before its end a token is not used any more
     */
    record Credentials(URI endpoint, String id, String secret, String scope, Duration margin) {
        @Override
        public String toString() {
            return "client " + id + " at " + endpoint;
        }

        private String form() {
            String form = "grant_type=client_credentials";
            return scope.isEmpty() ? form : form + "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8);
        }
    }

    @Override
    public String header() throws IOException {
        if (!clock.instant().isBefore(usableUntil)) {
            renew();
        }
        return "Bearer " + token;
    }

    private HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = settings.client();
            client = known;
        }
        return known;
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(credentials.endpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header("Authorization", Authorization.basicHeader(credentials.id() + ":" + credentials.secret()))
                .POST(HttpRequest.BodyPublishers.ofString(credentials.form()))
                .build();
    }

    private void renew() throws IOException {
        Instant asked = clock.instant();
        HttpResponse<byte[]> response;
        try {
            response = RegistryHttp.exchange(client(), request(), settings.readTimeout());
        } catch (IOException e) {
            throw new IOException("no token for the schema registry from " + credentials.endpoint(), e);
        }
        JsonNode body = Json.parse(response.body());
        String given = Json.text(body, "access_token");
        if (RegistryHttp.mayWorkLater(response.statusCode())) {
            throw new IOException("no token for the schema registry from " + credentials.endpoint() + ": HTTP "
                    + response.statusCode());
        }
        if (response.statusCode() >= 300 || given == null || !Authorization.isToken(given)) {
            throw new ConnectException("no token for the schema registry from " + credentials.endpoint() + ": HTTP "
                    + response.statusCode() + ", check bearer.auth.client.id and bearer.auth.client.secret");
        }
        Integer lifetime = Json.number(body, "expires_in");
        Duration usable = Duration.ofSeconds(lifetime == null ? LIFETIME_SECONDS_DEFAULT : lifetime);
        token = given;
        usableUntil = asked.plus(
                usable.compareTo(credentials.margin()) > 0 ? usable.minus(credentials.margin()) : usable.dividedBy(2));
    }
}
