/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.StoreUri;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Requests about one object, with all that {@link S3ObjectOptions} ask for. */
final class ObjectRequests {
    private static final String CUSTOMER_ALGORITHM = "AES256";

    private final String bucket;
    private final String prefix;
    private final S3ObjectOptions options;
    private final @Nullable ServerSideEncryption serverSide;
    private final @Nullable String kmsKey;
    private final @Nullable String customerKey;
    private final @Nullable String customerDigest;
    /** Of all objects, as a header; null for none. */
    private final @Nullable String tags;

    ObjectRequests(StoreUri.S3 location, S3ObjectOptions options) {
        this.bucket = location.bucket();
        this.prefix = location.prefix().isEmpty() ? "" : location.prefix() + "/";
        this.options = options;
        S3Encryption encryption = options.encryption();
        this.serverSide = encryption instanceof S3Encryption.Managed
                ? ServerSideEncryption.AES256
                : encryption instanceof S3Encryption.Kms ? ServerSideEncryption.AWS_KMS : null;
        this.kmsKey = encryption instanceof S3Encryption.Kms kms ? kms.keyId() : null;
        byte[] key = encryption instanceof S3Encryption.Customer customer ? customer.key() : null;
        this.customerKey = key == null ? null : Base64.getEncoder().encodeToString(key);
        this.customerDigest = key == null
                ? null
                : Base64.getEncoder().encodeToString(PartTags.md5().digest(key));
        this.tags = options.tags().isEmpty() ? null : header(options.tags());
    }

    private static String header(Map<String, String> tags) {
        StringJoiner header = new StringJoiner("&");
        new TreeMap<>(tags).forEach((name, value) -> header.add(encoded(name) + "=" + encoded(value)));
        return header.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Where {@code key} lies in the bucket. */
    String path(String key) {
        return prefix + key;
    }

    private @Nullable String customerAlgorithm() {
        return customerKey == null ? null : CUSTOMER_ALGORITHM;
    }

    PutObjectRequest.Builder put(String path) {
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(path)
                .acl(options.acl())
                .storageClass(options.storageClass())
                .tagging(tags)
                .serverSideEncryption(serverSide)
                .ssekmsKeyId(kmsKey)
                .sseCustomerAlgorithm(customerAlgorithm())
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerDigest);
    }

    CreateMultipartUploadRequest.Builder create(String path) {
        return CreateMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(path)
                .acl(options.acl())
                .storageClass(options.storageClass())
                .tagging(tags)
                .serverSideEncryption(serverSide)
                .ssekmsKeyId(kmsKey)
                .sseCustomerAlgorithm(customerAlgorithm())
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerDigest);
    }

    UploadPartRequest.Builder part(String path) {
        return UploadPartRequest.builder()
                .bucket(bucket)
                .key(path)
                .sseCustomerAlgorithm(customerAlgorithm())
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerDigest);
    }

    GetObjectRequest.Builder get(String path) {
        return GetObjectRequest.builder()
                .bucket(bucket)
                .key(path)
                .sseCustomerAlgorithm(customerAlgorithm())
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerDigest);
    }

    HeadObjectRequest.Builder head(String path) {
        return HeadObjectRequest.builder()
                .bucket(bucket)
                .key(path)
                .sseCustomerAlgorithm(customerAlgorithm())
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerDigest);
    }

    /** A copy of the object at {@code from} as long as it has the tag {@code etag}. */
    CopyObjectRequest.Builder copy(String from, String etag, String to) {
        return CopyObjectRequest.builder()
                .sourceBucket(bucket)
                .sourceKey(from)
                .copySourceIfMatch('"' + etag + '"')
                .copySourceSSECustomerAlgorithm(customerAlgorithm())
                .copySourceSSECustomerKey(customerKey)
                .copySourceSSECustomerKeyMD5(customerDigest)
                .destinationBucket(bucket)
                .destinationKey(to)
                .acl(options.acl())
                .storageClass(options.storageClass())
                .serverSideEncryption(serverSide)
                .ssekmsKeyId(kmsKey)
                .sseCustomerAlgorithm(customerAlgorithm())
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerDigest);
    }

    /** A part that is copied from the object at {@code from} as long as that has the tag {@code etag}. */
    UploadPartCopyRequest.Builder copyPart(String from, String etag, String to) {
        return UploadPartCopyRequest.builder()
                .sourceBucket(bucket)
                .sourceKey(from)
                .copySourceIfMatch('"' + etag + '"')
                .copySourceSSECustomerAlgorithm(customerAlgorithm())
                .copySourceSSECustomerKey(customerKey)
                .copySourceSSECustomerKeyMD5(customerDigest)
                .destinationBucket(bucket)
                .destinationKey(to)
                .sseCustomerAlgorithm(customerAlgorithm())
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerDigest);
    }

    /** The tags of all objects and {@code more}, which win. */
    Tagging tagging(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(options.tags());
        all.putAll(more);
        List<Tag> tags = new ArrayList<>();
        all.forEach(
                (name, value) -> tags.add(Tag.builder().key(name).value(value).build()));
        return Tagging.builder().tagSet(tags).build();
    }
}
