/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.TableFile;
import dev.quiver.source.merge.otel.Signal;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * What becomes of files once all records that need them are committed. Records are counted in by the thread that makes
 * them and out by the one that commits; the work itself is done by the former.
 */
final class AfterFiles {
    private static final Set<String> SHARED = Set.of("resource_attrs", "scope_attrs");

    private final FileConfig.After after;
    private final Signal signal;
    /** Records of each partition and file that are not acknowledged yet. */
    private final Map<Place, Integer> pending = new HashMap<>();
    /** Places without records on their way, when offsets were committed last. */
    private Set<Place> settled = new HashSet<>();

    private Set<Place> committed = new HashSet<>();
    /** Files that were dealt with and are still there. */
    private final Set<String> finished = new HashSet<>();

    private final LongAdder files = new LongAdder();

    AfterFiles(FileConfig.After after, Signal signal) {
        this.after = after;
        this.signal = signal;
    }

    private record Place(String part, String file) {}

    private boolean isIdle() {
        return after.action() == FileConfig.Action.NONE;
    }

    /** A record of {@code file} is on its way: what was committed of it before is not all of it any more. */
    synchronized void sent(String part, String file) {
        if (!isIdle()) {
            Place place = new Place(part, file);
            pending.merge(place, 1, Integer::sum);
            settled.remove(place);
            committed.remove(place);
        }
    }

    /** It has arrived. */
    synchronized void acknowledged(String part, String file) {
        if (!isIdle()) {
            Place place = new Place(part, file);
            int left = pending.getOrDefault(place, 0) - 1;
            pending.put(place, Math.max(0, left));
        }
    }

    /**
     * Offsets were committed.
     *
     * @param transactional whether those of all acknowledged records were; otherwise only of those acknowledged when
     *     they were committed the last time
     */
    synchronized void committed(boolean transactional) {
        if (isIdle()) {
            return;
        }
        Set<Place> now = new HashSet<>();
        pending.forEach((place, count) -> {
            if (count == 0) {
                now.add(place);
            }
        });
        committed = new HashSet<>(transactional ? now : settled);
        committed.removeIf(place -> !now.contains(place));
        settled = now;
    }

    /** Whether all records of {@code file} that were sent are committed. */
    synchronized boolean isCommitted(String part, String file) {
        return committed.contains(new Place(part, file));
    }

    private synchronized void forget(String part, String file) {
        Place place = new Place(part, file);
        pending.remove(place);
        settled.remove(place);
        committed.remove(place);
    }

    /** Does what is to be done with the files of {@code replay}. */
    void act(PartitionReplay replay, ObjectStore store) throws StoreException {
        if (isIdle()) {
            return;
        }
        long open = Long.MAX_VALUE;
        List<TableFile> done = new ArrayList<>();
        for (TableFile root : replay.files().roots()) {
            boolean isCommitted = replay.wasDone(root) || isCommitted(replay.part(), root.name());
            if (replay.isDone(root) && isCommitted) {
                done.add(root);
            } else if (root.rowCount() > 0 && !replay.position().done().mayContain(root.name())) {
                open = Math.min(open, root.keys().isKnown() ? root.keys().min() : -1);
            }
        }
        done.removeIf(root -> finished.contains(root.path()));
        if (done.isEmpty()) {
            return;
        }
        try {
            finishAll(done, open, replay, store);
        } finally {
            if (after.action() == FileConfig.Action.MOVE || after.action() == FileConfig.Action.DELETE) {
                replay.gone(finished);
                finished.clear();
            }
        }
    }

    /** Finishes {@code done}, and the children that no row with an id from {@code open} on can need. */
    private void finishAll(List<TableFile> done, long open, PartitionReplay replay, ObjectStore store)
            throws StoreException {
        Set<String> orphanFiles = replay.orphanFiles();
        for (TableFile child : replay.files().children()) {
            boolean isNeeded = SHARED.contains(table(child))
                    || !isOfRoot(child)
                    || !child.keys().hasValues()
                    || child.keys().max() >= open
                    || child.keys().max() > replay.position().lastId()
                    || orphanFiles.contains(child.path());
            if (!isNeeded) {
                finish(child, store);
            }
        }
        for (TableFile root : done) {
            finish(root, store);
            forget(replay.part(), root.name());
        }
    }

    /** Whether a child's parents are rows of the root; those of others stay as long as these. */
    private boolean isOfRoot(TableFile child) {
        return signal.tree().joins().stream()
                .anyMatch(join -> join.table().name().equals(table(child)));
    }

    private static String table(TableFile file) {
        return file.path().substring(0, file.path().indexOf('/'));
    }

    private void finish(TableFile file, ObjectStore store) throws StoreException {
        if (finished.contains(file.path())) {
            return;
        }
        switch (after.action()) {
            case NONE -> {}
            case TAG -> {
                int equals = after.target().indexOf('=');
                String name = after.target().substring(0, equals);
                store.tag(file.path(), Map.of(name, after.target().substring(equals + 1)));
            }
            case MOVE -> {
                // It may be gone already, if the answer was lost.
                if (store.stat(file.path()) != null) {
                    store.copy(file.path(), after.target() + file.path());
                    store.delete(file.path());
                }
            }
            case DELETE -> store.delete(file.path());
        }
        finished.add(file.path());
        files.increment();
    }

    /** Files that are done and were dealt with. */
    long files() {
        return files.sum();
    }
}
