/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One partition's log: rows of two schemas, tombstones, poison, records that transformations drop, gaps of
 * compaction.
 */
final class SimulatedLog {
    private static final Schema OTHER_SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("kind", Schema.OPTIONAL_STRING_SCHEMA)
            .field("weight", Schema.FLOAT64_SCHEMA)
            .build();
    private static final Schema POISON_SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("nothing", SchemaBuilder.struct().optional().build())
            .build();

    private final TopicPartition partition;
    private final long end;
    private final List<SinkRecord> delivered = new ArrayList<>();
    private final List<Long> rowOffsets = new ArrayList<>();

    /** A log of about {@code recordCount} records, from an offset on that is not always zero. */
    SimulatedLog(TopicPartition partition, int recordCount, Random random) {
        this.partition = partition;
        long offset = random.nextInt(3) * 1000L;
        for (int record = 0; record < recordCount; record++) {
            offset += random.nextInt(12) == 0 ? 1 + random.nextInt(4) : 0;
            add(offset, random);
            offset++;
        }
        this.end = offset;
    }

    private void add(long offset, Random random) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            return;
        }
        if (kind == 1) {
            delivered.add(Records.of(partition, offset, null, null));
            return;
        }
        if (kind == 2) {
            delivered.add(Records.of(partition, offset, new Struct(POISON_SCHEMA).put("id", 1L)));
            return;
        }
        Struct row = kind < 8 ? new Struct(OTHER_SCHEMA).put("weight", 1.5) : new Struct(Records.SCHEMA);
        String value = "abc".substring(random.nextInt(3)).substring(0, 1);
        row.put("id", id(partition, offset)).put("kind", random.nextInt(4) == 0 ? null : value);
        delivered.add(Records.of(partition, offset, row));
        rowOffsets.add(offset);
    }

    /** The column {@code id} of the row at {@code offset}. */
    static long id(TopicPartition partition, long offset) {
        return partition.partition() * 1_000_000L + offset;
    }

    /** Up to {@code countMax} records from {@code position} on that reach the sink. */
    List<SinkRecord> from(long position, int countMax) {
        return delivered.stream()
                .filter(sinkRecord -> sinkRecord.kafkaOffset() >= position)
                .limit(countMax)
                .map(SimulatedLog::readAgain)
                .toList();
    }

    /** Whoever reads a record makes an object of its own. */
    private static SinkRecord readAgain(SinkRecord sinkRecord) {
        return new SinkRecord(
                sinkRecord.topic(),
                sinkRecord.kafkaPartition(),
                null,
                null,
                sinkRecord.valueSchema(),
                sinkRecord.value(),
                sinkRecord.kafkaOffset(),
                sinkRecord.kafkaOffset() * 7 % 100,
                TimestampType.CREATE_TIME);
    }

    /** The offset behind the last record. */
    long end() {
        return end;
    }

    /** Offsets of the rows that must be found in the store. */
    List<Long> rowOffsets() {
        return rowOffsets;
    }
}
