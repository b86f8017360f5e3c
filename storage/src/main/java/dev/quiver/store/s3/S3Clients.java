/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Builds the SDK's client from our options. */
final class S3Clients {
    /** A server that does not even accept a connection is down; waiting longer only delays the next attempt. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Connections beside those of the parts: reads in ranges, and as many small objects as are published at once. */
    private static final int CONNECTIONS_BESIDE_PARTS = 256;

    private S3Clients() {}

    /** Opens a client, which the caller then owns; it connects with the first call. */
    static S3Client open(S3Options options, AwsCredentialsProvider credentials) {
        S3Endpoint endpoint = options.endpoint();
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(endpoint.region()))
                .forcePathStyle(endpoint.pathStyle())
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(endpoint.checksums().request())
                .responseChecksumValidation(endpoint.checksums().response())
                .credentialsProvider(credentials)
                .putAuthScheme(new BodySigner())
                .httpClientBuilder(httpClient(options))
                .overrideConfiguration(overrides(options.retry()));
        if (endpoint.override() != null) {
            builder.endpointOverride(endpoint.override());
        }
        return builder.build();
    }

    /** With a proxy, if there is one; otherwise as the system properties and the environment say. */
    static Apache5HttpClient.Builder httpClient(S3Options options) {
        Apache5HttpClient.Builder builder = Apache5HttpClient.builder()
                .maxConnections(options.transfer().partsInFlightMax() + CONNECTIONS_BESIDE_PARTS)
                .connectionTimeout(CONNECT_TIMEOUT)
                .connectionAcquisitionTimeout(options.retry().attemptTimeout())
                .socketTimeout(options.retry().attemptTimeout())
                .tcpKeepAlive(true);
        S3Proxy proxy = options.endpoint().proxy();
        return proxy == null ? builder : builder.proxyConfiguration(proxy(proxy));
    }

    private static ProxyConfiguration proxy(S3Proxy proxy) {
        return ProxyConfiguration.builder()
                .endpoint(proxy.server())
                .username(proxy.user())
                .password(proxy.password())
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false)
                .build();
    }

    /** Our times and attempts. */
    static ClientOverrideConfiguration overrides(S3Retry retry) {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(retry.attemptTimeout())
                .apiCallTimeout(retry.callTimeout())
                .retryStrategy(retries(retry))
                .addExecutionInterceptor(new WholeAnswers())
                .build();
    }

    /** The circuit breaker is off: it would end calls before {@code attemptsMax} while a store throttles everybody. */
    private static RetryStrategy retries(S3Retry retry) {
        BackoffStrategy backoff = BackoffStrategy.exponentialDelay(retry.backoffBase(), retry.backoffMax());
        return StandardRetryStrategy.builder()
                .maxAttempts(retry.attemptsMax())
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                .circuitBreakerEnabled(false)
                .useClientDefaults(false)
                .retryOnException(S3Errors::isRetriable)
                .treatAsThrottling(S3Errors::isThrottling)
                .build();
    }
}
