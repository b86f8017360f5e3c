/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

final class RecordCoordinatesTest {
    private static final TopicPartition SOURCE = new TopicPartition("source", 3);

    @Test
    void transformationsDoNotChangeWhereARecordComesFrom() {
        SinkRecord original = new SinkRecord("source", 3, null, null, null, "v", 42);
        SinkRecord renamed = original.newRecord("other", 7, null, null, null, "v", null);

        assertThat(RecordCoordinates.topicPartition(renamed)).isEqualTo(SOURCE);
        assertThat(RecordCoordinates.offset(renamed)).isEqualTo(42);
        assertThat(RecordCoordinates.describe(renamed)).isEqualTo("source-3@42");
        assertThat(RecordCoordinates.isFrom(renamed, SOURCE)).isTrue();
    }

    @Test
    void aRecordIsFromOnePartitionOnly() {
        SinkRecord sinkRecord = new SinkRecord(
                "other", 3, null, null, null, "v", 1, null, TimestampType.NO_TIMESTAMP_TYPE, null, "source", 3, 1);

        assertThat(RecordCoordinates.isFrom(sinkRecord, SOURCE)).isTrue();
        assertThat(RecordCoordinates.isFrom(sinkRecord, new TopicPartition("other", 3)))
                .isFalse();
        assertThat(RecordCoordinates.isFrom(sinkRecord, new TopicPartition("source", 4)))
                .isFalse();
    }
}
