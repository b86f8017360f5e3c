/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.converter.ArrowConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

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
    /** The ids of the rows at each offset that has some. */
    private final SortedMap<Long, List<Long>> rowIds = new TreeMap<>();

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
        if (kind == 3) {
            addBatch(offset, random);
            return;
        }
        Struct row = kind < 8 ? new Struct(OTHER_SCHEMA).put("weight", 1.5) : new Struct(Records.SCHEMA);
        row.put("id", id(offset, 0)).put("kind", kind(random));
        delivered.add(Records.of(partition, offset, row));
        rowIds.put(offset, List.of(id(offset, 0)));
    }

    private static @Nullable String kind(Random random) {
        String value = "abc".substring(random.nextInt(3)).substring(0, 1);
        return random.nextInt(4) == 0 ? null : value;
    }

    /** A record that is a batch of up to five rows, or none. */
    private void addBatch(long offset, Random random) {
        List<Struct> rows = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int row = 0; row < random.nextInt(6); row++) {
            ids.add(id(offset, row));
            rows.add(new Struct(Records.SCHEMA).put("id", id(offset, row)).put("kind", kind(random)));
        }
        Schema schema = SchemaBuilder.array(Records.SCHEMA).build();
        ArrowConverter converter = new ArrowConverter();
        converter.configure(Map.of(), false);
        byte[] message = Objects.requireNonNull(converter.fromConnectData(partition.topic(), schema, rows));
        SchemaAndValue value = converter.toConnectData(partition.topic(), message);
        delivered.add(Records.of(partition, offset, value.schema(), value.value()));
        if (!ids.isEmpty()) {
            rowIds.put(offset, ids);
        }
    }

    /** The column {@code id} of row {@code row} of the record at {@code offset}. */
    private long id(long offset, int row) {
        long log = partition.topic().equals(Records.TOPIC) ? partition.partition() : 100 + partition.partition();
        return log * 1_000_000_000L + offset * 100 + row;
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

    /** The ids of the rows that must be found in the store, by offset. */
    SortedMap<Long, List<Long>> rowIds() {
        return rowIds;
    }
}
