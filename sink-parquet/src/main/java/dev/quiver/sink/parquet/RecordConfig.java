/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.NullHandling;
import dev.quiver.connect.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How rows are made of records.
 *
 * @param nullValues what becomes of records without a value
 * @param nullHandling what nulls mean
 * @param otherValues what becomes of values that are no structs
 * @param valueColumn the column of such values
 */
record RecordConfig(
        NullValues nullValues,
        NullHandling nullHandling,
        OtherValues otherValues,
        String valueColumn,
        EnvelopeConfig envelope,
        CdcConfig cdc) {
    private static final String GROUP = "Records";

    static final Setting<NullValues> NULL_VALUES = Setting.oneOf(
            GROUP,
            "behavior.on.null.values",
            NullValues.class,
            NullValues.IGNORE,
            "What happens to records without a value, such as tombstones: they are passed over, reported like records"
                    + " that cannot be written, fail the task, or are written as rows that have only the columns of"
                    + " envelope.columns. All columns may be null then.");
    static final Setting<Boolean> REPLACE_NULL_WITH_DEFAULT = Setting.flag(
            GROUP,
            "replace.null.with.default",
            true,
            "Whether a null becomes the default value where the schema of the field has one.");
    static final Setting<OtherValues> OTHER_VALUES = Setting.oneOf(
            GROUP,
            "values.without.fields",
            OtherValues.class,
            OtherValues.REFUSE,
            "What becomes of values that are no structs: refuse treats them as records that cannot be written; column"
                    + " writes them to one column, a map or list without a schema as JSON; infer makes columns of the"
                    + " fields of JSON without a schema, which widen as values of other types come, and one column of"
                    + " anything else. Infer needs exactly-once.");
    static final Setting<String> VALUE_COLUMN =
            Setting.text(GROUP, "value.column", "value", "The name of that one column.");

    static List<Setting<?>> settings() {
        List<Setting<?>> settings =
                new ArrayList<>(List.of(NULL_VALUES, REPLACE_NULL_WITH_DEFAULT, OTHER_VALUES, VALUE_COLUMN));
        settings.addAll(EnvelopeConfig.settings());
        settings.addAll(CdcConfig.settings());
        return settings;
    }

    /** Those that decide which directory a row belongs to. */
    static List<Setting<?>> deciding() {
        return List.of(OTHER_VALUES, VALUE_COLUMN, CdcConfig.EVENTS);
    }

    /**
     * Reads the settings.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    static RecordConfig of(Map<String, Object> values, DeliveryGuarantee guarantee) {
        RecordConfig config = new RecordConfig(
                NULL_VALUES.in(values),
                REPLACE_NULL_WITH_DEFAULT.in(values) ? NullHandling.REPLACE_WITH_DEFAULT : NullHandling.KEEP,
                OTHER_VALUES.in(values),
                VALUE_COLUMN.in(values),
                EnvelopeConfig.of(values),
                CdcConfig.of(values));
        if (config.nullValues == NullValues.WRITE && config.envelope.columns().isEmpty()) {
            throw NULL_VALUES.refuse(
                    Setting.nameOf(NullValues.WRITE),
                    "needs " + EnvelopeConfig.COLUMNS.key() + ": a row without a value has no other columns");
        }
        if (config.otherValues == OtherValues.INFER && guarantee != DeliveryGuarantee.EXACTLY_ONCE) {
            throw OTHER_VALUES.refuse(
                    Setting.nameOf(OtherValues.INFER),
                    "needs " + ParquetSinkConfig.DELIVERY_GUARANTEE.key() + "=exactly-once: which file a row belongs to"
                            + " follows from the rows before it");
        }
        config.requireDistinct(values);
        return config;
    }

    private void requireDistinct(Map<String, Object> values) {
        Set<String> names = new HashSet<>();
        if (otherValues != OtherValues.REFUSE) {
            names.add(valueColumn);
        }
        for (SideColumn column : sideColumns()) {
            if (!names.add(column.name())) {
                throw EnvelopeConfig.COLUMNS.refuse(
                        EnvelopeConfig.COLUMNS.in(values), "two columns would be called '" + column.name() + "'");
            }
        }
    }

    /** All columns beside those of values. */
    List<SideColumn> sideColumns() {
        List<SideColumn> columns = new ArrayList<>(envelope.columns());
        columns.addAll(cdc.columns());
        return columns;
    }

    /** Whether rows may have nothing but the columns beside. */
    boolean writesNulls() {
        return nullValues == NullValues.WRITE;
    }
}
