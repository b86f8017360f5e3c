/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.Setting;
import dev.quiver.parquet.Encryption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Parquet's own encryption, as an operator says it. No message shows any of a key. */
final class EncryptionConfig {
    private static final String GROUP = "Parquet";
    private static final String HIDDEN = "[hidden]";

    static final Setting<String> FOOTER_KEY = Setting.optional(
            GROUP,
            "parquet.encryption.footer.key",
            "The id of the key that encrypts footers, and columns without a key of their own; empty for no encryption."
                    + " Readers find keys by their ids, which stand in the files in the clear.");
    static final Setting<Password> KEYS = Setting.secret(
            GROUP,
            "parquet.encryption.keys",
            "All keys as id:key with commas in between, each key 16, 24 or 32 bytes in Base64; best given through a"
                    + " config provider. Without them nobody reads the files again.");
    static final Setting<List<String>> COLUMNS = Setting.list(
            GROUP,
            "parquet.encryption.columns",
            "",
            "Columns with keys of their own, by their path in the file with dots, each as path=id of the key.");
    static final Setting<Boolean> OTHER_COLUMNS = Setting.flag(
            GROUP,
            "parquet.encryption.other.columns",
            true,
            "Whether columns without a key of their own are encrypted with that of the footer.");
    static final Setting<Boolean> FOOTER_READABLE = Setting.flag(
            GROUP,
            "parquet.encryption.footer.readable",
            false,
            "Whether footers are signed instead of encrypted, so that readers without keys see the schema and the"
                    + " columns that are not encrypted.");
    static final Setting<Encryption.Cipher> CIPHER = Setting.oneOf(
            GROUP,
            "parquet.encryption.cipher",
            Encryption.Cipher.class,
            Encryption.Cipher.GCM,
            "gcm finds out pages that somebody changed; gcm-ctr does not, and is faster on old processors.");

    private EncryptionConfig() {}

    static List<Setting<?>> settings() {
        return List.of(FOOTER_KEY, KEYS, COLUMNS, OTHER_COLUMNS, FOOTER_READABLE, CIPHER);
    }

    /**
     * Reads the settings; null for no encryption.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    static @Nullable Encryption of(Map<String, Object> values) {
        String footer = FOOTER_KEY.in(values);
        if (footer.isEmpty()) {
            if (!KEYS.in(values).value().isEmpty() || !COLUMNS.in(values).isEmpty()) {
                throw FOOTER_KEY.refuse("", "must be given where " + KEYS.key() + " or " + COLUMNS.key() + " is");
            }
            return null;
        }
        Map<String, Encryption.Key> keys = keys(values);
        Encryption.Key footerKey = keys.get(footer);
        if (footerKey == null) {
            throw FOOTER_KEY.refuse(footer, "is none of the keys in " + KEYS.key());
        }
        try {
            return new Encryption(
                    footerKey,
                    FOOTER_READABLE.in(values),
                    CIPHER.in(values),
                    columns(values, keys),
                    OTHER_COLUMNS.in(values));
        } catch (IllegalArgumentException e) {
            throw OTHER_COLUMNS.refuse(false, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Encryption.Key> keys(Map<String, Object> values) {
        Map<String, Encryption.Key> keys = new HashMap<>();
        for (String pair : KEYS.in(values).value().split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon < 1) {
                throw KEYS.refuse(HIDDEN, "must look like id:key,id:key");
            }
            String id = pair.substring(0, colon).strip();
            keys.put(id, key(id, pair.substring(colon + 1).strip()));
        }
        return keys;
    }

    private static Encryption.Key key(String id, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw KEYS.refuse(HIDDEN, "key '" + id + "' must be Base64");
        }
        try {
            return new Encryption.Key(id, bytes);
        } catch (IllegalArgumentException e) {
            throw KEYS.refuse(HIDDEN, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Encryption.Key> columns(Map<String, Object> values, Map<String, Encryption.Key> keys) {
        Map<String, Encryption.Key> columns = new HashMap<>();
        for (String pair : COLUMNS.in(values)) {
            int equals = pair.lastIndexOf('=');
            Encryption.Key key = equals < 1 ? null : keys.get(pair.substring(equals + 1));
            if (key == null) {
                throw COLUMNS.refuse(pair, "must look like path=id, with the id of a key in " + KEYS.key());
            }
            columns.put(pair.substring(0, equals), key);
        }
        return columns;
    }
}
