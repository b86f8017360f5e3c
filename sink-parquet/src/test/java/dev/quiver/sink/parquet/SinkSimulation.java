/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.MemoryStore;
import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic read by workers that come, go, fail and linger, over a store that fails. What happens follows from the seed
 * alone. After each step, whatever was allowed to be committed must be readable.
 */
final class SinkSimulation implements AutoCloseable {
    private static final int STEP_COUNT = 40;
    private static final int WORKER_COUNT = 2;
    private static final int FINISH_ROUND_COUNT_MAX = 300;
    private static final List<Operation> FILES = List.of(Operation.STAGE, Operation.WRITE, Operation.PUBLISH);
    private static final List<Operation> ALL = List.of(
            Operation.STAGE,
            Operation.WRITE,
            Operation.SEAL,
            Operation.PUBLISH,
            Operation.ABORT,
            Operation.READ_VERSIONED,
            Operation.WRITE_VERSIONED);

    private final Random random;
    private final boolean calm;
    private final Turns turns;
    private final DeliveryGuarantee guarantee;
    private final MemoryStore store = new MemoryStore();
    private final SettableClock clock = new SettableClock();
    private ParquetSinkConfig config;
    /** The configuration with which rows are divided otherwise. */
    private ParquetSinkConfig otherLayout;
    /** Where reading went back to, beside starts. */
    private final Map<TopicPartition, List<Long>> rewinds = new HashMap<>();

    private final Map<TopicPartition, SimulatedLog> logs = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    /** The offsets at which each partition was opened, by whomever. */
    private final Map<TopicPartition, List<Long>> starts = new HashMap<>();
    /** How many times each row can be read. */
    private final VisibleRows visible = new VisibleRows(store);

    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final List<SimulatedWorker> zombies = new ArrayList<>();

    /** @param calm whether nothing fails and nothing moves: then not even one row may be doubled */
    SinkSimulation(long seed, boolean calm, DeliveryGuarantee guarantee) {
        this.random = new Random(seed);
        this.calm = calm;
        this.turns = new Turns(random);
        this.guarantee = guarantee;
        String[] settings = settings();
        this.config = config("topic,field:kind", settings);
        this.otherLayout = config("field:kind", settings);
        List<String> topics = random.nextInt(3) == 0 ? List.of(Records.TOPIC, "more") : List.of(Records.TOPIC);
        int partitionCount = 1 + random.nextInt(4);
        for (int number = 0; number < partitionCount; number++) {
            TopicPartition partition = new TopicPartition(topics.get(number % topics.size()), number);
            SimulatedLog log = new SimulatedLog(partition, random.nextInt(60), random);
            logs.put(partition, log);
            committed.put(partition, 0L);
            starts.put(partition, new ArrayList<>());
            rewinds.put(partition, new ArrayList<>());
        }
        for (int worker = 0; worker < WORKER_COUNT; worker++) {
            workers.add(worker());
        }
        logs.keySet().forEach(partition -> assign(partition, anyWorker()));
    }

    /** A configuration that divides rows as {@code settings} say, or as {@code otherwise} if they leave it open. */
    private static ParquetSinkConfig config(String otherwise, String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length);
        for (int index = 0; index < all.length; index++) {
            all[index] = all[index].equals("any") ? otherwise : all[index];
        }
        return SinkFixture.config(all);
    }

    private String[] settings() {
        return new String[] {
            "name", "sim",
            "delivery.guarantee", guarantee.name(),
            "partition.by", pick("topic", "topic,partition", "any", "any", "", "field:kind,t=time:SSS"),
            "partition.time", pick("now", "record"),
            "format", "parquet",
            "envelope.columns", pick("", "", "offset,key"),
            "parquet.sort.by", pick("", "", "", "kind"),
            "flush.rows.max", pick("2", "5", "10", "1000"),
            "flush.bytes.max", pick("1", "700", "1000000"),
            "flush.age.max.ms", pick("1", "50", "500", "100000"),
            "flush.on.close", exactlyOnce() ? pick("false", "true") : "false",
            "flush.span.max.ms", pick("0", "0", "20"),
            "flush.span.lateness.ms", pick("0", "30"),
            "schema.compatibility", exactlyOnce() ? pick("none", "backward", "forward", "full", "union") : "none",
            "batch.rows.max", pick("1", "4", "16", "1000"),
            "parquet.compression", pick("none", "zstd"),
            "parquet.row.group.bytes.max", pick("1", "1000000"),
            "retry.timeout.ms", pick("0", "100", "1000000")
        };
    }

    private boolean exactlyOnce() {
        return guarantee == DeliveryGuarantee.EXACTLY_ONCE;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private SimulatedWorker worker() {
        return new SimulatedWorker(config, store, clock, logs, turns.seat());
    }

    private SimulatedWorker anyWorker() {
        return workers.get(random.nextInt(workers.size()));
    }

    private void assign(TopicPartition partition, SimulatedWorker worker) {
        long start = at(committed, partition);
        at(starts, partition).add(start);
        worker.open(partition, start);
    }

    /** Lets things happen, then lets everybody finish in peace. */
    void run() {
        for (int step = 0; step < STEP_COUNT; step++) {
            step();
            check();
        }
        finish();
        check();
    }

    private void step() {
        switch (random.nextInt(calm ? 6 : 17)) {
            case 0, 1, 2, 3 -> poll(anyWorker());
            case 4 -> clock.advance(random.nextInt(120));
            case 5 -> commit(anyWorker());
            case 6 -> rebalance(false);
            case 7 -> rebalance(true);
            case 8 -> crash(random.nextInt(workers.size()));
            case 9 -> becomeZombie(random.nextInt(workers.size()));
            case 10 -> zombies.forEach(this::linger);
            case 15 -> rewind(anyWorker());
            case 16 -> changeLayout();
            case 11, 12 -> contend(random.nextInt(workers.size()));
            default -> failStore();
        }
    }

    private void poll(SimulatedWorker worker) {
        worker.poll(1 + random.nextInt(30));
        replaceFailed(worker);
    }

    private void replaceFailed(SimulatedWorker worker) {
        if (worker.hasFailed()) {
            commit(worker); // a worker does so even then
            replace(workers.indexOf(worker));
        }
    }

    private void commit(SimulatedWorker worker) {
        commit(worker, worker.partitions());
    }

    private void commit(SimulatedWorker worker, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> committable = worker.preCommit(partitions);
        visible.refresh();
        committable.forEach(this::requireReadable);
        committed.putAll(committable);
    }

    /** Moves some partitions, or all: cooperative workers keep the others open, eager ones close everything first. */
    private void rebalance(boolean eager) {
        Map<TopicPartition, SimulatedWorker> moved = new LinkedHashMap<>();
        for (SimulatedWorker worker : workers) {
            List<TopicPartition> revoked = worker.partitions().stream()
                    .filter(partition -> eager || random.nextInt(3) == 0)
                    .toList();
            boolean lost = !calm && random.nextInt(4) == 0;
            if (!lost) {
                commit(worker, revoked);
            }
            worker.close(revoked, random.nextInt(3) == 0);
            revoked.forEach(partition -> moved.put(partition, anyWorker()));
        }
        moved.forEach(this::assign);
    }

    private void crash(int index) {
        replace(index);
    }

    private void replace(int index) {
        SimulatedWorker gone = workers.get(index);
        workers.set(index, worker());
        gone.partitions().forEach(partition -> assign(partition, anyWorker()));
        gone.close();
    }

    /** The group gives its partitions to others, but the worker does not know yet. */
    private void becomeZombie(int index) {
        SimulatedWorker zombie = workers.get(index);
        workers.set(index, worker());
        zombie.partitions().forEach(partition -> assign(partition, anyWorker()));
        zombies.add(zombie);
    }

    /** Somebody lets the consumer of a partition read from an earlier offset on. */
    private void rewind(SimulatedWorker worker) {
        for (TopicPartition partition : worker.partitions()) {
            long offset = random.nextInt(70);
            if (random.nextInt(3) == 0 && worker.rewind(partition, offset)) {
                at(rewinds, partition).add(offset);
            }
        }
    }

    /** Somebody divides rows otherwise; if the sink refuses that, it goes on as before. */
    private void changeLayout() {
        if (!exactlyOnce()) {
            return;
        }
        restartAll();
        if (!workers.stream().allMatch(SimulatedWorker::takesOver)) {
            restartAll();
        }
    }

    private void restartAll() {
        ParquetSinkConfig before = config;
        config = otherLayout;
        otherLayout = before;
        for (SimulatedWorker worker : workers) {
            if (!worker.hasFailed()) {
                commit(worker);
                worker.close(worker.partitions(), false);
            }
            worker.close();
        }
        zombies.forEach(SimulatedWorker::close);
        zombies.clear();
        workers.replaceAll(gone -> worker());
        logs.keySet().forEach(partition -> assign(partition, anyWorker()));
    }

    /** A worker loses its partitions without knowing, and goes on while others take them over, call by call. */
    private void contend(int index) {
        becomeZombie(index);
        List<Turns.Part> parts = new ArrayList<>();
        zombies.stream().filter(zombie -> !zombie.hasFailed()).forEach(zombie -> parts.add(polling(zombie)));
        workers.forEach(worker -> parts.add(polling(worker)));
        turns.play(parts);
        List.copyOf(workers).forEach(this::replaceFailed);
    }

    private Turns.Part polling(SimulatedWorker worker) {
        return worker.polling(1 + random.nextInt(30));
    }

    private void linger(SimulatedWorker zombie) {
        if (!zombie.hasFailed()) {
            zombie.poll(1 + random.nextInt(30));
        }
        Map<TopicPartition, Long> refused = zombie.preCommit(zombie.partitions());
        visible.refresh();
        refused.forEach(this::requireReadable);
    }

    private void failStore() {
        List<Operation> operations = exactlyOnce() ? ALL : FILES;
        Operation operation = operations.get(random.nextInt(operations.size()));
        Failure failure = random.nextInt(6) == 0
                ? Failure.PERMANENT
                : random.nextBoolean() ? Failure.RETRIABLE : Failure.ANSWER_LOST;
        store.fail(operation, 1 + random.nextInt(4), failure);
    }

    /** No more failures: everybody reads to the end, files grow old, everything is committed. */
    private void finish() {
        zombies.forEach(SimulatedWorker::close);
        zombies.clear();
        // Scripted failures may still wait for their calls, and fail workers, but they are not without end.
        for (int round = 0; round < FINISH_ROUND_COUNT_MAX && !isAllCommitted(); round++) {
            List.copyOf(workers).forEach(this::poll);
            if (workers.stream().allMatch(SimulatedWorker::isAtEnd)) {
                clock.advance(100_000);
                List.copyOf(workers).forEach(this::poll);
                List.copyOf(workers).forEach(this::commit);
            }
        }
        logs.forEach((partition, log) -> {
            require(
                    at(committed, partition) == log.end(),
                    partition + " is committed up to " + committed.get(partition) + " of " + log.end());
            requireReadable(partition, log.end());
        });
        takeOverOnceMore();
    }

    /** Whoever takes over next leaves no bytes behind that nobody will publish. */
    private void takeOverOnceMore() {
        for (int round = 0;
                round < FINISH_ROUND_COUNT_MAX && !store.sealedKeys().isEmpty();
                round++) {
            crash(random.nextInt(workers.size()));
            List.copyOf(workers).forEach(this::poll);
        }
        require(store.sealedKeys().isEmpty(), store.sealedKeys() + " are neither published nor aborted");
    }

    private boolean isAllCommitted() {
        return logs.entrySet().stream()
                .allMatch(entry ->
                        at(committed, entry.getKey()) == entry.getValue().end());
    }

    private void check() {
        if (visible.refresh()) {
            logs.forEach(this::requireNoNeedlessDoubles);
            visible.looked();
        }
        committed.forEach(this::requireReadable);
        require(store.openCount() == 0, store.openCount() + " objects are staged while nobody publishes");
        for (SimulatedWorker worker : workers) {
            require(worker.heapBytes() <= config.memory().bytesMax(), worker.heapBytes() + " bytes are held");
        }
    }

    private void requireReadable(TopicPartition partition, long nextOffset) {
        at(logs, partition)
                .rowIds()
                .headMap(nextOffset)
                .forEach((offset, ids) -> ids.forEach(
                        id -> require(visible.has(id), partition + "@" + offset + " is committed but not readable")));
    }

    /** A row is there at most once for each time that its partition was opened at or before it. */
    private void requireNoNeedlessDoubles(TopicPartition partition, SimulatedLog log) {
        log.rowIds()
                .forEach((offset, ids) -> ids.forEach(id -> {
                    int count = visible.count(id);
                    long again = countUpTo(at(rewinds, partition), offset);
                    long reads = countUpTo(at(starts, partition), offset) + again;
                    require(
                            count <= reads,
                            partition + "@" + offset + " is there " + count + " times, was read " + reads);
                    boolean once = calm || exactlyOnce();
                    require(!once || count <= 1 + again, partition + "@" + offset + " is there " + count + " times");
                }));
    }

    private static long countUpTo(List<Long> offsets, long offset) {
        return offsets.stream().filter(start -> start <= offset).count();
    }

    private static <T> T at(Map<TopicPartition, T> map, TopicPartition partition) {
        return Objects.requireNonNull(map.get(partition));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public void close() {
        workers.forEach(SimulatedWorker::close);
        zombies.forEach(SimulatedWorker::close);
        visible.close();
        store.close();
    }
}
