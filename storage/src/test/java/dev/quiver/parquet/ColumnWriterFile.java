/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.arrow.ArrowBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Writes batches to a Parquet file row by row with parquet-java's own writer, to compare other files with. */
@SuppressWarnings("deprecation") // the methods that parquet-java still declares abstract
final class ColumnWriterFile {
    /** A row of a batch. */
    private record Row(ArrowBatch batch, int index) {}

    private ColumnWriterFile() {}

    /** Writes all rows of {@code batches} to {@code file}, which must not exist. */
    static void write(Path file, Schema schema, List<ArrowBatch> batches) throws IOException {
        try (ParquetWriter<Row> writer = new Builder(file, schema).build()) {
            for (ArrowBatch batch : batches) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    writer.write(new Row(batch, row));
                }
            }
        }
    }

    /** Sets what differs from parquet-java's defaults. */
    private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
        private final Schema schema;

        Builder(Path file, Schema schema) {
            super(new LocalOutputFile(file));
            this.schema = schema;
            withCompressionCodec(CompressionCodecName.UNCOMPRESSED);
            withStatisticsTruncateLength(ByteOrdering.BOUND_BYTES_MAX);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
            return new Rows(schema);
        }
    }

    /** Hands rows over value by value. */
    private static final class Rows extends WriteSupport<Row> {
        private final MessageType message;
        private RecordEvents events = new RecordEvents(null);

        Rows(Schema schema) {
            this.message = ParquetTypes.message(schema, WideDecimals.DECIMAL);
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(message, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            events = new RecordEvents(consumer);
        }

        @Override
        public void write(Row row) {
            events.row(row.batch().vectors(), message, row.index());
        }
    }
}
