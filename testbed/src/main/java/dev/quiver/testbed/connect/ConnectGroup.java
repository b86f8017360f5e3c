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

    /** Starts {@code workerCount} workers with files in {@code work/<group>-<n>}; returns when all of them serve. */
    public static ConnectGroup start(WorkerSettings settings, int workerCount, String bootstrap, WorkDirectory work) {
        if (workerCount < 1) {
            throw new IllegalArgumentException("a group needs at least 1 worker but got " + workerCount);
        }
        ConnectGroup group = new ConnectGroup(settings, bootstrap, work);
        try {
            group.grow(workerCount);
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
        return group;
    }

    /** Adds one worker; returns when it serves. The group rebalances by itself. */
    public ConnectWorker addWorker() {
        grow(1);
        return workers.get(workers.size() - 1);
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

    private void grow(int workerCount) {
        for (int i = 0; i < workerCount; i++) {
            String home = settings.group() + "-" + workers.size();
            workers.add(ConnectWorker.launch(settings, bootstrap, work.resolve(home)));
        }
        List<ConnectWorker> added = workers.subList(workers.size() - workerCount, workers.size());
        added.forEach(worker -> worker.process().awaitReady());
    }

    private URI endpoint() {
        return workers.stream()
                .filter(worker -> worker.process().isResponsive())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker of group " + settings.group() + " runs"))
                .endpoint();
    }
}
