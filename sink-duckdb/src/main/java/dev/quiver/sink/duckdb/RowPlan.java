/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.BatchBuilder;
import dev.quiver.connect.RecordCoordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** How records with one schema of keys and one of values become rows and their keys; made once for both. */
final class RowPlan {
    /** What {@link KeyMode#KAFKA} calls its columns unless they are named otherwise. */
    static final List<String> KAFKA_COLUMNS = List.of("__connect_topic", "__connect_partition", "__connect_offset");

    private final Schema keys;
    private final List<Source> keySources;
    private final Schema rows;
    private final List<Source> rowSources;
    private final boolean isPassing;

    private RowPlan(Schema keys, List<Source> keySources, Schema rows, List<Source> rowSources, boolean isPassing) {
        this.keys = keys;
        this.keySources = keySources;
        this.rows = rows;
        this.rowSources = rowSources;
        this.isPassing = isPassing;
    }

    /** Where the value of a column comes from. */
    private interface Source {
        @Nullable
        Object of(SinkRecord sinkRecord, @Nullable Struct value);
    }

    /** A column before the schema is built. */
    private record Column(String name, Schema schema, Source source) {}

    /**
     * The plan for records with {@code key} and {@code value}.
     *
     * @param value null for records without one, which have a key only
     * @throws DataException if the key is not there, or not what the configuration says
     */
    static RowPlan of(WriteConfig config, @Nullable Schema key, @Nullable Schema value) {
        List<Column> keyColumns = keyColumns(config.keys(), key, value);
        List<Column> columns = new ArrayList<>();
        boolean addsKey = config.keys().mode() != KeyMode.RECORD_VALUE;
        if (addsKey) {
            columns.addAll(keyColumns);
        }
        boolean isPassing = columns.isEmpty();
        requireFits(config.values(), schema(keyColumns));
        for (Field field : value == null ? List.<Field>of() : value.fields()) {
            if (isColumn(config, field.name()) && !has(columns, field.name())) {
                columns.add(new Column(field.name(), field.schema(), ofValue(field.name())));
            } else {
                isPassing = false;
            }
        }
        if (value != null) {
            requireFirst(keyColumns, columns);
        }
        return new RowPlan(
                schema(keyColumns),
                sources(keyColumns),
                isPassing && value != null ? value : schema(columns),
                sources(columns),
                isPassing);
    }

    /** Keys change as columns do; where they may not, the record is refused before anything is gathered. */
    private static void requireFits(WriteConfig.Values values, Schema keys) {
        if (!keys.fields().isEmpty()) {
            BatchBuilder builder = new BatchBuilder(keys, values.nullHandling(), values.types());
            Adaptation.of(builder.arrowSchema(), values.unsupported(), false);
        }
    }

    /** Of columns whose names differ by case only, the first has its name in the database. */
    private static void requireFirst(List<Column> keys, List<Column> columns) {
        for (Column key : keys) {
            String folded = Sql.folded(key.name());
            for (Column column : columns) {
                if (Sql.folded(column.name()).equals(folded)) {
                    if (!column.name().equals(key.name())) {
                        throw new DataException("column '" + key.name() + "' of the key differs from '" + column.name()
                                + "' by case only");
                    }
                    break;
                }
            }
        }
    }

    private static boolean isColumn(WriteConfig config, String name) {
        return config.columns().isEmpty()
                || config.columns().contains(name)
                || (config.keys().mode() == KeyMode.RECORD_VALUE
                        && config.keys().fields().contains(name));
    }

    private static boolean has(List<Column> columns, String name) {
        return columns.stream().anyMatch(column -> column.name().equals(name));
    }

    private static Source ofValue(String name) {
        return (sinkRecord, value) -> value == null ? null : value.getWithoutDefault(name);
    }

    private static Schema schema(List<Column> columns) {
        SchemaBuilder schema = SchemaBuilder.struct();
        columns.forEach(column -> schema.field(column.name(), column.schema()));
        return schema.build();
    }

    private static List<Source> sources(List<Column> columns) {
        return columns.stream().map(Column::source).toList();
    }

    private static List<Column> keyColumns(WriteConfig.Keys keys, @Nullable Schema key, @Nullable Schema value) {
        return switch (keys.mode()) {
            case NONE -> List.of();
            case KAFKA -> kafka(keys.fields().isEmpty() ? KAFKA_COLUMNS : keys.fields());
            case RECORD_KEY -> recordKey(keys.fields(), key);
            case RECORD_VALUE -> value == null ? List.of() : recordValue(keys.fields(), value);
        };
    }

    private static List<Column> kafka(List<String> names) {
        return List.of(
                new Column(names.get(0), Schema.STRING_SCHEMA, (record, value) -> RecordCoordinates.topic(record)),
                new Column(names.get(1), Schema.INT32_SCHEMA, (record, value) -> RecordCoordinates.partition(record)),
                new Column(names.get(2), Schema.INT64_SCHEMA, (record, value) -> RecordCoordinates.offset(record)));
    }

    private static List<Column> recordKey(List<String> fields, @Nullable Schema key) {
        if (key == null) {
            throw new DataException(
                    "the record has no key with a schema, which " + WriteConfig.PK_MODE.key() + "=record_key needs");
        }
        if (key.type() != Schema.Type.STRUCT) {
            if (fields.size() != 1) {
                throw new DataException("the key is a single " + key.type() + ": " + WriteConfig.PK_FIELDS.key()
                        + " must have one name for it, not " + fields.size());
            }
            return List.of(new Column(fields.get(0), key, (sinkRecord, value) -> sinkRecord.key()));
        }
        List<String> names =
                fields.isEmpty() ? key.fields().stream().map(Field::name).toList() : fields;
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            Schema column = field(key, name, "key").schema();
            columns.add(new Column(name, column, (sinkRecord, value) -> ofKey(sinkRecord, name)));
        }
        return columns;
    }

    private static @Nullable Object ofKey(SinkRecord sinkRecord, String name) {
        return sinkRecord.key() instanceof Struct key ? key.getWithoutDefault(name) : null;
    }

    private static List<Column> recordValue(List<String> fields, Schema value) {
        List<Column> columns = new ArrayList<>();
        for (String name : fields) {
            columns.add(new Column(name, field(value, name, "value").schema(), ofValue(name)));
        }
        return columns;
    }

    private static Field field(Schema schema, String name, String where) {
        Field field = schema.field(name);
        if (field == null) {
            throw new DataException(
                    "the " + where + " has no field '" + name + "', which is in " + WriteConfig.PK_FIELDS.key());
        }
        return field;
    }

    /** The schema of the rows. */
    Schema rows() {
        return rows;
    }

    /** Whether rows are values as they are. */
    boolean isPassing() {
        return isPassing;
    }

    /** The row of {@code value}. */
    Struct row(SinkRecord sinkRecord, Struct value) {
        return isPassing ? value : struct(rows, rowSources, sinkRecord, value);
    }

    /**
     * The key of {@code value}, or of {@code sinkRecord} if that is null.
     *
     * @throws DataException if there is none
     */
    RowKey key(SinkRecord sinkRecord, @Nullable Struct value) {
        return RowKey.of(struct(keys, keySources, sinkRecord, value));
    }

    private static Struct struct(Schema schema, List<Source> sources, SinkRecord sinkRecord, @Nullable Struct value) {
        Struct struct = new Struct(schema);
        List<Field> fields = schema.fields();
        for (int index = 0; index < fields.size(); index++) {
            struct.put(
                    fields.get(index),
                    Objects.requireNonNull(sources.get(index)).of(sinkRecord, value));
        }
        return struct;
    }
}
