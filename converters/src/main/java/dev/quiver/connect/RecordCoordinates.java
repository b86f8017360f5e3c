/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where a record came from: its topic, partition and offset before any transformation changed them. Offsets must be
 * kept and committed under these; workers before 3.6 do not tell them, there these are the transformed ones.
 */
public final class RecordCoordinates {
    private static final boolean HAS_ORIGINALS = hasOriginals();

    private RecordCoordinates() {}

    private static boolean hasOriginals() {
        try {
            SinkRecord.class.getMethod("originalTopic");
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** The topic-partition that the record was read from. */
    public static TopicPartition topicPartition(SinkRecord sinkRecord) {
        return HAS_ORIGINALS
                ? new TopicPartition(sinkRecord.originalTopic(), sinkRecord.originalKafkaPartition())
                : new TopicPartition(sinkRecord.topic(), sinkRecord.kafkaPartition());
    }

    /** Whether the record was read from {@code partition}; makes no object, so it may be asked for every record. */
    public static boolean isFrom(SinkRecord sinkRecord, TopicPartition partition) {
        Integer number = HAS_ORIGINALS ? sinkRecord.originalKafkaPartition() : sinkRecord.kafkaPartition();
        String topic = HAS_ORIGINALS ? sinkRecord.originalTopic() : sinkRecord.topic();
        return number == partition.partition() && topic.equals(partition.topic());
    }

    /** The topic that the record was read from. */
    public static String topic(SinkRecord sinkRecord) {
        return HAS_ORIGINALS ? sinkRecord.originalTopic() : sinkRecord.topic();
    }

    /** The number of the partition that the record was read from. */
    public static Integer partition(SinkRecord sinkRecord) {
        return HAS_ORIGINALS ? sinkRecord.originalKafkaPartition() : sinkRecord.kafkaPartition();
    }

    /** The offset that the record was read from. */
    public static long offset(SinkRecord sinkRecord) {
        return HAS_ORIGINALS ? sinkRecord.originalKafkaOffset() : sinkRecord.kafkaOffset();
    }

    /** {@code topic-partition@offset}. */
    public static String describe(SinkRecord sinkRecord) {
        return topicPartition(sinkRecord) + "@" + offset(sinkRecord);
    }
}
