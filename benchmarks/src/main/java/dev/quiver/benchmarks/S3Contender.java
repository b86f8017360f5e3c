/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.testbed.process.WorkDirectory;
import dev.quiver.testbed.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Puts or gets objects of one size, of which as many are on their way as there are threads. The server is a process of
 * its own, whose time does not count.
 *
 * @param name what it is, in a few words
 * @param load what is moved
 * @param clients makes the client of a round
 */
record S3Contender(String name, Load load, Function<S3Server, S3Traffic> clients) implements Contender {
    private static final long SEED = 42;
    /** Before the clock runs: connections and threads are made once in a client's life. */
    private static final int FIRST_BYTES = 1_000;

    /**
     * What is moved.
     *
     * @param download whether objects come, not go
     * @param objectBytes the size of each
     * @param objectCount how many in a round
     * @param inFlight how many at once
     */
    record Load(boolean download, int objectBytes, int objectCount, int inFlight) {}

    @Override
    public String unit() {
        return "MiB";
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        try (WorkDirectory work = WorkDirectory.at(directory.resolve("server"));
                S3Server server = S3Server.start(work)) {
            server.createBucket(S3Clients.BUCKET);
            byte[] content = new byte[load.objectBytes()];
            new Random(SEED).nextBytes(content);
            ExecutorService threads = Executors.newFixedThreadPool(load.inFlight());
            try (S3Traffic client = clients.apply(server)) {
                each(threads, index -> client.put("first/" + index, new byte[FIRST_BYTES]), load.inFlight());
                if (load.download()) {
                    each(threads, index -> client.put(key(index), content), load.objectCount());
                }
                System.gc();
                stopwatch.start();
                each(threads, index -> move(client, index, content), load.objectCount());
                stopwatch.stop();
            } finally {
                threads.shutdownNow();
            }
        }
        long bytes = (long) load.objectBytes() * load.objectCount();
        return new Work(bytes >> 20, 0);
    }

    private static String key(int index) {
        return "objects/" + index;
    }

    private void move(S3Traffic client, int index, byte[] content) throws IOException {
        if (!load.download()) {
            client.put(key(index), content);
        } else if (client.get(key(index), content.length) != content.length) {
            throw new IOException("lost bytes of " + key(index));
        }
    }

    /** Work on the object with a number. */
    private interface Move {
        void of(int index) throws IOException;
    }

    private static void each(ExecutorService threads, Move move, int count) throws IOException {
        List<Future<?>> started = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int number = index;
            started.add(threads.submit(() -> {
                move.of(number);
                return null;
            }));
        }
        try {
            for (Future<?> each : started) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("could not move all objects", e);
        }
    }
}
