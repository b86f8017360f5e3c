/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.connect.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of a record.
 *
 * @param columns the fields of values that become columns; empty for all
 * @param transformation a query over the incoming rows, which are the table {@code batch}; empty for none
 */
record WriteConfig(
        InsertMode mode,
        Keys keys,
        TableName tableName,
        Tables tables,
        Set<String> columns,
        String transformation,
        RecordEnvelope envelope,
        Values values) {
    private static final String WRITES = "Writes";
    private static final String TABLES = "Tables";
    private static final String RECORDS = "Records";

    static final Setting<InsertMode> INSERT_MODE = Setting.oneOf(
            WRITES,
            "insert.mode",
            InsertMode.class,
            InsertMode.INSERT,
            "Whether rows are added, or take the place of rows with the same key. No index is needed for that, and none"
                    + " is made: DuckDB is many times faster without.");
    static final Setting<KeyMode> PK_MODE = Setting.oneOf(
            WRITES,
            "pk.mode",
            KeyMode.class,
            KeyMode.NONE,
            "Where the columns come from that tell rows apart: nowhere; kafka, which adds the columns"
                    + " __connect_topic, __connect_partition and __connect_offset, of where the record was read from;"
                    + " record_key, which adds the key of the record; record_value, which are fields of the value.");
    static final Setting<List<String>> PK_FIELDS = Setting.list(
            WRITES,
            "pk.fields",
            "",
            "The names of these columns. For kafka three names instead of those above; for record_key the fields of a"
                    + " key that is a struct, all where none are named, or the name for a key that is a single value;"
                    + " for record_value the fields.");
    static final Setting<Boolean> DELETE_ENABLED = Setting.flag(
            WRITES,
            "delete.enabled",
            false,
            "Whether a record without a value deletes the rows with its key, and a Debezium envelope may delete rows"
                    + " and empty tables. Needs pk.mode=record_key; for envelopes record_value will do as well.");
    static final Setting<RecordEnvelope> RECORD_ENVELOPE = Setting.oneOf(
            RECORDS,
            "record.envelope",
            RecordEnvelope.class,
            RecordEnvelope.NONE,
            "debezium takes the change events of Debezium as they are: what was read, created or updated is the row"
                    + " after it, a deletion and a truncation are done with delete.enabled=true and passed over"
                    + " without.");
    static final Setting<String> TABLE_NAME_FORMAT = Setting.text(
            TABLES,
            "table.name.format",
            TableName.TOPIC,
            "The name of the table, in which ${topic} stands for the topic. The whole is one name, dots and all; case"
                    + " makes no difference to DuckDB.");
    static final Setting<List<String>> TOPICS_TO_TABLES = Setting.list(
            TABLES,
            "topics.to.tables.mapping",
            "",
            "Tables of certain topics, as topic:table, which table.name.format does not count for.");
    static final Setting<String> TABLE_SCHEMA =
            Setting.text(TABLES, "table.schema", "main", "The schema of the database that the tables are in.");
    static final Setting<Boolean> AUTO_CREATE = Setting.flag(
            TABLES, "auto.create", true, "Whether tables that are missing are made, without keys and indexes.");
    static final Setting<Boolean> AUTO_EVOLVE = Setting.flag(
            TABLES,
            "auto.evolve",
            true,
            "Whether tables are changed where rows need it, in the transaction that brings the rows: columns and fields"
                    + " of structs are added, types are widened, NOT NULL is dropped. Nothing is ever removed.");
    static final Setting<List<String>> FIELDS_WHITELIST = Setting.list(
            RECORDS,
            "fields.whitelist",
            "",
            "The fields of values that become columns, all if empty. The columns of pk.mode always are there.");
    static final Setting<String> TRANSFORM_SQL = Setting.optional(
            RECORDS,
            "transform.sql",
            "One SELECT over the incoming rows, which are the table batch and can be read once; what it returns is what"
                    + " goes into the table, by name. Rows replaced or deleted are those with the keys of the incoming"
                    + " rows.");
    static final Setting<UnsupportedTypes> UNSUPPORTED_TYPES = Setting.oneOf(
            RECORDS,
            "unsupported.types",
            UnsupportedTypes.class,
            UnsupportedTypes.CONVERT,
            "What happens to types that DuckDB does not have. convert: half floats become FLOAT, decimals of more than"
                    + " 38 digits VARCHAR, those of negative scale get scale 0, day-time intervals INTERVAL, lists of"
                    + " the length zero lists of any, of columns whose names differ by case only the later ones get a"
                    + " number, of equal keys in a map the last counts. refuse: such records are bad ones.");
    static final Setting<TypeOptions.VariableScale> VARIABLE_SCALE = Setting.oneOf(
            RECORDS,
            "variable.scale.decimals",
            TypeOptions.VariableScale.class,
            TypeOptions.VariableScale.STRING,
            "What Debezium's decimals without a fixed scale become: text, decimal(38, 10), or a struct of scale and"
                    + " unscaled value.");
    static final Setting<Boolean> REPLACE_NULL_WITH_DEFAULT = Setting.flag(
            RECORDS,
            "replace.null.with.default",
            true,
            "Whether a null becomes the default value where the schema of the field has one.");

    private static final int VARIABLE_SCALE_DIGITS = 10;
    private static final int DECIMAL_PRECISION = 38;

    /**
     * What tells rows apart.
     *
     * @param fields the columns, or none for those that the mode has
     * @param deletes whether records may delete rows
     */
    record Keys(KeyMode mode, List<String> fields, boolean deletes) {
        Keys {
            fields = List.copyOf(fields);
        }
    }

    /** Which changes of tables are made for rows. */
    record Tables(boolean creates, boolean evolves) {}

    /** How values become those of the database. */
    record Values(UnsupportedTypes unsupported, NullHandling nullHandling, TypeOptions types) {}

    WriteConfig {
        columns = Set.copyOf(columns);
    }

    static List<Setting<?>> settings() {
        return List.of(
                INSERT_MODE,
                PK_MODE,
                PK_FIELDS,
                DELETE_ENABLED,
                TABLE_NAME_FORMAT,
                TOPICS_TO_TABLES,
                TABLE_SCHEMA,
                AUTO_CREATE,
                AUTO_EVOLVE,
                RECORD_ENVELOPE,
                FIELDS_WHITELIST,
                TRANSFORM_SQL,
                UNSUPPORTED_TYPES,
                VARIABLE_SCALE,
                REPLACE_NULL_WITH_DEFAULT);
    }

    /**
     * Reads it.
     *
     * @throws org.apache.kafka.common.config.ConfigException if values do not fit together
     */
    static WriteConfig of(Map<String, Object> values) {
        InsertMode mode = INSERT_MODE.in(values);
        Keys keys = keys(values);
        if (mode == InsertMode.UPSERT && keys.mode() == KeyMode.NONE) {
            throw PK_MODE.refuse(Setting.nameOf(KeyMode.NONE), "rows cannot take the place of others without a key");
        }
        boolean replacesNull = REPLACE_NULL_WITH_DEFAULT.in(values);
        return new WriteConfig(
                mode,
                keys,
                new TableName(TABLE_NAME_FORMAT.in(values), ofTopics(values), TABLE_SCHEMA.in(values)),
                new Tables(AUTO_CREATE.in(values), AUTO_EVOLVE.in(values)),
                Set.copyOf(FIELDS_WHITELIST.in(values)),
                TRANSFORM_SQL.in(values),
                RECORD_ENVELOPE.in(values),
                new Values(
                        UNSUPPORTED_TYPES.in(values),
                        replacesNull ? NullHandling.REPLACE_WITH_DEFAULT : NullHandling.KEEP,
                        types(VARIABLE_SCALE.in(values))));
    }

    private static TypeOptions types(TypeOptions.VariableScale variableScale) {
        return new TypeOptions(
                false,
                new TypeOptions.Decimals(DECIMAL_PRECISION, variableScale, VARIABLE_SCALE_DIGITS),
                new TypeOptions.Times(
                        TypeOptions.TimestampPrecision.DEBEZIUM,
                        TypeOptions.ZonedTimestamps.TIMESTAMP,
                        TypeOptions.TimesOfDay.TIME),
                new TypeOptions.Texts(TypeOptions.Uuids.UUID, TypeOptions.Enums.STRING, TypeOptions.Jsons.JSON));
    }

    private static Keys keys(Map<String, Object> values) {
        KeyMode mode = PK_MODE.in(values);
        List<String> fields = PK_FIELDS.in(values);
        boolean isRight = switch (mode) {
            case NONE -> fields.isEmpty();
            case KAFKA -> fields.isEmpty() || fields.size() == RowPlan.KAFKA_COLUMNS.size();
            case RECORD_KEY -> true;
            case RECORD_VALUE -> !fields.isEmpty();
        };
        if (!isRight) {
            throw PK_FIELDS.refuse(
                    fields,
                    "must be " + (mode == KeyMode.NONE ? "empty" : mode == KeyMode.KAFKA ? "none or three" : "named")
                            + " where " + PK_MODE.key() + " is " + Setting.nameOf(mode));
        }
        boolean deletes = DELETE_ENABLED.in(values);
        boolean mayDelete = mode == KeyMode.RECORD_KEY
                || (mode == KeyMode.RECORD_VALUE && RECORD_ENVELOPE.in(values) == RecordEnvelope.DEBEZIUM);
        if (deletes && !mayDelete) {
            throw DELETE_ENABLED.refuse(true, "needs " + PK_MODE.key() + "=record_key, which says what to delete");
        }
        return new Keys(mode, fields, deletes);
    }

    private static Map<String, String> ofTopics(Map<String, Object> values) {
        Map<String, String> ofTopics = new HashMap<>();
        for (String mapping : TOPICS_TO_TABLES.in(values)) {
            int colon = mapping.indexOf(':');
            if (colon < 1 || colon == mapping.length() - 1) {
                throw TOPICS_TO_TABLES.refuse(mapping, "must be topic:table");
            }
            ofTopics.put(mapping.substring(0, colon), mapping.substring(colon + 1));
        }
        return ofTopics;
    }
}
