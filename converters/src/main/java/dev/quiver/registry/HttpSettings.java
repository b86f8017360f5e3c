/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How servers are reached.
 *
 * @param connectTimeout until a connection is there
 * @param readTimeout from the request to the end of the response
 * @param proxy on the way; null for none
 * @param tls who is trusted, and the certificate of this side; null for what the JVM has
 */
record HttpSettings(
        Duration connectTimeout,
        Duration readTimeout,
        @Nullable InetSocketAddress proxy,
        @Nullable SSLContext tls) {
    /** A client of these settings; it follows nobody elsewhere, who would be told the secrets of this registry. */
    HttpClient client() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (proxy != null) {
            builder.proxy(ProxySelector.of(proxy));
        }
        if (tls != null) {
            builder.sslContext(tls);
        }
        return builder.build();
    }
}
