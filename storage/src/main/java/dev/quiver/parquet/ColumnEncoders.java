/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who encodes the columns of all files of a task: the thread that calls, and as many more as were asked for. The
 * columns of a batch are split over them, one column at a time, and every call returns when all of them are done. What
 * a file holds does not depend on the number of threads. One calling thread at a time.
 */
public final class ColumnEncoders implements AutoCloseable {
    /** Handing over fewer rows than these costs more than it gains. */
    private static final int SPLIT_ROWS_MIN = 512;

    private static final int THREADS_MAX = 64;

    /** One for each thread, the caller's first. */
    private final List<PageCompressor> lanes = new ArrayList<>();

    private final @Nullable ExecutorService helpers;

    /** Work on the chunk of one column, with the buffers of the thread that does it. */
    @FunctionalInterface
    interface Work {
        void on(ColumnChunk chunk, PageCompressor lane) throws IOException;
    }

    /**
     * Encoders for files of {@code options}, and of others, which the caller closes.
     *
     * @param threadCount how many threads work at once, the caller's included; 1 to 64
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    public ColumnEncoders(ParquetOptions options, int threadCount) {
        if (threadCount < 1 || threadCount > THREADS_MAX) {
            throw new IllegalArgumentException(
                    "columns can be encoded by 1 to " + THREADS_MAX + " threads but not by " + threadCount);
        }
        for (int lane = 0; lane < threadCount; lane++) {
            lanes.add(new PageCompressor(options));
        }
        helpers = threadCount == 1 ? null : Executors.newFixedThreadPool(threadCount - 1, ColumnEncoders::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "quiver-encoder");
        thread.setDaemon(true);
        return thread;
    }

    /** Does {@code work} on every chunk; {@code rowCount} tells whether it is worth splitting. */
    void each(List<ColumnChunk> chunks, int rowCount, Work work) throws IOException {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> others = new ArrayList<>();
        Throwable failure = null;
        try {
            if (helpers != null && rowCount >= SPLIT_ROWS_MIN) {
                start(helpers, others, chunks, next, work);
            }
            drain(chunks, next, work, lanes.get(0));
        } catch (IOException | RuntimeException | Error e) {
            next.set(chunks.size());
            failure = e;
        }
        rethrow(await(others, failure));
    }

    private void start(
            ExecutorService threads, List<Future<?>> started, List<ColumnChunk> chunks, AtomicInteger next, Work work) {
        for (int lane = 1; lane < Math.min(lanes.size(), chunks.size()); lane++) {
            PageCompressor own = lanes.get(lane);
            started.add(threads.submit(() -> {
                drain(chunks, next, work, own);
                return null;
            }));
        }
    }

    private static void drain(List<ColumnChunk> chunks, AtomicInteger next, Work work, PageCompressor lane)
            throws IOException {
        for (int index = next.getAndIncrement(); index < chunks.size(); index = next.getAndIncrement()) {
            work.on(chunks.get(index), lane);
        }
    }

    /** Waits for all, even if interrupted: they read vectors that the caller is going to close. */
    private static @Nullable Throwable await(List<Future<?>> others, @Nullable Throwable known) {
        Throwable failure = known;
        boolean interrupted = false;
        for (Future<?> other : others) {
            boolean done = false;
            while (!done) {
                try {
                    other.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    done = true;
                    failure = first(failure, Objects.requireNonNullElse(e.getCause(), e));
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }

    private static Throwable first(@Nullable Throwable known, Throwable next) {
        if (known == null) {
            return next;
        }
        known.addSuppressed(next);
        return known;
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        if (failure instanceof IOException input) {
            throw input;
        }
        if (failure instanceof RuntimeException bug) {
            throw bug;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /** The buffers of the calling thread. */
    PageCompressor callers() {
        return lanes.get(0);
    }

    /** Bytes held on and off the heap for whatever file comes next; zstd's own are not among them. */
    public long retainedBytes() {
        long sum = 0;
        for (PageCompressor lane : lanes) {
            sum += lane.retainedBytes();
        }
        return sum;
    }

    @Override
    public void close() {
        if (helpers != null) {
            helpers.shutdownNow();
        }
        lanes.forEach(PageCompressor::close);
    }
}
