/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.settings;

import dev.quiver.connect.Setting;
import dev.quiver.store.s3.S3Encryption;
import dev.quiver.store.s3.S3ObjectOptions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/** What objects are stored with in a bucket, as an operator says it. */
final class S3ObjectSettings {
    /** How the server encrypts what it stores. */
    enum Kind {
        /** As the bucket says. */
        BUCKET,
        /** With keys that S3 manages. */
        MANAGED,
        /** With a key of the key management service. */
        KMS,
        /** With a key that comes with every request. */
        CUSTOMER
    }

    static final Setting<Kind> ENCRYPTION = Setting.oneOf(
            S3Settings.GROUP,
            "s3.encryption",
            Kind.class,
            Kind.BUCKET,
            "How the server encrypts objects: bucket as the bucket says, managed with keys of S3 (SSE-S3), kms with a"
                    + " key of the key management service (SSE-KMS), customer with a key that comes with every request"
                    + " (SSE-C).");
    static final Setting<String> KMS_KEY = Setting.optional(
            S3Settings.GROUP,
            "s3.encryption.kms.key.id",
            "The id or ARN of the key for kms; empty for the account's own.");
    static final Setting<Password> CUSTOMER_KEY = Setting.secret(
            S3Settings.GROUP,
            "s3.encryption.customer.key",
            "The key for customer, 32 bytes in Base64; best given through a config provider. Without it nobody reads"
                    + " the objects again.");
    static final Setting<String> ACL = Setting.optional(
            S3Settings.GROUP,
            "s3.acl",
            "A canned access list for objects, such as bucket-owner-full-control; empty for the bucket's own rules.");
    static final Setting<String> STORAGE_CLASS = Setting.optional(
            S3Settings.GROUP,
            "s3.storage.class",
            "The storage class of objects, such as STANDARD_IA; empty for the bucket's own.");
    static final Setting<List<String>> TAGS =
            Setting.list(S3Settings.GROUP, "s3.tags", "", "Tags of every object, each as name=value, at most 10.");

    private S3ObjectSettings() {}

    static List<Setting<?>> all() {
        return List.of(ENCRYPTION, KMS_KEY, CUSTOMER_KEY, ACL, STORAGE_CLASS, TAGS);
    }

    /**
     * Reads the settings.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    static S3ObjectOptions of(Map<String, Object> values) {
        S3Encryption encryption = encryption(values);
        String acl = ACL.in(values);
        String storageClass = STORAGE_CLASS.in(values);
        Map<String, String> tags = tags(values);
        try {
            return new S3ObjectOptions(
                    encryption, acl.isEmpty() ? null : acl, storageClass.isEmpty() ? null : storageClass, tags);
        } catch (IllegalArgumentException e) {
            throw TAGS.refuse(tags.keySet(), String.valueOf(e.getMessage()));
        }
    }

    private static S3Encryption encryption(Map<String, Object> values) {
        Kind kind = ENCRYPTION.in(values);
        String kmsKey = KMS_KEY.in(values);
        String customerKey = CUSTOMER_KEY.in(values).value();
        if (kind != Kind.KMS && !kmsKey.isEmpty()) {
            throw KMS_KEY.refuse(kmsKey, "must not be given unless " + ENCRYPTION.key() + " is kms");
        }
        if (kind != Kind.CUSTOMER && !customerKey.isEmpty()) {
            throw CUSTOMER_KEY.refuse("[hidden]", "must not be given unless " + ENCRYPTION.key() + " is customer");
        }
        return switch (kind) {
            case BUCKET -> new S3Encryption.OfBucket();
            case MANAGED -> new S3Encryption.Managed();
            case KMS -> new S3Encryption.Kms(kmsKey.isEmpty() ? null : kmsKey);
            case CUSTOMER -> customer(customerKey);
        };
    }

    /** No message may show any of the key. */
    private static S3Encryption customer(String key) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw CUSTOMER_KEY.refuse("[hidden]", "must be Base64");
        }
        try {
            return new S3Encryption.Customer(bytes);
        } catch (IllegalArgumentException e) {
            throw CUSTOMER_KEY.refuse("[hidden]", String.valueOf(e.getMessage()));
        }
    }

    /**
     * The tags that every object gets.
     *
     * @throws dev.quiver.connect.SettingException if there is one without a name
     */
    static Map<String, String> tags(Map<String, Object> values) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : TAGS.in(values)) {
            int equals = tag.indexOf('=');
            if (equals < 1) {
                throw TAGS.refuse(tag, "must look like name=value");
            }
            tags.put(tag.substring(0, equals), tag.substring(equals + 1));
        }
        return tags;
    }
}
