/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Where the time of a row comes from. */
sealed interface RowTime {
    /** This time of rows of {@code schema}. */
    Bound bind(Schema schema, RowContext context);

    /** This time of rows whose schema says nothing of later ones: it looks at the value of the record itself. */
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

    /** The time of rows of one schema. */
    interface Bound {
        /** Milliseconds since 1970 in UTC, or null where the row has no time. */
        @Nullable
        Long ms(SinkRecord sinkRecord, @Nullable Struct row);
    }

    /**
     * Reads a source as a configuration has it.
     *
     * @param unit that of numbers whose type does not tell
     * @param zone that of texts that do not tell
     * @throws IllegalArgumentException if it is none
     */
    static RowTime parse(String text, TimeUnit unit, ZoneId zone) {
        if (text.equals("record")) {
            return new OfRecord();
        }
        if (text.equals("now")) {
            return new WallClock();
        }
        if (text.startsWith("field:")) {
            return new OfField(FieldPath.parse(text.substring("field:".length())), unit, zone);
        }
        if (text.startsWith("header:") && text.length() > "header:".length()) {
            return new OfHeader(text.substring("header:".length()), unit, zone);
        }
        throw new IllegalArgumentException("is none of record, now, field:<path>, header:<name>");
    }

    /** The timestamp that Kafka keeps with the record. */
    record OfRecord() implements RowTime {
        @Override
        public Bound bind(Schema schema, RowContext context) {
            return (sinkRecord, row) -> sinkRecord.timestamp();
        }
    }

    /** The time at which the row is taken in. */
    record WallClock() implements RowTime {
        @Override
        public boolean followsFromRecord() {
            return false;
        }

        @Override
        public Bound bind(Schema schema, RowContext context) {
            return (sinkRecord, row) -> context.clock().millis();
        }
    }

    /** A column. */
    record OfField(FieldPath path, TimeUnit unit, ZoneId zone) implements RowTime {
        @Override
        public boolean readsRows() {
            return true;
        }

        @Override
        public Bound bind(Schema schema, RowContext context) {
            FieldPath.Bound field = path.bind(schema, context.nullHandling());
            TimeValue form = TimeValue.of("field '" + path + "'", field.schema(), unit, zone);
            return (sinkRecord, row) -> {
                Object value = field.value(row);
                return value == null ? null : form.ms(value);
            };
        }

        @Override
        public Bound bindInferred(RowContext context) {
            TimeValue form = TimeValue.of("field '" + path + "'", null, unit, zone);
            return (sinkRecord, row) -> {
                Object value = path.in(sinkRecord.value());
                return value == null ? null : form.ms(value);
            };
        }
    }

    /** The last header of a name. */
    record OfHeader(String name, TimeUnit unit, ZoneId zone) implements RowTime {
        @Override
        public Bound bind(Schema schema, RowContext context) {
            return (sinkRecord, row) -> {
                Header header = sinkRecord.headers().lastWithName(name);
                if (header == null || header.value() == null) {
                    return null;
                }
                TimeValue form = TimeValue.of("header '" + name + "'", header.schema(), unit, zone);
                return form.ms(Objects.requireNonNull(header.value()));
            };
        }
    }
}
