/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.NullHandling;
import dev.quiver.connect.RecordCoordinates;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** One level of the directories that rows are divided into. */
sealed interface PartitionTerm {
    /** This term for rows of {@code schema}, whose nulls mean what {@code nullHandling} says. */
    Bound bind(Schema schema, NullHandling nullHandling);

    /** What the directory level stands for; the name of the column where names are written. */
    String name();

    /** Whether rows of one record may differ in it. */
    boolean readsRows();

    /** A term for rows of one schema. */
    interface Bound {
        /** The directory name for the row {@code value} of {@code sinkRecord}. */
        String segment(SinkRecord sinkRecord, Struct value);
    }

    /**
     * Reads a term as a configuration has it.
     *
     * @throws IllegalArgumentException if it is none; the message says what there is
     */
    static PartitionTerm parse(String text, PartitionStyle style) {
        if (text.equals("topic")) {
            return new Topic();
        }
        if (text.equals("partition")) {
            return new KafkaPartition(style);
        }
        if (text.startsWith("field:")) {
            List<String> path = List.of(text.substring("field:".length()).split("\\.", -1));
            if (path.contains("")) {
                throw new IllegalArgumentException("'" + text + "' has an empty field name");
            }
            return new FieldValue(path, style);
        }
        throw new IllegalArgumentException("'" + text + "' is none of topic, partition, field:<path>");
    }

    private static String named(PartitionStyle style, String name, @Nullable String value) {
        String segment = value == null ? PathSegments.NULL : PathSegments.escape(value);
        return checked(name, style == PartitionStyle.HIVE ? PathSegments.escape(name) + "=" + segment : segment);
    }

    private static String checked(String name, String segment) {
        if (PathSegments.isTooLong(segment)) {
            throw new DataException("the value of '" + name + "' makes a directory name of more than "
                    + PathSegments.BYTES_MAX + " bytes");
        }
        return segment;
    }

    /** The topic, as transformations have left it. */
    record Topic() implements PartitionTerm {
        @Override
        public String name() {
            return "topic";
        }

        @Override
        public boolean readsRows() {
            return false;
        }

        @Override
        public Bound bind(Schema schema, NullHandling nullHandling) {
            return (sinkRecord, value) -> checked("topic", PathSegments.escape(sinkRecord.topic()));
        }
    }

    /** The number of the Kafka partition that the record was read from. */
    record KafkaPartition(PartitionStyle style) implements PartitionTerm {
        @Override
        public String name() {
            return "partition";
        }

        @Override
        public boolean readsRows() {
            return false;
        }

        @Override
        public Bound bind(Schema schema, NullHandling nullHandling) {
            return (sinkRecord, value) -> named(
                    style,
                    name(),
                    Integer.toString(
                            RecordCoordinates.topicPartition(sinkRecord).partition()));
        }
    }

    /**
     * The value of a field.
     *
     * @param path field names from the row down
     */
    record FieldValue(List<String> path, PartitionStyle style) implements PartitionTerm {
        public FieldValue {
            path = List.copyOf(path);
        }

        @Override
        public String name() {
            return path.get(path.size() - 1);
        }

        @Override
        public boolean readsRows() {
            return true;
        }

        @Override
        public Bound bind(Schema schema, NullHandling nullHandling) {
            List<Field> fields = resolve(schema);
            Schema last = fields.get(fields.size() - 1).schema();
            PartitionValue format = PartitionValue.of(String.join(".", path), last);
            return (sinkRecord, value) -> {
                Object leaf = value;
                for (Field field : fields) {
                    leaf = leaf == null ? null : value((Struct) leaf, field, nullHandling);
                }
                return named(style, name(), leaf == null ? null : format.text(leaf));
            };
        }

        /** The value that the column has, so that a directory never says anything else than its files. */
        private static @Nullable Object value(Struct struct, Field field, NullHandling nullHandling) {
            boolean keeps = nullHandling == NullHandling.KEEP && field.schema().isOptional();
            return keeps ? struct.getWithoutDefault(field.name()) : struct.get(field);
        }

        private List<Field> resolve(Schema schema) {
            List<Field> fields = new ArrayList<>();
            Schema current = schema;
            for (String step : path) {
                Field field = current.type() == Schema.Type.STRUCT ? current.field(step) : null;
                if (field == null) {
                    throw new DataException("there is no field '" + String.join(".", path) + "' to partition by");
                }
                fields.add(field);
                current = field.schema();
            }
            return fields;
        }
    }
}
