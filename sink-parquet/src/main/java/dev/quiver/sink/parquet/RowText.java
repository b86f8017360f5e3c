/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.RecordCoordinates;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Something about a row that names a directory. */
sealed interface RowText {
    /** This text of rows of {@code schema}. */
    Bound bind(Schema schema, RowContext context);

    /** This text of rows whose schema says nothing of later ones: it looks at the value of the record itself. */
    default Bound bindInferred(RowContext context) {
        return bind(RecordRow.NO_COLUMNS, context);
    }

    /** Whether rows of one record may differ in it. */
    default boolean readsRows() {
        return false;
    }

    /** Whether it is the same whenever the record is read. */
    default boolean followsFromRecord() {
        return true;
    }

    /** The text of rows of one schema. */
    interface Bound {
        /** The text, not escaped yet, or null where the row has none. */
        @Nullable
        String text(SinkRecord sinkRecord, @Nullable Struct row);
    }

    /** The topic, as transformations have left it. */
    record Topic() implements RowText {
        @Override
        public Bound bind(Schema schema, RowContext context) {
            return (sinkRecord, row) -> sinkRecord.topic();
        }
    }

    /** The number of the Kafka partition that the record was read from. */
    record KafkaPartition() implements RowText {
        @Override
        public Bound bind(Schema schema, RowContext context) {
            return (sinkRecord, row) -> Integer.toString(
                    RecordCoordinates.topicPartition(sinkRecord).partition());
        }
    }

    /** Always the same. */
    record Literal(String text) implements RowText {
        @Override
        public Bound bind(Schema schema, RowContext context) {
            return (sinkRecord, row) -> text;
        }
    }

    /** The value of a column. */
    record FieldValue(FieldPath path) implements RowText {
        @Override
        public boolean readsRows() {
            return true;
        }

        @Override
        public Bound bind(Schema schema, RowContext context) {
            FieldPath.Bound field = path.bind(schema, context.nullHandling());
            PartitionValue form = PartitionValue.of("field '" + path + "'", field.schema());
            return (sinkRecord, row) -> {
                Object value = field.value(row);
                return value == null ? null : form.text(value);
            };
        }

        @Override
        public Bound bindInferred(RowContext context) {
            PartitionValue form = PartitionValue.of("field '" + path + "'", null);
            return (sinkRecord, row) -> {
                Object value = path.in(sinkRecord.value());
                return value == null ? null : form.text(value);
            };
        }
    }

    /**
     * The key of the record, or a field of it.
     *
     * @param names field names from the key down; none for the key itself
     */
    record KeyValue(List<String> names) implements RowText {
        public KeyValue {
            names = List.copyOf(names);
        }

        @Override
        public Bound bind(Schema schema, RowContext context) {
            String what = names.isEmpty() ? "the key" : "key field '" + String.join(".", names) + "'";
            return (sinkRecord, row) -> {
                Object value = sinkRecord.key();
                Schema type = sinkRecord.keySchema();
                for (String name : names) {
                    if (value instanceof Struct struct && struct.schema().field(name) != null) {
                        value = struct.get(name);
                        type = struct.schema().field(name).schema();
                    } else if (value instanceof Map<?, ?> map) {
                        value = map.get(name);
                        type = null;
                    } else if (value != null) {
                        throw new DataException("there is no " + what + " to partition by");
                    }
                }
                return value == null ? null : PartitionValue.of(what, type).text(value);
            };
        }
    }

    /** The value of the last header of a name. */
    record HeaderValue(String name) implements RowText {
        @Override
        public Bound bind(Schema schema, RowContext context) {
            return (sinkRecord, row) -> {
                Header header = sinkRecord.headers().lastWithName(name);
                Object value = header == null ? null : header.value();
                return value == null
                        ? null
                        : PartitionValue.of("header '" + name + "'", header.schema())
                                .text(value);
            };
        }
    }

    /** A time of the row. */
    record TimeOf(RowTime time, TimePattern pattern) implements RowText {
        @Override
        public boolean readsRows() {
            return time.readsRows();
        }

        @Override
        public boolean followsFromRecord() {
            return time.followsFromRecord();
        }

        @Override
        public Bound bind(Schema schema, RowContext context) {
            return bind(time.bind(schema, context));
        }

        @Override
        public Bound bindInferred(RowContext context) {
            return bind(time.bindInferred(context));
        }

        private Bound bind(RowTime.Bound bound) {
            return (sinkRecord, row) -> {
                Long ms = bound.ms(sinkRecord, row);
                return ms == null ? null : pattern.text(ms);
            };
        }
    }

    /** What a class of the operator's says, which must follow from the record alone. */
    record Custom(Function<SinkRecord, @Nullable String> function) implements RowText {
        @Override
        public Bound bind(Schema schema, RowContext context) {
            return (sinkRecord, row) -> text(sinkRecord);
        }

        /** What fails for one record need not fail the task. */
        private @Nullable String text(SinkRecord sinkRecord) {
            try {
                return function.apply(sinkRecord);
            } catch (ConnectException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new DataException("the partition class failed: " + e, e);
            }
        }
    }
}
