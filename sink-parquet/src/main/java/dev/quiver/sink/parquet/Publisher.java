/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes finished files, several at a time; owns the threads that do it. */
final class Publisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final ObjectStore store;
    private final ExecutorService threads;

    /** At most {@code filesInFlightMax} files at a time. The store stays the caller's. */
    Publisher(ObjectStore store, int filesInFlightMax) {
        this.store = store;
        this.threads = Executors.newFixedThreadPool(filesInFlightMax, task -> {
            Thread thread = new Thread(task, "quiver-parquet-publish");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What became of the files that were to be published. */
    record Outcome(List<FinishedFile> published, @Nullable StoreException failure) {
        Outcome {
            published = List.copyOf(published);
        }
    }

    /**
     * Publishes {@code files} and returns when each one that was begun is visible or has failed. After a failure no
     * more
     * are begun: each would wait for the same store, and longer than the worker bears.
     */
    Outcome publish(List<FinishedFile> files) {
        AtomicBoolean failing = new AtomicBoolean();
        List<Callable<@Nullable FinishedFile>> uploads = new ArrayList<>();
        for (FinishedFile file : files) {
            uploads.add(() -> upload(file, failing));
        }
        try {
            return outcome(threads.invokeAll(uploads));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while publishing " + files.size() + " files", e);
        }
    }

    private @Nullable FinishedFile upload(FinishedFile file, AtomicBoolean failing) throws StoreException {
        if (failing.get()) {
            return null;
        }
        boolean visible = false;
        try (StagedObject staged = store.stage(file.key())) {
            file.bytes().copyTo(staged);
            staged.publish();
            visible = true;
        } finally {
            if (!visible) {
                failing.set(true);
            }
        }
        LOG.info(
                "published {}: {} rows, {} bytes",
                file.key(),
                file.rowCount(),
                file.bytes().length());
        return file;
    }

    private static Outcome outcome(List<Future<@Nullable FinishedFile>> uploads) throws InterruptedException {
        List<FinishedFile> published = new ArrayList<>();
        StoreException failure = null;
        for (Future<@Nullable FinishedFile> upload : uploads) {
            try {
                FinishedFile file = upload.get();
                if (file != null) {
                    published.add(file);
                }
            } catch (ExecutionException e) {
                failure = worst(failure, e.getCause() == null ? e : e.getCause());
            }
        }
        return new Outcome(published, failure);
    }

    /** A failure that stays is worse than one that may pass. */
    private static StoreException worst(@Nullable StoreException known, Throwable cause) {
        StoreException failure = cause instanceof StoreException store
                ? store
                : StoreException.permanent("could not publish: " + cause, cause);
        return known != null && !known.isRetriable() ? known : failure;
    }

    /** Ends the threads; uploads that still run are interrupted and stay invisible. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
