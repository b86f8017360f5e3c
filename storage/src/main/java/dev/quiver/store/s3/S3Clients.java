/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
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
    static S3Client open(S3Options options) {
        S3Endpoint endpoint = options.endpoint();
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(endpoint.region()))
                .forcePathStyle(endpoint.pathStyle())
                .requestChecksumCalculation(endpoint.checksums().request())
                .responseChecksumValidation(endpoint.checksums().response())
                .credentialsProvider(credentials(options))
                .httpClientBuilder(httpClient(options))
                .overrideConfiguration(overrides(options.retry()));
        if (endpoint.override() != null) {
            builder.endpointOverride(endpoint.override());
        }
        return builder.build();
    }

    private static Apache5HttpClient.Builder httpClient(S3Options options) {
        return Apache5HttpClient.builder()
                .maxConnections(options.transfer().partsInFlightMax() + CONNECTIONS_BESIDE_PARTS)
                .connectionTimeout(CONNECT_TIMEOUT)
                .connectionAcquisitionTimeout(options.retry().attemptTimeout())
                .socketTimeout(options.retry().attemptTimeout())
                .tcpKeepAlive(true);
    }

    private static ClientOverrideConfiguration overrides(S3Retry retry) {
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

    private static AwsCredentialsProvider credentials(S3Options options) {
        if (options.credentials() instanceof S3Credentials.Static fixed) {
            return StaticCredentialsProvider.create(staticCredentials(fixed));
        }
        return options.endpoint().isAws() ? DefaultCredentialsProvider.builder().build() : chainWithoutMachine();
    }

    private static AwsCredentials staticCredentials(S3Credentials.Static fixed) {
        return fixed.sessionToken() == null
                ? AwsBasicCredentials.create(fixed.accessKeyId(), fixed.secretAccessKey())
                : AwsSessionCredentials.create(fixed.accessKeyId(), fixed.secretAccessKey(), fixed.sessionToken());
    }

    /** The default chain but for the metadata service of EC2: elsewhere nobody answers there, and each call waits. */
    private static AwsCredentialsProvider chainWithoutMachine() {
        return AwsCredentialsProviderChain.builder()
                .addCredentialsProvider(SystemPropertyCredentialsProvider.create())
                .addCredentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .addCredentialsProvider(WebIdentityTokenFileCredentialsProvider.create())
                .addCredentialsProvider(ProfileCredentialsProvider.create())
                .addCredentialsProvider(ContainerCredentialsProvider.create())
                .build();
    }
}
