/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreUri;
import dev.quiver.store.s3.ChecksumMode;
import dev.quiver.store.s3.S3Credentials;
import dev.quiver.store.s3.S3Endpoint;
import dev.quiver.store.s3.S3Options;
import dev.quiver.store.s3.S3Store;
import dev.quiver.testbed.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.DownloadRequest;
import software.amazon.awssdk.transfer.s3.model.UploadRequest;

/** Clients that move objects to and from one bucket of one server. */
final class S3Clients {
    static final String BUCKET = "traffic";

    private static final String REGION = "us-east-1";

    private S3Clients() {}

    /** The store of the suite. */
    @SuppressWarnings("MustBeClosedChecker") // closed with what is returned
    static S3Traffic ours(S3Server server) {
        S3Options options = S3Options.of(new StoreUri.S3(BUCKET, ""), REGION)
                .withEndpoint(new S3Endpoint(REGION, server.endpoint(), true, ChecksumMode.WHEN_SUPPORTED))
                .withCredentials(new S3Credentials.Static(server.accessKey(), server.secretKey(), null));
        return new Ours(S3Store.open(options));
    }

    /** The SDK's synchronous client as it is, with one call for each object. */
    static S3Traffic plain(S3Server server) {
        return new Plain(S3Client.builder()
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .endpointOverride(server.endpoint())
                .credentialsProvider(credentials(server))
                .build());
    }

    /** The transfer manager over the SDK's asynchronous client, in parts. */
    static S3Traffic transferManager(S3Server server) {
        return managed(S3AsyncClient.builder()
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .endpointOverride(server.endpoint())
                .credentialsProvider(credentials(server))
                .multipartEnabled(true)
                .build());
    }

    /** The transfer manager over the native client. */
    static S3Traffic crt(S3Server server) {
        return managed(S3AsyncClient.crtBuilder()
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .endpointOverride(server.endpoint())
                .credentialsProvider(credentials(server))
                .build());
    }

    private static S3Traffic managed(S3AsyncClient client) {
        return new Managed(S3TransferManager.builder().s3Client(client).build(), client);
    }

    private static StaticCredentialsProvider credentials(S3Server server) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(server.accessKey(), server.secretKey()));
    }

    private record Ours(S3Store store) implements S3Traffic {
        @Override
        public void put(String key, byte[] content) throws IOException {
            try (StagedObject staged = store.stage(key)) {
                for (int offset = 0; offset < content.length; offset += CONSUMED_BYTES) {
                    staged.write(content, offset, Math.min(CONSUMED_BYTES, content.length - offset));
                }
                staged.publish();
            }
        }

        @Override
        public long get(String key, long length) throws IOException {
            try (InputStream stream = store.open(key)) {
                return S3Traffic.drained(stream);
            }
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private record Plain(S3Client client) implements S3Traffic {
        @Override
        public void put(String key, byte[] content) {
            client.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
        }

        @Override
        public long get(String key, long length) throws IOException {
            return S3Traffic.drained(client.getObject(get -> get.bucket(BUCKET).key(key)));
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private record Managed(S3TransferManager manager, S3AsyncClient client) implements S3Traffic {

        @Override
        public void put(String key, byte[] content) {
            UploadRequest request = UploadRequest.builder()
                    .putObjectRequest(put -> put.bucket(BUCKET).key(key))
                    .requestBody(AsyncRequestBody.fromBytesUnsafe(content))
                    .build();
            manager.upload(request).completionFuture().join();
        }

        @Override
        public long get(String key, long length) throws IOException {
            DownloadRequest<ResponseInputStream<GetObjectResponse>> request = DownloadRequest.builder()
                    .getObjectRequest(get -> get.bucket(BUCKET).key(key))
                    .responseTransformer(AsyncResponseTransformer.<GetObjectResponse>toBlockingInputStream())
                    .build();
            return S3Traffic.drained(
                    manager.download(request).completionFuture().join().result());
        }

        @Override
        public void close() {
            manager.close();
            client.close();
        }
    }
}
