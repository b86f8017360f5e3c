/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Names that schemas on either side use to say what the other side means, and how names are made valid. */
final class AvroNames {
    static final String NAMESPACE = "io.confluent.connect.avro";
    /** The record of a struct without a name; a number follows where there are several. */
    static final String DEFAULT_NAME = "ConnectDefault";

    static final String DEFAULT_FULL_NAME = NAMESPACE + "." + DEFAULT_NAME;
    static final String MAP_ENTRY = "MapEntry";
    static final String KEY = "key";
    static final String VALUE = "value";

    static final String CONNECT_NAME = "connect.name";
    static final String CONNECT_DOC = "connect.doc";
    static final String CONNECT_RECORD_DOC = "connect.record.doc";
    static final String CONNECT_ENUM_DOC = "connect.enum.doc";
    static final String CONNECT_VERSION = "connect.version";
    static final String CONNECT_DEFAULT = "connect.default";
    static final String CONNECT_PARAMETERS = "connect.parameters";
    static final String CONNECT_INTERNAL_TYPE = "connect.internal.type";
    static final String CONNECT_TYPE = "connect.type";
    static final String INT8 = "int8";
    static final String INT16 = "int16";

    static final String RECORD_DOC = NAMESPACE + ".record.doc";
    static final String ENUM_DOC = NAMESPACE + ".enum.doc.";
    static final String FIELD_DOC = NAMESPACE + ".field.doc.";
    static final String FIELD_DEFAULT = NAMESPACE + ".field.default";
    static final String ENUM_DEFAULT = NAMESPACE + ".enum.default.";
    static final String UNION = NAMESPACE + ".Union";
    static final String ENUM = NAMESPACE + ".Enum";
    static final String ANYTHING = NAMESPACE + ".Anything";

    static final String GENERAL_UNION = "org.apache.kafka.connect.data.Union";
    static final String GENERAL_ENUM = "org.apache.kafka.connect.data.Enum";
    static final String GENERAL_UNION_NAME = "connect_union_";
    static final String GENERAL_UNION_FIELD = "connect_union_field_";

    static final String FIXED_SIZE = "connect.fixed.size";
    static final String DECIMAL_PRECISION = "connect.decimal.precision";
    /** Digits of a decimal whose schema does not say. */
    static final int DECIMAL_PRECISION_DEFAULT = 64;

    static final String LOGICAL_TYPE = "logicalType";
    static final String DECIMAL = "decimal";
    static final String DATE = "date";
    static final String TIME_MILLIS = "time-millis";
    static final String TIMESTAMP_MILLIS = "timestamp-millis";
    static final String SCALE = "scale";
    static final String PRECISION = "precision";
    /** Properties of Avro schemas that are parameters of Connect schemas begin so. */
    static final String AVRO_PROPERTY = "avro";

    private AvroNames() {}

    /** A full name in its two parts. */
    record Split(@Nullable String namespace, String name) {}

    /** {@code fullName}, each part valid where {@code scrubs} asks for it. */
    static Split split(String fullName, boolean scrubs) {
        String[] parts = fullName.split("\\.", -1);
        if (scrubs) {
            for (int index = 0; index < parts.length; index++) {
                parts[index] = scrubbed(parts[index]);
            }
        }
        String name = parts[parts.length - 1];
        if (parts.length == 1) {
            return new Split(null, name);
        }
        StringBuilder namespace = new StringBuilder(parts[0]);
        for (int index = 1; index < parts.length - 1; index++) {
            namespace.append('.').append(parts[index]);
        }
        return new Split(namespace.toString(), name);
    }

    /** {@code fullName} in valid parts. */
    static String scrubbedFull(String fullName) {
        Split split = split(fullName, true);
        return split.namespace() == null ? split.name() : split.namespace() + "." + split.name();
    }

    /**
     * {@code name} as it is if Avro allows it. Otherwise in URL encoding with every other character that is not allowed
     * as {@code _}, and {@code x} in front of a leading digit.
     */
    static String scrubbed(String name) {
        if (name.isEmpty() || isValid(name)) {
            return name;
        }
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        StringBuilder valid = new StringBuilder(isDigit(encoded.charAt(0)) ? "x" + encoded : encoded);
        for (int index = 0; index < valid.length(); index++) {
            if (!isAllowed(valid.charAt(index))) {
                valid.setCharAt(index, '_');
            }
        }
        return valid.toString();
    }

    private static boolean isValid(String name) {
        for (int index = 0; index < name.length(); index++) {
            if (!isAllowed(name.charAt(index))) {
                return false;
            }
        }
        return !isDigit(name.charAt(0));
    }

    private static boolean isAllowed(char letter) {
        return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || isDigit(letter) || letter == '_';
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    /** The parameters of {@code schema}, none if it has none. */
    static Map<String, String> parameters(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        return parameters == null ? Map.of() : parameters;
    }

    /** Whether {@code schema} is a struct that stands for a union: a field for each type, of which one has a value. */
    static boolean isUnion(Schema schema) {
        return schema.type() == Schema.Type.STRUCT
                && (UNION.equals(schema.name()) || parameters(schema).containsKey(GENERAL_UNION));
    }

    /** Whether {@code schema} is bytes of one length with a name. */
    static boolean isFixed(Schema schema) {
        return schema.type() == Schema.Type.BYTES
                && schema.name() != null
                && parameters(schema).containsKey(FIXED_SIZE);
    }
}
