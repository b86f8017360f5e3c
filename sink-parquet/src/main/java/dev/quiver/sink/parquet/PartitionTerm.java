/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * One level of the directories that rows are divided into.
 *
 * @param name what the level stands for; the name of the column where names are written
 * @param labelled whether the directory is called {@code name=value}
 */
record PartitionTerm(String name, boolean labelled, RowText text) {
    /** A term for rows of one schema. */
    interface Bound {
        /** The directory name for the row {@code value} of {@code sinkRecord}. */
        String segment(SinkRecord sinkRecord, @Nullable Struct value);
    }

    /** This term for rows of {@code schema}. */
    Bound bind(Schema schema, RowContext context) {
        return bind(text.bind(schema, context));
    }

    /** This term for rows whose schema says nothing of later ones. */
    Bound bindInferred(RowContext context) {
        return bind(text.bindInferred(context));
    }

    private Bound bind(RowText.Bound bound) {
        String label = labelled ? PathSegments.escape(name) + "=" : "";
        return (sinkRecord, row) -> {
            String value = bound.text(sinkRecord, row);
            if (value == null) {
                return label + PathSegments.NULL;
            }
            String segment = PathSegments.escape(value);
            return checked(label.isEmpty() ? PathSegments.visible(segment) : label + segment);
        };
    }

    private String checked(String segment) {
        if (PathSegments.isTooLong(segment)) {
            throw new DataException("the value of '" + name + "' makes a directory name of more than "
                    + PathSegments.BYTES_MAX + " bytes");
        }
        return segment;
    }

    /**
     * Reads a term as a configuration has it: what it is, with the name of the level and {@code =} before it if that is
     * to be another one.
     *
     * @throws IllegalArgumentException if it is none; the message says what there is
     */
    static PartitionTerm parse(String text, PartitionContext context) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':');
        boolean renamed = equals > 0 && (colon < 0 || equals < colon);
        try {
            PartitionTerm term = term(renamed ? text.substring(equals + 1) : text, context);
            return renamed ? term.called(text.substring(0, equals), context.style()) : term;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no term: " + e.getMessage(), e);
        }
    }

    private PartitionTerm called(String newName, PartitionStyle style) {
        return new PartitionTerm(newName, style == PartitionStyle.HIVE, text);
    }

    private static PartitionTerm term(String text, PartitionContext context) {
        int colon = text.indexOf(':');
        return colon < 0
                ? plain(text, context)
                : withArgument(text.substring(0, colon), text.substring(colon + 1), context);
    }

    private static PartitionTerm plain(String kind, PartitionContext context) {
        boolean labelled = context.style() == PartitionStyle.HIVE;
        return switch (kind) {
            case "topic" -> new PartitionTerm(kind, false, new RowText.Topic());
            case "partition" -> new PartitionTerm(kind, labelled, new RowText.KafkaPartition());
            case "key" -> new PartitionTerm(kind, labelled, new RowText.KeyValue(List.of()));
            case "year" -> new PartitionTerm(kind, labelled, context.time("uuuu"));
            case "month" -> new PartitionTerm(kind, labelled, context.time("MM"));
            case "day" -> new PartitionTerm(kind, labelled, context.time("dd"));
            case "hour" -> new PartitionTerm(kind, labelled, context.time("HH"));
            case "minute" -> new PartitionTerm(kind, labelled, context.time("mm"));
            case "date" -> new PartitionTerm(kind, labelled, context.time("uuuu-MM-dd"));
            default -> throw new IllegalArgumentException("there are " + PartitionContext.TERMS);
        };
    }

    private static PartitionTerm withArgument(String kind, String argument, PartitionContext context) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException("nothing follows the colon");
        }
        boolean labelled = context.style() == PartitionStyle.HIVE;
        return switch (kind) {
            case "field" -> {
                FieldPath path = FieldPath.parse(argument);
                yield new PartitionTerm(path.last(), labelled, new RowText.FieldValue(path));
            }
            case "key" -> {
                FieldPath path = FieldPath.parse(argument);
                yield new PartitionTerm(path.last(), labelled, new RowText.KeyValue(path.names()));
            }
            case "header" -> new PartitionTerm(argument, labelled, new RowText.HeaderValue(argument));
            case "time" -> new PartitionTerm(kind, labelled, context.time(argument));
            case "text" -> new PartitionTerm(argument, false, new RowText.Literal(argument));
            case "class" -> context.custom(argument);
            default -> throw new IllegalArgumentException("there are " + PartitionContext.TERMS);
        };
    }
}
