/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import dev.quiver.testbed.process.Await;
import dev.quiver.testbed.process.Await.RetryLater;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics of a broker, and how far consumers are in them. Only committed records count. */
public final class Topics implements AutoCloseable {
    private static final Duration READ_WITHIN = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrap;
    private final Admin admin;

    private Topics(String bootstrap) {
        this.bootstrap = bootstrap;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    /** The topics of the broker at {@code bootstrap}. */
    public static Topics at(String bootstrap) {
        return new Topics(bootstrap);
    }

    /** Makes a topic with {@code partitionCount} partitions and returns when it is there. */
    public Topics create(String topic, int partitionCount) {
        return create(topic, partitionCount, Map.of());
    }

    /** Makes a topic with settings of its own and returns when it is there. */
    public Topics create(String topic, int partitionCount, Map<String, String> settings) {
        NewTopic request = new NewTopic(topic, partitionCount, (short) 1).configs(settings);
        wait("create topic " + topic, admin.createTopics(List.of(request)).all());
        Await.until("topic " + topic, READ_WITHIN, () -> names().contains(topic));
        return this;
    }

    /** Removes a topic. */
    public void delete(String topic) {
        wait("delete topic " + topic, admin.deleteTopics(List.of(topic)).all());
    }

    /** The names of all topics, internal ones aside. */
    public List<String> names() {
        return wait("list topics", admin.listTopics().names()).stream().sorted().toList();
    }

    /** The offset after the last committed record of each partition. */
    public Map<TopicPartition, Long> endOffsets(String topic) {
        KafkaFuture<TopicDescription> description = Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        wait("describe topic " + topic, description)
                .partitions()
                .forEach(info -> latest.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest()));
        ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> ends = new HashMap<>();
        wait("list offsets of " + topic, admin.listOffsets(latest, options).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** The number of records in a topic that nothing was removed from; markers of transactions count as well. */
    public long recordCount(String topic) {
        return endOffsets(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Every committed record now in the topic, by partition and offset. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadlineNs = System.nanoTime() + READ_WITHIN.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
                if (System.nanoTime() > deadlineNs) {
                    throw new IllegalStateException("could not read " + topic + " up to " + ends + " within "
                            + READ_WITHIN + "; got " + records.size() + " records");
                }
            }
            records.removeIf(record -> record.offset() >= ends.getOrDefault(partition(record), 0L));
        }
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return records;
    }

    /** Waits until {@code topic} exists and holds at least {@code count} records, and returns all of them. */
    public List<ConsumerRecord<byte[], byte[]>> awaitRecords(String topic, int count, Duration limit) {
        return Await.value(count + " records in " + topic, limit, () -> {
            if (!names().contains(topic)) {
                throw new RetryLater("no such topic");
            }
            List<ConsumerRecord<byte[], byte[]>> records = read(topic);
            if (records.size() < count) {
                throw new RetryLater("there are " + records.size());
            }
            return records;
        });
    }

    /** The offsets that a consumer group committed. */
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> offsets = wait(
                "read the offsets of " + group,
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    /** The partitions that each member of a consumer group has now, by client id. */
    public Map<String, Set<TopicPartition>> assignment(String group) {
        Map<String, Set<TopicPartition>> partitions = new HashMap<>();
        KafkaFuture<ConsumerGroupDescription> description = Objects.requireNonNull(
                admin.describeConsumerGroups(List.of(group)).describedGroups().get(group));
        wait("describe " + group, description)
                .members()
                .forEach(member -> partitions.put(
                        member.clientId(), Set.copyOf(member.assignment().topicPartitions())));
        return partitions;
    }

    /** Waits until the sink connector {@code name} has committed everything that is in {@code topic} now. */
    public void awaitConsumedBy(String name, String topic, Duration limit) {
        Map<TopicPartition, Long> ends = new HashMap<>(endOffsets(topic));
        ends.values().removeIf(end -> end == 0);
        Await.until("connector " + name + " to consume " + topic, limit, () -> {
            Map<TopicPartition, Long> committed = committed("connect-" + name);
            if (!ends.entrySet().stream().allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                throw new RetryLater("committed " + sorted(committed) + " of " + sorted(ends));
            }
            return true;
        });
    }

    @Override
    public void close() {
        admin.close();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static Map<String, Long> sorted(Map<TopicPartition, Long> offsets) {
        Map<String, Long> byName = new TreeMap<>();
        offsets.forEach((partition, offset) -> byName.put(partition.toString(), offset));
        return byName;
    }

    private static <T> T wait(String what, KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not " + what + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trying to " + what, e);
        }
    }
}
