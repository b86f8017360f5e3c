/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.connect.BadRecords;
import dev.quiver.store.MemoryStore;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import dev.quiver.store.VersionedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A worker with one task, as far as the task can tell: positions, a batch to put again, what was delivered. */
final class SimulatedWorker implements AutoCloseable {
    private static final int TAKE_OVER_ATTEMPTS_MAX = 100;

    private final Map<TopicPartition, SimulatedLog> logs;
    private final ParquetSink sink;
    private final Turns.Seat seat;
    /** Where the consumer reads next. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    /** What the task has taken without an exception. */
    private final Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();

    /** Where the task wants to read from the next poll on. */
    private final FakeConsumer consumer = new FakeConsumer();

    private final Map<TopicPartition, Long> seeks = consumer.seeks;

    private List<SinkRecord> batch = new ArrayList<>();
    private Map<TopicPartition, Long> behindBatch = new HashMap<>();
    private boolean failed;

    /** Waits in {@code seat} before each call of the store. */
    SimulatedWorker(
            ParquetSinkConfig config,
            MemoryStore store,
            SettableClock clock,
            Map<TopicPartition, SimulatedLog> logs,
            Turns.Seat seat) {
        this.logs = logs;
        this.seat = seat;
        this.sink = new ParquetSink(
                config, new Shared(store, seat), BadRecords.of(FakeContext.withReporter()), consumer, clock);
    }

    /** Delivers records like {@link #poll}, in turns with other workers. */
    Turns.Part polling(int countMax) {
        return new Turns.Part(seat, () -> poll(countMax));
    }

    Collection<TopicPartition> partitions() {
        return List.copyOf(positions.keySet());
    }

    /** Whether the task has failed and takes no more. */
    boolean hasFailed() {
        return failed;
    }

    void open(TopicPartition partition, long offset) {
        positions.put(partition, offset);
        delivered.put(partition, new OffsetAndMetadata(offset));
        sink.open(List.of(partition));
    }

    /** Takes partitions away; {@code forgetful} as the worker is when a transformation has renamed the topic. */
    void close(Collection<TopicPartition> partitions, boolean forgetful) {
        sink.close(partitions);
        partitions.forEach(partition -> {
            seeks.remove(partition);
            positions.remove(partition);
            delivered.remove(partition);
            behindBatch.remove(partition);
        });
        if (!forgetful) {
            batch.removeIf(sinkRecord ->
                    partitions.contains(new TopicPartition(sinkRecord.topic(), sinkRecord.kafkaPartition())));
        }
    }

    /** Lets the task take its partitions over before there are any records; says whether it did. */
    boolean takesOver() {
        for (int attempt = 0; attempt < TAKE_OVER_ATTEMPTS_MAX; attempt++) {
            seek();
            try {
                sink.put(List.of());
                return true;
            } catch (RetriableException e) {
                // Scripted failures are not without end.
            } catch (ConnectException e) {
                failed = true;
                return false;
            }
        }
        return false;
    }

    /** Delivers up to {@code countMax} records of each partition, or the batch that failed before. */
    void poll(int countMax) {
        seek();
        if (batch.isEmpty()) {
            positions.keySet().forEach(partition -> read(partition, countMax));
        }
        try {
            sink.put(List.copyOf(batch));
            behindBatch.forEach((partition, offset) -> delivered.put(partition, new OffsetAndMetadata(offset)));
            behindBatch = new HashMap<>();
            batch = new ArrayList<>();
        } catch (RetriableException e) {
            return; // the same batch comes again
        } catch (ConnectException e) {
            failed = true;
        }
    }

    /** As a worker does before it polls, whether or not a batch waits to be delivered again. */
    private void seek() {
        seeks.forEach((partition, offset) -> {
            if (positions.containsKey(partition)) {
                positions.put(partition, offset);
                delivered.put(partition, new OffsetAndMetadata(offset));
            }
        });
        seeks.clear();
    }

    private void read(TopicPartition partition, int countMax) {
        SimulatedLog log = Objects.requireNonNull(logs.get(partition));
        List<SinkRecord> read = log.from(Objects.requireNonNull(positions.get(partition)), countMax);
        boolean atEnd = read.size() < countMax;
        long behind = atEnd ? log.end() : read.get(read.size() - 1).kafkaOffset() + 1;
        batch.addAll(read);
        positions.put(partition, behind);
        behindBatch.put(partition, behind);
    }

    /** Reading goes back to {@code offset}, as when somebody seeks; not while a batch waits. */
    boolean rewind(TopicPartition partition, long offset) {
        Long position = positions.get(partition);
        if (position == null || !batch.isEmpty() || offset >= position) {
            return false;
        }
        positions.put(partition, offset);
        return true;
    }

    boolean isAtEnd() {
        return batch.isEmpty()
                && positions.entrySet().stream()
                        .allMatch(entry -> entry.getValue()
                                >= Objects.requireNonNull(logs.get(entry.getKey()))
                                        .end());
    }

    /** What the task lets the worker commit of {@code partitions}. */
    Map<TopicPartition, Long> preCommit(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> asked = new HashMap<>(delivered);
        asked.keySet().retainAll(partitions);
        Map<TopicPartition, Long> committable = new HashMap<>();
        sink.committable(asked).forEach((partition, offset) -> committable.put(partition, offset.offset()));
        return committable;
    }

    long heapBytes() {
        return sink.heapBytes();
    }

    /** The worker goes away without a word, or after all else; nothing is published any more. */
    @Override
    public void close() {
        sink.close();
    }

    /** The one store of all workers, which outlives each of them. */
    private record Shared(MemoryStore store, Turns.Seat seat) implements ObjectStore {
        @Override
        public List<StoredObject> list(String prefix) throws StoreException {
            seat.await();
            return store.list(prefix);
        }

        @Override
        public @Nullable StoredObject stat(String key) throws StoreException {
            seat.await();
            return store.stat(key);
        }

        @Override
        public byte[] read(String key, long offset, int length) throws StoreException {
            seat.await();
            return store.read(key, offset, length);
        }

        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // handed on
        public StagedObject stage(String key) throws StoreException {
            seat.await();
            return new Turned(store.stage(key), seat);
        }

        @Override
        public void publish(SealedObject sealed) throws StoreException {
            seat.await();
            store.publish(sealed);
        }

        @Override
        public void abort(SealedObject sealed) throws StoreException {
            seat.await();
            store.abort(sealed);
        }

        @Override
        public Uploads uploads(String prefix, Predicate<String> keys) throws StoreException {
            seat.await();
            Uploads found = store.uploads(prefix, keys);
            return () -> {
                seat.await();
                return found.abort();
            };
        }

        @Override
        public @Nullable VersionedObject readVersioned(String key) throws StoreException {
            seat.await();
            return store.readVersioned(key);
        }

        @Override
        public String writeVersioned(String key, byte[] content, @Nullable String expected) throws StoreException {
            seat.await();
            return store.writeVersioned(key, content, expected);
        }

        @Override
        public void delete(String key) throws StoreException {
            seat.await();
            store.delete(key);
        }

        @Override
        public void close() {
            // it belongs to the simulation
        }
    }
    /** An object on its way; what is staged belongs to the store. */
    private record Turned(StagedObject staged, Turns.Seat seat) implements StagedObject {
        @Override
        public void write(byte[] source, int offset, int length) throws StoreException {
            staged.write(source, offset, length);
        }

        @Override
        public long position() {
            return staged.position();
        }

        @Override
        public void publish() throws StoreException {
            seat.await();
            staged.publish();
        }

        @Override
        public SealedObject seal() throws StoreException {
            seat.await();
            return staged.seal();
        }

        @Override
        public void close() {
            staged.close();
        }
    }
}
