/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
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
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** The SDK's providers for our credentials, with the clients that some of them call. Nothing is called before use. */
final class CredentialProviders implements AutoCloseable {
    private final S3Options options;
    /** What ends clients and providers, in the order in which they were made. */
    private final List<Runnable> endings = new ArrayList<>();

    private final AwsCredentialsProvider provider;

    /** For {@code options}; the caller closes it. */
    CredentialProviders(S3Options options) {
        this.options = options;
        this.provider = provider(options.credentials());
    }

    /** Valid until {@link #close}. */
    AwsCredentialsProvider provider() {
        return provider;
    }

    private AwsCredentialsProvider provider(S3Credentials credentials) {
        if (credentials instanceof S3Credentials.Static fixed) {
            return StaticCredentialsProvider.create(fixed(fixed));
        }
        if (credentials instanceof S3Credentials.AssumedRole role) {
            return assumed(role);
        }
        if (credentials instanceof S3Credentials.WebIdentity identity) {
            return webIdentity(identity);
        }
        boolean machine = credentials instanceof S3Credentials.DefaultChain chain && chain.machine();
        return machine ? DefaultCredentialsProvider.builder().build() : withoutMachine();
    }

    private static AwsCredentials fixed(S3Credentials.Static fixed) {
        return fixed.sessionToken() == null
                ? AwsBasicCredentials.create(fixed.accessKeyId(), fixed.secretAccessKey())
                : AwsSessionCredentials.create(fixed.accessKeyId(), fixed.secretAccessKey(), fixed.sessionToken());
    }

    private AwsCredentialsProvider assumed(S3Credentials.AssumedRole role) {
        StsClient service = service(role.service(), provider(role.source()));
        AssumeRoleRequest request = AssumeRoleRequest.builder()
                .roleArn(role.arn())
                .roleSessionName(role.session())
                .externalId(role.externalId())
                .build();
        StsAssumeRoleCredentialsProvider assuming = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(service)
                .refreshRequest(request)
                .build();
        endings.add(assuming::close);
        return assuming;
    }

    private AwsCredentialsProvider webIdentity(S3Credentials.WebIdentity identity) {
        StsClient service = service(identity.service(), AnonymousCredentialsProvider.create());
        StsWebIdentityTokenFileCredentialsProvider exchanging = StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(service)
                .roleArn(identity.arn())
                .roleSessionName(identity.session())
                .webIdentityTokenFile(identity.tokenFile())
                .build();
        endings.add(exchanging::close);
        return exchanging;
    }

    private StsClient service(@Nullable URI override, AwsCredentialsProvider caller) {
        StsClientBuilder builder = StsClient.builder()
                .region(Region.of(options.endpoint().region()))
                .credentialsProvider(caller)
                .httpClientBuilder(S3Clients.httpClient(options))
                .overrideConfiguration(S3Clients.overrides(options.retry()));
        if (override != null) {
            builder.endpointOverride(override);
        }
        StsClient client = builder.build();
        endings.add(client::close);
        return client;
    }

    /** The default chain but for the metadata service of EC2: elsewhere nobody answers there, and each call waits. */
    private static AwsCredentialsProvider withoutMachine() {
        return AwsCredentialsProviderChain.builder()
                .addCredentialsProvider(SystemPropertyCredentialsProvider.create())
                .addCredentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .addCredentialsProvider(WebIdentityTokenFileCredentialsProvider.create())
                .addCredentialsProvider(ProfileCredentialsProvider.create())
                .addCredentialsProvider(ContainerCredentialsProvider.create())
                .build();
    }

    @Override
    public void close() {
        Collections.reverse(endings);
        endings.forEach(Runnable::run);
        endings.clear();
    }
}
