/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

import dev.quiver.testbed.process.WorkDirectory;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Distributed workers that share their work. The group can grow at any time. */
public final class ConnectGroup implements AutoCloseable {
    private final WorkerSettings settings;
    private final String bootstrap;
    private final WorkDirectory work;
    private final List<ConnectWorker> workers = new CopyOnWriteArrayList<>();
    private final ConnectRest rest = new ConnectRest(this::endpoint);

    private ConnectGroup(WorkerSettings settings, String bootstrap, WorkDirectory work) {
        this.settings = settings;
        this.bootstrap = bootstrap;
        this.work = work;
    }

    /**
     * Starts {@code workerCount} workers with files in {@code work/<group>-<n>} and returns at once;
     * {@link #awaitReady} waits for them. The broker may still be starting.
     */
    public static ConnectGroup launch(WorkerSettings settings, int workerCount, String bootstrap, WorkDirectory work) {
        if (workerCount < 1) {
            throw new IllegalArgumentException("a group needs at least 1 worker but got " + workerCount);
        }
        ConnectGroup group = new ConnectGroup(settings, bootstrap, work);
        try {
            for (int i = 0; i < workerCount; i++) {
                group.launchWorker();
            }
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
        return group;
    }

    /** Returns when every worker serves. */
    public void awaitReady() {
        workers.forEach(worker -> worker.process().awaitReady());
    }

    /** Adds one worker; returns when it serves. The group rebalances by itself. */
    public ConnectWorker addWorker() {
        ConnectWorker added = launchWorker();
        added.process().awaitReady();
        return added;
    }

    /** All workers that were ever added, in that order. */
    public List<ConnectWorker> workers() {
        return List.copyOf(workers);
    }

    /** The worker number {@code index}, from 0. */
    public ConnectWorker worker(int index) {
        return workers.get(index);
    }

    /** The REST interface of the group: of the first worker that is neither dead nor frozen at the time of a call. */
    public ConnectRest rest() {
        return rest;
    }

    /** What the group was started with. */
    public WorkerSettings settings() {
        return settings;
    }

    /** Kills all workers: whatever they held is given up as in a crash. */
    @Override
    public void close() {
        workers.forEach(ConnectWorker::kill9);
    }

    private ConnectWorker launchWorker() {
        String home = settings.group() + "-" + workers.size();
        ConnectWorker worker = ConnectWorker.launch(settings, bootstrap, work.resolve(home));
        workers.add(worker);
        return worker;
    }

    private URI endpoint() {
        return workers.stream()
                .filter(worker -> worker.process().isResponsive())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker of group " + settings.group() + " runs"))
                .endpoint();
    }
}
