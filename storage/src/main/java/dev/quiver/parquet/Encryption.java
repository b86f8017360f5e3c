/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.crypto.ColumnEncryptionProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.crypto.ParquetCipher;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.jspecify.annotations.Nullable;

/**
 * Parquet's modular encryption: pages, indexes and the footer are encrypted one by one.
 *
 * @param footer the key of the footer, and of columns without a key of their own
 * @param footerReadable whether readers without a key see the schema and the columns that are not encrypted; the footer
 *     is then signed, not encrypted
 * @param cipher how pages are encrypted
 * @param columns keys of single leaf columns, by their path in the file with dots between the names
 * @param otherColumns whether columns without a key of their own are encrypted with the footer's
 */
public record Encryption(
        Key footer, boolean footerReadable, Cipher cipher, Map<String, Key> columns, boolean otherColumns) {
    /** How pages are encrypted. */
    public enum Cipher {
        /** AES in Galois/counter mode: what was changed is found out. */
        GCM(ParquetCipher.AES_GCM_V1),
        /**
         * Pages in counter mode, which is faster where the processor does not help; changed pages are not found out.
         */
        GCM_CTR(ParquetCipher.AES_GCM_CTR_V1);

        private final ParquetCipher algorithm;

        Cipher(ParquetCipher algorithm) {
            this.algorithm = algorithm;
        }
    }

    public Encryption {
        columns = Map.copyOf(columns);
        if (columns.isEmpty() && !otherColumns) {
            throw new IllegalArgumentException("encryption without any encrypted column");
        }
    }

    /** Everything with one key. */
    public static Encryption of(Key key) {
        return new Encryption(key, false, Cipher.GCM, Map.of(), true);
    }

    /** For one file: two files must not share what this makes up by chance. */
    FileEncryptionProperties forOneFile() {
        FileEncryptionProperties.Builder builder = FileEncryptionProperties.builder(footer.bytes())
                .withAlgorithm(cipher.algorithm)
                .withFooterKeyID(footer.id());
        if (footerReadable) {
            builder.withPlaintextFooter();
        }
        if (columns.isEmpty()) {
            return builder.build();
        }
        Map<ColumnPath, ColumnEncryptionProperties> keys = new HashMap<>();
        columns.forEach((dotted, key) -> {
            ColumnPath path = ColumnPath.fromDotString(dotted);
            keys.put(
                    path,
                    ColumnEncryptionProperties.builder(path)
                            .withKey(key.bytes())
                            .withKeyID(key.id())
                            .build());
        });
        builder.withEncryptedColumns(keys);
        if (otherColumns) {
            builder.withCompleteColumnEncryption();
        }
        return builder.build();
    }

    /**
     * A key with the name under which readers find it.
     *
     * @param id stands in the file, in the clear
     * @param bytes 16, 24 or 32 of them
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content, never handed out
    public record Key(String id, byte[] bytes) {
        public Key {
            bytes = bytes.clone();
            if (bytes.length != 16 && bytes.length != 24 && bytes.length != 32) {
                throw new IllegalArgumentException(
                        "key '" + id + "' must have 16, 24 or 32 bytes but has " + bytes.length);
            }
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && id.equals(key.id) && MessageDigest.isEqual(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        /** Without the key itself. */
        @Override
        public String toString() {
            return "key '" + id + "' of " + bytes.length + " bytes";
        }
    }
}
