/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.NullHandling;
import dev.quiver.connect.RecordCoordinates;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A column beside those of a record's value: where the record came from, its key, its headers, or what a change event
 * says besides the row.
 *
 * @param name that of the column
 */
record SideColumn(String name, Source source) {
    /** What a column tells of a record. */
    sealed interface Source permits Coordinate, Key, Headers, OneHeader, EventField {
        /**
         * This for records whose keys and events have those schemas.
         *
         * @throws org.apache.kafka.connect.errors.DataException if they lack what the column needs
         */
        Bound bind(Schema keySchema, @Nullable Schema event);
    }

    /**
     * A column of records of one kind.
     *
     * @param schema that of its values
     */
    record Bound(Schema schema, Reader reader) {}

    /** Takes one value out of records. */
    interface Reader {
        /** The value, in the form that the schema of the column asks for. */
        @Nullable
        Object value(SinkRecord sinkRecord);
    }

    /** Something that Kafka keeps with every record, before any transformation. */
    enum Coordinate implements Source {
        /** The topic. */
        TOPIC(Schema.STRING_SCHEMA, RecordCoordinates::topic),
        /** The partition. */
        PARTITION(Schema.INT32_SCHEMA, RecordCoordinates::partition),
        /** The offset. */
        OFFSET(Schema.INT64_SCHEMA, RecordCoordinates::offset),
        /** The timestamp, in milliseconds. */
        TIMESTAMP(
                Timestamp.builder().optional().build(),
                sinkRecord -> sinkRecord.timestamp() == null ? null : new Date(sinkRecord.timestamp())),
        /** Who gave the timestamp: CreateTime or LogAppendTime. */
        TIMESTAMP_TYPE(Schema.OPTIONAL_STRING_SCHEMA, Coordinate::timestampType);

        @SuppressWarnings("ImmutableEnumChecker") // schemas and functions do not change
        private final Bound bound;

        Coordinate(Schema schema, Reader reader) {
            this.bound = new Bound(schema, reader);
        }

        private static @Nullable String timestampType(SinkRecord sinkRecord) {
            return sinkRecord.timestamp() == null || sinkRecord.timestampType() == null
                    ? null
                    : sinkRecord.timestampType().toString();
        }

        @Override
        public Bound bind(Schema keySchema, @Nullable Schema event) {
            return bound;
        }
    }

    /**
     * The key.
     *
     * @param asText whether it is always a text, JSON where it is none
     */
    record Key(boolean asText) implements Source {
        @Override
        public Bound bind(Schema keySchema, @Nullable Schema event) {
            if (asText || keySchema == RecordKeys.TEXT) {
                return new Bound(
                        Schema.OPTIONAL_STRING_SCHEMA,
                        sinkRecord -> JsonText.plain(sinkRecord.keySchema(), sinkRecord.key()));
            }
            return new Bound(SchemaCopies.optional(keySchema), SinkRecord::key);
        }
    }

    /** All headers, in their order: a list of names and values, the values as texts. */
    record Headers() implements Source {
        private static final Schema HEADER = SchemaBuilder.struct()
                .field("key", Schema.STRING_SCHEMA)
                .field("value", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        private static final Bound BOUND = new Bound(SchemaBuilder.array(HEADER).build(), Headers::list);

        @Override
        public Bound bind(Schema keySchema, @Nullable Schema event) {
            return BOUND;
        }

        private static List<Struct> list(SinkRecord sinkRecord) {
            List<Struct> list = new ArrayList<>(sinkRecord.headers().size());
            sinkRecord
                    .headers()
                    .forEach(header -> list.add(new Struct(HEADER)
                            .put("key", header.key())
                            .put("value", JsonText.plain(header.schema(), header.value()))));
            return list;
        }
    }

    /**
     * The last header of a name, as a text.
     *
     * @param header its name
     */
    record OneHeader(String header) implements Source {
        @Override
        public Bound bind(Schema keySchema, @Nullable Schema event) {
            return new Bound(Schema.OPTIONAL_STRING_SCHEMA, sinkRecord -> {
                Header found = sinkRecord.headers().lastWithName(header);
                return found == null ? null : JsonText.plain(found.schema(), found.value());
            });
        }
    }

    /**
     * A field of a change event; null in rows that come from none.
     *
     * @param path where it is; the path {@code deleted} says whether the row was deleted
     */
    record EventField(FieldPath path) implements Source {
        /** What is no field, but follows from one. */
        static final String DELETED = "deleted";

        @Override
        public Bound bind(Schema keySchema, @Nullable Schema event) {
            boolean isDeleted = path.names().equals(List.of(DELETED));
            if (event == null) {
                return new Bound(
                        isDeleted ? Schema.OPTIONAL_BOOLEAN_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA, unused -> null);
            }
            if (isDeleted) {
                return new Bound(
                        Schema.OPTIONAL_BOOLEAN_SCHEMA,
                        sinkRecord ->
                                sinkRecord.value() instanceof Struct struct ? ChangeEvents.isDelete(struct) : null);
            }
            FieldPath.Bound field = path.bind(event, NullHandling.KEEP);
            return new Bound(
                    SchemaCopies.optional(field.schema()),
                    sinkRecord -> sinkRecord.value() instanceof Struct struct ? field.value(struct) : null);
        }
    }

    /** Those that have a name of their own. */
    static final Map<String, Source> PLAIN = Map.of(
            "topic", Coordinate.TOPIC,
            "partition", Coordinate.PARTITION,
            "offset", Coordinate.OFFSET,
            "timestamp", Coordinate.TIMESTAMP,
            "timestamp-type", Coordinate.TIMESTAMP_TYPE,
            "headers", new Headers());
}
