/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.avro.AvroOptions;
import dev.quiver.connect.Setting;
import dev.quiver.registry.RegistryConfig;
import dev.quiver.registry.SubjectNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What an {@link AvroConverter} is told. The keys are those that converters of such records have everywhere.
 *
 * @param names what schemas are called in the registry, first of keys, then of values
 * @param headers where the id of a schema is written and looked for, first of keys, then of values
 */
record AvroConverterConfig(
        RegistryConfig registry,
        AvroOptions types,
        SchemaChoice choice,
        PerSide<SubjectNames> names,
        PerSide<IdPlaces> headers,
        int schemasCacheSize) {
    private static final String WRITING = "Writing";
    private static final String TYPES = "Types";
    private static final String ID_PACKAGE = "io.confluent.kafka.serializers.schema.id.";

    private static final Setting<Boolean> AUTO_REGISTER = Setting.flag(
            WRITING, "auto.register.schemas", true, "Whether schemas are registered when they are written first.");
    private static final Setting<Integer> USE_ID = Setting.number(
            WRITING,
            "use.schema.id",
            -1,
            Integer.MAX_VALUE,
            -1,
            "The id of the schema that everything is written with, where auto.register.schemas is false; -1 for none.");
    private static final Setting<Boolean> ID_STRICT = Setting.flag(
            WRITING,
            "id.compatibility.strict",
            true,
            "Whether the schema of use.schema.id must be able to read all values of the given one.");
    private static final Setting<Boolean> USE_LATEST = Setting.flag(
            WRITING,
            "use.latest.version",
            false,
            "Whether values are written with the latest schema of their subject, where auto.register.schemas is"
                    + " false.");
    private static final Setting<Boolean> LATEST_STRICT = Setting.flag(
            WRITING,
            "latest.compatibility.strict",
            true,
            "Whether that schema must be able to read all values of the given one.");
    private static final Setting<String> KEY_NAMES = names("key");
    private static final Setting<String> VALUE_NAMES = names("value");
    private static final Setting<String> KEY_WRITER = idWriter("key");
    private static final Setting<String> VALUE_WRITER = idWriter("value");
    private static final Setting<String> KEY_READER = idReader("key");
    private static final Setting<String> VALUE_READER = idReader("value");

    private static final Setting<Integer> CACHE_SIZE = Setting.number(
            TYPES, "schemas.cache.config", 1, 1_000_000, 1_000, "Schemas whose conversion is remembered, each way.");
    private static final Setting<Boolean> ENHANCED = Setting.flag(
            TYPES,
            "enhanced.avro.schema.support",
            false,
            "Whether enumerations stay enumerations, and fields of unions have full names.");
    private static final Setting<Boolean> META_DATA = Setting.flag(
            TYPES,
            "connect.meta.data",
            true,
            "Whether names, versions, documentation, defaults and parameters of Connect schemas are written, and"
                    + " read.");
    private static final Setting<Boolean> SUM_TYPES = Setting.flag(
            TYPES,
            "generalized.sum.type.support",
            false,
            "Whether enumerations and unions have the form that converters of other formats share.");
    private static final Setting<Boolean> IGNORE_DEFAULT = Setting.flag(
            TYPES,
            "ignore.default.for.nullables",
            false,
            "Whether a null is written as such, although its field has a default value.");
    private static final Setting<Boolean> SCRUB =
            Setting.flag(TYPES, "scrub.invalid.names", false, "Whether names that Avro does not allow are made valid.");
    private static final Setting<Boolean> DISCARD_DOC = Setting.flag(
            TYPES,
            "discard.type.doc.default",
            false,
            "Whether documentation and defaults are those of the fields of Avro records alone.");
    private static final Setting<Boolean> OPTIONAL_KEYS = Setting.flag(
            TYPES,
            "allow.optional.map.keys",
            false,
            "Whether a map whose keys are optional texts becomes an Avro map.");
    private static final Setting<Boolean> FLATTEN =
            Setting.flag(TYPES, "flatten.singleton.unions", true, "Whether a union of one type is that type.");

    static final ConfigDef DEFINITION = Setting.define(settings());

    /** Keys that the worker adds. */
    private static final Set<String> OF_WORKER = Set.of("converter.type", "plugin.version");

    /**
     * Two of a kind.
     *
     * @param <T> the kind
     */
    record PerSide<T>(T key, T value) {
        /** The one for keys, or the one for values. */
        T of(boolean isKey) {
            return isKey ? key : value;
        }
    }

    /**
     * Where the id of a schema is.
     *
     * @param writesHeader whether it is written into a header instead of the bytes
     * @param readsHeader whether a header is looked for before the bytes are
     */
    record IdPlaces(boolean writesHeader, boolean readsHeader) {}

    /**
     * Which schema values are written with.
     *
     * @param registers whether that of the value, which is registered
     * @param id of the schema otherwise; negative for none
     * @param isIdStrict whether that schema must be able to read the value
     * @param usesLatest whether the latest of the subject otherwise
     * @param isLatestStrict whether that schema must be able to read the value
     */
    record SchemaChoice(boolean registers, int id, boolean isIdStrict, boolean usesLatest, boolean isLatestStrict) {}

    private static Setting<String> names(String side) {
        return Setting.text(
                WRITING,
                side + ".subject.name.strategy",
                SubjectNames.TOPIC.configName(),
                "What the schemas of " + side + "s are called in the registry: TopicNameStrategy, RecordNameStrategy or"
                        + " TopicRecordNameStrategy.");
    }

    private static Setting<String> idWriter(String side) {
        return Setting.text(
                WRITING,
                side + ".schema.id.serializer",
                ID_PACKAGE + "PrefixSchemaIdSerializer",
                "Where the id of the schema of a " + side + " is written: PrefixSchemaIdSerializer for the front of"
                        + " the bytes, HeaderSchemaIdSerializer for a header.");
    }

    private static Setting<String> idReader(String side) {
        return Setting.text(
                WRITING,
                side + ".schema.id.deserializer",
                ID_PACKAGE + "DualSchemaIdDeserializer",
                "Where the id of the schema of a " + side + " is looked for: DualSchemaIdDeserializer for a header and"
                        + " then the front of the bytes, PrefixSchemaIdDeserializer for the latter alone.");
    }

    private static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(RegistryConfig.settings());
        all.addAll(List.of(
                AUTO_REGISTER,
                USE_ID,
                ID_STRICT,
                USE_LATEST,
                LATEST_STRICT,
                KEY_NAMES,
                VALUE_NAMES,
                KEY_WRITER,
                VALUE_WRITER,
                KEY_READER,
                VALUE_READER,
                CACHE_SIZE,
                ENHANCED,
                META_DATA,
                SUM_TYPES,
                IGNORE_DEFAULT,
                SCRUB,
                DISCARD_DOC,
                OPTIONAL_KEYS,
                FLATTEN));
        return all;
    }

    /**
     * Reads {@code properties}, of which others may have more.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is refused; the message names key and value
     */
    static AvroConverterConfig parse(Map<String, ?> properties) {
        Map<String, Object> values = DEFINITION.parse(properties);
        return new AvroConverterConfig(
                RegistryConfig.of(values, properties),
                types(values),
                new SchemaChoice(
                        AUTO_REGISTER.in(values),
                        USE_ID.in(values),
                        ID_STRICT.in(values),
                        USE_LATEST.in(values),
                        LATEST_STRICT.in(values)),
                new PerSide<>(names(KEY_NAMES, values), names(VALUE_NAMES, values)),
                new PerSide<>(places(KEY_WRITER, KEY_READER, values), places(VALUE_WRITER, VALUE_READER, values)),
                CACHE_SIZE.in(values));
    }

    /** Keys in {@code properties} that mean nothing here. */
    static Set<String> unknown(Map<String, ?> properties) {
        Set<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(DEFINITION.names());
        unknown.removeAll(OF_WORKER);
        unknown.removeIf(RegistryConfig::knows);
        return unknown;
    }

    private static AvroOptions types(Map<String, Object> values) {
        return new AvroOptions(
                ENHANCED.in(values),
                META_DATA.in(values),
                SUM_TYPES.in(values),
                IGNORE_DEFAULT.in(values),
                SCRUB.in(values),
                DISCARD_DOC.in(values),
                OPTIONAL_KEYS.in(values),
                FLATTEN.in(values));
    }

    private static SubjectNames names(Setting<String> setting, Map<String, Object> values) {
        try {
            return SubjectNames.parse(setting.in(values));
        } catch (IllegalArgumentException e) {
            throw setting.refuse(setting.in(values), String.valueOf(e.getMessage()));
        }
    }

    private static IdPlaces places(Setting<String> writer, Setting<String> reader, Map<String, Object> values) {
        return new IdPlaces(
                isFirst(writer, values, "HeaderSchemaIdSerializer", "PrefixSchemaIdSerializer"),
                isFirst(reader, values, "DualSchemaIdDeserializer", "PrefixSchemaIdDeserializer"));
    }

    private static boolean isFirst(Setting<String> setting, Map<String, Object> values, String first, String second) {
        String given = setting.in(values);
        String name = given.startsWith(ID_PACKAGE) ? given.substring(ID_PACKAGE.length()) : given;
        if (!name.equals(first) && !name.equals(second)) {
            throw setting.refuse(given, "is none of " + first + ", " + second);
        }
        return name.equals(first);
    }
}
