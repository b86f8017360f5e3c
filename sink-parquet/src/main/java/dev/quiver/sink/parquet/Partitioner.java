/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Divides rows into directories, one level for each term. */
final class Partitioner {
    /** Leaves room for the prefix and the file name within the 1024 bytes of an S3 key. */
    private static final int DIRECTORY_BYTES_MAX = 600;

    private final List<PartitionTerm> terms;

    Partitioner(List<PartitionTerm> terms) {
        this.terms = List.copyOf(terms);
    }

    /** Whether rows of one record may belong to different directories. */
    boolean readsRows() {
        return terms.stream().anyMatch(term -> term.text().readsRows());
    }

    /** Whether a row that is read again belongs to the same directory. */
    boolean followsFromRecord() {
        return terms.stream().allMatch(term -> term.text().followsFromRecord());
    }

    /**
     * This partitioner for rows of {@code schema}.
     *
     * @throws DataException if the schema lacks a field that a term needs; the message names it
     */
    Bound bind(Schema schema, RowContext context) {
        return new Bound(terms.stream().map(term -> term.bind(schema, context)).toList());
    }

    /** This partitioner for rows whose schema says nothing of later ones: it looks at the values of records. */
    Bound bindInferred(RowContext context) {
        return new Bound(terms.stream().map(term -> term.bindInferred(context)).toList());
    }

    /** A partitioner for rows of one schema. */
    static final class Bound {
        private final List<PartitionTerm.Bound> terms;

        private Bound(List<PartitionTerm.Bound> terms) {
            this.terms = terms;
        }

        /**
         * The directory of the row {@code value}, without a slash at either end; empty when there are no terms.
         *
         * @throws DataException if a value cannot name a directory
         */
        String directory(SinkRecord sinkRecord, @Nullable Struct value) {
            if (terms.size() == 1) {
                return terms.get(0).segment(sinkRecord, value);
            }
            StringBuilder directory = new StringBuilder();
            for (PartitionTerm.Bound term : terms) {
                directory.append(directory.isEmpty() ? "" : "/").append(term.segment(sinkRecord, value));
            }
            return checked(directory.toString());
        }

        private static String checked(String directory) {
            int bytes = directory.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > DIRECTORY_BYTES_MAX) {
                throw new DataException(
                        "the partition values make a path of " + bytes + " bytes, more than " + DIRECTORY_BYTES_MAX);
            }
            return directory;
        }
    }
}
