/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.connect.Setting;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcLimits;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** What an {@link ArrowConverter} is told. */
record ArrowConverterConfig(
        BatchShape shape,
        IpcCompression compression,
        TypeOptions types,
        NullHandling nullHandling,
        IpcLimits limits,
        int schemasCacheSize) {
    private static final String BATCH = "Batches";
    private static final String TYPES = "Types";
    private static final String LIMITS = "Limits";
    private static final int DIGITS_MAX = 76;
    private static final int SCALE_MAX = 38;

    private static final Setting<BatchShape> SHAPE = Setting.oneOf(
            BATCH,
            "batch.shape",
            BatchShape.class,
            BatchShape.ARRAY,
            "What the rows of one record become: a list of structs, one struct (of exactly one row), or checked bytes."
                    + " Keys have one row and are never lists.");
    private static final Setting<Compression> COMPRESSION = Setting.oneOf(
            BATCH,
            "compression",
            Compression.class,
            Compression.NONE,
            "How written batches are compressed; none is right where the topic compresses.");
    private static final Setting<Integer> COMPRESSION_LEVEL =
            Setting.number(BATCH, "compression.level", -7, 22, 3, "The level of zstd.");
    private static final Setting<Boolean> REPLACE_NULL = Setting.flag(
            BATCH,
            "replace.null.with.default",
            true,
            "Whether a null is written as the default value of its field, where the schema has one.");
    private static final Setting<Integer> CACHE_SIZE = Setting.number(
            BATCH, "schemas.cache.size", 1, 100_000, 1_000, "Schemas whose conversion is remembered, each way.");

    private static final Setting<Boolean> META_DATA = Setting.flag(
            TYPES,
            "connect.meta.data",
            true,
            "Whether names, versions, documentation, defaults and parameters of Connect schemas are written.");
    private static final Setting<Integer> DECIMAL_PRECISION = Setting.number(
            TYPES,
            "decimal.default.precision",
            1,
            DIGITS_MAX,
            38,
            "Digits of a decimal whose schema has no parameter connect.decimal.precision.");
    private static final Setting<TypeOptions.TimestampPrecision> TIMESTAMP_PRECISION = Setting.oneOf(
            TYPES,
            "timestamp.precision",
            TypeOptions.TimestampPrecision.class,
            TypeOptions.TimestampPrecision.DEBEZIUM,
            "What read timestamps of microseconds and nanoseconds become: Debezium's whole numbers, or Connect's"
                    + " timestamps of milliseconds, which cuts off what is finer.");
    private static final Setting<TypeOptions.ZonedTimestamps> ZONED = Setting.oneOf(
            TYPES,
            "zoned.timestamp.handling",
            TypeOptions.ZonedTimestamps.class,
            TypeOptions.ZonedTimestamps.STRING,
            "How Debezium's ZonedTimestamp is written: as text, or as a UTC timestamp, which loses the offset.");
    private static final Setting<TypeOptions.TimesOfDay> TIMES = Setting.oneOf(
            TYPES,
            "time.handling",
            TypeOptions.TimesOfDay.class,
            TypeOptions.TimesOfDay.TIME,
            "How Debezium's times are written: as times of day, or as durations, which may pass 24 hours.");
    private static final Setting<TypeOptions.Uuids> UUIDS = Setting.oneOf(
            TYPES,
            "uuid.handling",
            TypeOptions.Uuids.class,
            TypeOptions.Uuids.STRING,
            "How Debezium's Uuid is written: as text, or as 16 bytes, which loses upper case and braces.");
    private static final Setting<TypeOptions.Jsons> JSONS = Setting.oneOf(
            TYPES,
            "json.handling",
            TypeOptions.Jsons.class,
            TypeOptions.Jsons.JSON,
            "How Debezium's Json is written: as text of type arrow.json, or as text.");
    private static final Setting<TypeOptions.Enums> ENUMS = Setting.oneOf(
            TYPES,
            "enum.handling",
            TypeOptions.Enums.class,
            TypeOptions.Enums.STRING,
            "How enumerations are written: as text, or with a dictionary.");
    private static final Setting<TypeOptions.VariableScale> VARIABLE_SCALE = Setting.oneOf(
            TYPES,
            "variable.scale.decimal.handling",
            TypeOptions.VariableScale.class,
            TypeOptions.VariableScale.STRUCT,
            "How Debezium's VariableScaleDecimal is written: as a struct, a decimal of one scale, or text.");
    private static final Setting<Integer> VARIABLE_SCALE_DIGITS = Setting.number(
            TYPES,
            "variable.scale.decimal.scale",
            0,
            SCALE_MAX,
            10,
            "Digits behind the point where variable.scale.decimal.handling is decimal.");

    private static final Setting<Integer> ROWS_MAX = Setting.number(
            LIMITS, "max.rows", 1, Integer.MAX_VALUE, IpcLimits.DEFAULTS.rowsMax(), "Rows of one read record.");
    private static final Setting<Integer> COLUMNS_MAX = Setting.number(
            LIMITS,
            "max.columns",
            1,
            Integer.MAX_VALUE,
            IpcLimits.DEFAULTS.columnsMax(),
            "Fields of a read schema, those within others included.");
    private static final Setting<Integer> NESTING_MAX = Setting.number(
            LIMITS,
            "max.nesting",
            1,
            64,
            IpcLimits.DEFAULTS.nestingMax(),
            "How deep fields of a read schema may lie within each other.");
    private static final Setting<Long> DECOMPRESSED_MAX = Setting.atLeast(
            LIMITS,
            "max.decompressed.bytes",
            1,
            IpcLimits.DEFAULTS.decompressedBytesMax(),
            "Bytes that one read record may take once it is decompressed.");
    private static final Setting<Integer> DICTIONARY_MAX = Setting.number(
            LIMITS,
            "max.dictionary.values",
            1,
            Integer.MAX_VALUE,
            IpcLimits.DEFAULTS.dictionaryValuesMax(),
            "Values of one read dictionary.");
    private static final Setting<Boolean> UTF8 =
            Setting.flag(LIMITS, "validate.utf8", true, "Whether read text that is not well-formed UTF-8 is refused.");

    static final ConfigDef DEFINITION = Setting.define(List.of(
            SHAPE,
            COMPRESSION,
            COMPRESSION_LEVEL,
            REPLACE_NULL,
            CACHE_SIZE,
            META_DATA,
            DECIMAL_PRECISION,
            TIMESTAMP_PRECISION,
            ZONED,
            TIMES,
            UUIDS,
            JSONS,
            ENUMS,
            VARIABLE_SCALE,
            VARIABLE_SCALE_DIGITS,
            ROWS_MAX,
            COLUMNS_MAX,
            NESTING_MAX,
            DECOMPRESSED_MAX,
            DICTIONARY_MAX,
            UTF8));

    /**
     * Reads {@code properties}, of which others may have more.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is refused; the message names key and value
     */
    static ArrowConverterConfig parse(Map<String, ?> properties) {
        Map<String, Object> values = DEFINITION.parse(properties);
        return new ArrowConverterConfig(
                SHAPE.in(values),
                COMPRESSION.in(values).at(COMPRESSION_LEVEL.in(values)),
                types(values),
                REPLACE_NULL.in(values) ? NullHandling.REPLACE_WITH_DEFAULT : NullHandling.KEEP,
                limits(values),
                CACHE_SIZE.in(values));
    }

    private static TypeOptions types(Map<String, Object> values) {
        return new TypeOptions(
                META_DATA.in(values),
                new TypeOptions.Decimals(
                        DECIMAL_PRECISION.in(values), VARIABLE_SCALE.in(values), VARIABLE_SCALE_DIGITS.in(values)),
                new TypeOptions.Times(TIMESTAMP_PRECISION.in(values), ZONED.in(values), TIMES.in(values)),
                new TypeOptions.Texts(UUIDS.in(values), ENUMS.in(values), JSONS.in(values)));
    }

    private static IpcLimits limits(Map<String, Object> values) {
        return new IpcLimits(
                ROWS_MAX.in(values),
                COLUMNS_MAX.in(values),
                NESTING_MAX.in(values),
                DECOMPRESSED_MAX.in(values),
                DICTIONARY_MAX.in(values),
                UTF8.in(values));
    }
}
