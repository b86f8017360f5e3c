/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the batches of a producer begin within a file of roots, and what has to be added to their local ids to find
 * resources and scopes. Pure: no file, no table.
 *
 * <p>A producer numbers the rows with attributes of each batch, its resources and its scopes from 0 on, in the order of
 * the rows. An exporter that makes only the first of these global leaves what it adds to be found. It adds to the ids
 * of a batch one more than the last id of the batch before, and counts a batch without ids as one id.
 *
 * <p>A new batch certainly begins where resource and scope go back, or stay but have other names: a {@link Segment}.
 * What is added there follows from the last id before, unless rows without ids may have been batches of their own. Not
 * all batches are told apart so; the others show by the known parents of attributes: resource 0 of a batch has
 * attributes, or else names tell the batch apart. Parents close to each other may be several resources of one batch, or
 * several small batches, and leave everything up to the next parent {@linkplain Batch#UNKNOWN unknown}.
 */
final class BatchBases {
    /** The last id before the file is not known. */
    static final long UNSURE = -2;

    /** Parents that are closer to each other may be of the same batch. */
    private static final int CLOSE = 8;

    private final long[] resources;
    private final long[] parents;
    private final List<Segment> segments = new ArrayList<>();
    private @Nullable Segment open;
    private long lastResource;
    private long lastScope;
    private long lastOrigin;
    private long lastIdBefore;
    private long row;

    /**
     * Begins a file.
     *
     * @param resources known parents of attributes of resources, ascending
     * @param scopes known parents of attributes of scopes, ascending
     * @param lastIdBefore the last id of the files before, -1 if there is none, {@link #UNSURE} if that is not known
     */
    BatchBases(long[] resources, long[] scopes, long lastIdBefore) {
        this.resources = resources;
        this.lastIdBefore = lastIdBefore;
        long[] both = Arrays.copyOf(resources, resources.length + scopes.length);
        System.arraycopy(scopes, 0, both, resources.length, scopes.length);
        this.parents = Arrays.stream(both).sorted().distinct().toArray();
    }

    /**
     * Rows of one batch, or some of them.
     *
     * @param firstRow where they begin in the file
     * @param base what is to be added to local ids
     * @param own global ids that no other batch has
     * @param other the batch behind, if they may belong to that as well
     */
    record Batch(long firstRow, long base, Ids own, @Nullable Batch other) {
        static final long UNKNOWN = -1;

        /** The global id of {@code local}, {@link #UNKNOWN} if it is not known for certain. */
        long global(long local) {
            return base != UNKNOWN && own.contains(base + local) ? base + local : UNKNOWN;
        }

        /** Global ids from {@code from} up to {@code to}. */
        record Ids(long from, long to) {
            static final Ids NONE = new Ids(0, 0);

            boolean contains(long id) {
                return id >= from && id < to;
            }
        }
    }

    /** Rows between two places where a batch certainly begins. */
    private static final class Segment {
        private final long firstRow;
        /** The last id before, and rows without one since. */
        private final long idBefore;

        private final long nullsBefore;
        private final long idlessBefore;
        private long firstId = -1;
        private long lastId = -1;
        private long lastIdRow = -1;
        private long idNulls;
        private long resourceCount = 1;
        private long scopeCount = 1;
        /** The first row of another resource or scope than the first row, -1 if all have the same. */
        private long changeRow = -1;

        private final Map<Long, Candidate> candidates = new HashMap<>();

        Segment(long firstRow, long idBefore, long nullsBefore, long idlessBefore) {
            this.firstRow = firstRow;
            this.idBefore = idBefore;
            this.nullsBefore = nullsBefore;
            this.idlessBefore = idlessBefore;
        }

        /** What is to be added to the ids of its first rows. */
        long base() {
            if (idBefore == UNSURE) {
                return Batch.UNKNOWN;
            }
            boolean isNext = firstId == idBefore + 1;
            boolean isWithoutNulls = nullsBefore + idNulls == 0;
            boolean isCounted = idlessBefore > 0 && firstId == idBefore + 1 + idlessBefore;
            if (isNext || isCounted) {
                return firstId;
            }
            return isWithoutNulls ? idBefore + 1 : Batch.UNKNOWN;
        }

        long size() {
            return Math.max(resourceCount, scopeCount);
        }
    }

    /**
     * A parent of attributes among the ids, at which a batch may begin.
     *
     * @param row the first one whose id is not smaller
     * @param nulls the first row behind the one with the id before
     * @param isNext whether the id before is one less
     */
    private record Candidate(long row, long nulls, boolean isNext) {}

    /**
     * Adds a row; ids are -1 where they are null.
     *
     * @param origin stands for what else is known of resource and scope, which two of one batch with the same ids share
     */
    void add(long id, long resource, long scope, long origin) {
        long effectiveResource = resource < 0 ? lastResource : resource;
        long effectiveScope = scope < 0 ? lastScope : scope;
        boolean isSameResource = effectiveResource == lastResource;
        boolean isSame = isSameResource && effectiveScope == lastScope;
        boolean isBack = effectiveResource < lastResource
                || (isSameResource && effectiveScope < lastScope)
                || (isSame && origin != lastOrigin);
        Segment segment = open;
        if (segment == null || isBack) {
            segment = begin(segment);
        } else if (!isSame && segment.changeRow < 0) {
            segment.changeRow = row;
        }
        lastResource = effectiveResource;
        lastScope = effectiveScope;
        lastOrigin = origin;
        segment.resourceCount = Math.max(segment.resourceCount, resource + 1);
        segment.scopeCount = Math.max(segment.scopeCount, scope + 1);
        if (id >= 0) {
            addId(segment, id);
        } else if (segment.firstId < 0) {
            segment.idNulls++;
        }
        row++;
    }

    private Segment begin(@Nullable Segment before) {
        Segment segment;
        if (before == null) {
            // How the file before ended is not known: as if with a row without an id.
            segment = new Segment(row, lastIdBefore, 1, 0);
        } else if (before.firstId < 0) {
            segment = new Segment(
                    row, before.idBefore, before.nullsBefore + before.idNulls, before.idlessBefore + 1);
        } else {
            segment = new Segment(row, before.lastId, row - before.lastIdRow - 1, 0);
        }
        segments.add(segment);
        open = segment;
        return segment;
    }

    private void addId(Segment segment, long id) {
        if (segment.firstId < 0) {
            segment.firstId = id;
        } else {
            int parent = firstFrom(parents, segment.lastId + 1);
            if (parent < parents.length && parents[parent] <= id) {
                boolean isNext = parents[parent] == segment.lastId + 1;
                segment.candidates.put(parents[parent], new Candidate(row, segment.lastIdRow + 1, isNext));
            }
        }
        segment.lastId = id;
        segment.lastIdRow = row;
    }

    private static int firstFrom(long[] sorted, long value) {
        int found = Arrays.binarySearch(sorted, value);
        return found >= 0 ? found : -found - 1;
    }

    /** What is known of all rows that were added, in their order. */
    List<Batch> batches() {
        List<Part> parts = new ArrayList<>();
        for (int index = 0; index < segments.size(); index++) {
            Segment segment = segments.get(index);
            if (segment.firstId < 0) {
                long id = segment.idBefore + 1 + segment.idlessBefore;
                parts.add(new Part(segment.firstRow, Batch.UNKNOWN, id, segment.size(), true));
            } else {
                addClusters(segment, parts);
                addEnd(segment, index + 1 < segments.size() ? segments.get(index + 1) : null, parts);
            }
        }
        return owned(parts);
    }

    /**
     * Rows whose batch is decided.
     *
     * @param base what is to be added, or {@link Batch#UNKNOWN}
     * @param lastId the last id of the batch
     * @param size resources or scopes
     * @param isBatch whether they are a batch, not rows between two that may belong to either
     */
    private record Part(long firstRow, long base, long lastId, long size, boolean isBatch) {}

    /** Parents of a segment that are close to each other. */
    private record Cluster(long start, int from, int to) {}

    private List<Cluster> clusters(long start, long lastId) {
        List<Cluster> clusters = new ArrayList<>();
        int from = firstFrom(parents, start);
        long first = start;
        long before = start;
        int index = from;
        while (index < parents.length && parents[index] <= lastId) {
            if (parents[index] - before >= CLOSE) {
                clusters.add(new Cluster(first, from, index));
                first = parents[index];
                from = index;
            }
            before = parents[index];
            index++;
        }
        clusters.add(new Cluster(first, from, index));
        return clusters;
    }

    private void addClusters(Segment segment, List<Part> parts) {
        long base = segment.base();
        List<Cluster> clusters = clusters(base == Batch.UNKNOWN ? segment.firstId : base, segment.lastId);
        long before = Batch.UNKNOWN;
        boolean isChanged = false;
        for (int index = 0; index < clusters.size(); index++) {
            Cluster cluster = clusters.get(index);
            boolean isLast = index == clusters.size() - 1;
            long end = isLast ? segment.lastId + 1 : clusters.get(index + 1).start();
            Candidate at = segment.candidates.get(cluster.start());
            boolean isFirst = index == 0;
            long row = isFirst ? segment.firstRow : at == null ? -1 : at.row();
            Candidate next = isLast ? null : segment.candidates.get(clusters.get(index + 1).start());
            isChanged |= segment.changeRow >= 0
                    && !isLast
                    && (next == null || next.row() > segment.changeRow);
            boolean isFound = isFirst ? base != Batch.UNKNOWN : at != null && at.isNext();
            boolean isKnown = isFound && !isChanged && isExplained(segment, cluster, isLast, isFirst);
            long found = isKnown ? cluster.start() : Batch.UNKNOWN;
            long size = isLast ? segment.size() : 1;
            if (row < 0) {
                // Its rows are not known either: what is before is as unknown.
                before = Batch.UNKNOWN;
                makeUnknown(parts, segment);
                continue;
            }
            if (!isFirst && at != null && at.nulls() < at.row()) {
                long either = before != Batch.UNKNOWN && isKnown ? before : Batch.UNKNOWN;
                parts.add(new Part(at.nulls(), either, end - 1, 1, false));
            }
            parts.add(new Part(row, found, end - 1, size, true));
            before = found;
        }
    }

    private static void makeUnknown(List<Part> parts, Segment segment) {
        for (int index = parts.size() - 1; index >= 0 && parts.get(index).firstRow() >= segment.firstRow; index--) {
            Part part = parts.get(index);
            parts.set(
                    index,
                    new Part(part.firstRow(), Batch.UNKNOWN, segment.lastId, segment.size(), part.isBatch()));
        }
    }

    /** Whether the parents in {@code cluster} are just those that one batch with its start as the first id has. */
    private boolean isExplained(Segment segment, Cluster cluster, boolean isLast, boolean isFirst) {
        long resourceCount = isLast ? segment.resourceCount : 1;
        long scopeCount = isLast ? segment.scopeCount : 1;
        long found = 0;
        for (int index = cluster.from(); index < cluster.to(); index++) {
            long offset = parents[index] - cluster.start();
            boolean isResource = Arrays.binarySearch(resources, parents[index]) >= 0;
            if (offset >= (isResource ? resourceCount : scopeCount)) {
                return false;
            }
            found += isResource ? 1 : 0;
        }
        return found == resourceCount || (found == 0 && isFirst);
    }

    /** Rows behind the last id of {@code segment}: a batch without ids may hide among them. */
    private void addEnd(Segment segment, @Nullable Segment next, List<Part> parts) {
        Part last = parts.get(parts.size() - 1);
        if (next == null) {
            boolean isHidden = segment.changeRow < 0 && firstFrom(resources, segment.lastId + 1) < resources.length
                    && resources[firstFrom(resources, segment.lastId + 1)] == segment.lastId + 1;
            if (isHidden) {
                parts.add(new Part(segment.lastIdRow + 1, last.base(), segment.lastId + 1, 1, false));
            }
        } else if (segment.lastIdRow + 1 < next.firstRow && next.firstId != segment.lastId + 1) {
            parts.add(new Part(segment.lastIdRow + 1, Batch.UNKNOWN, segment.lastId, 1, false));
        }
    }

    /** The parts, each with the ids that it has for itself. */
    private static List<Batch> owned(List<Part> parts) {
        List<Batch> batches = new ArrayList<>();
        Batch.Ids last = Batch.Ids.NONE;
        long reach = 0;
        for (Part part : parts) {
            if (!part.isBatch()) {
                batches.add(new Batch(part.firstRow(), part.base(), last, null));
                continue;
            }
            Batch.Ids own = new Batch.Ids(reach, part.lastId() + 1);
            Batch batch = new Batch(part.firstRow(), part.base(), own, null);
            int between = batches.size() - 1;
            if (between >= 0 && batches.get(between).other() == null && isBetween(parts, between)) {
                Batch either = batches.get(between);
                batches.set(between, new Batch(either.firstRow(), either.base(), either.own(), batch));
            }
            batches.add(batch);
            last = own;
            // A batch that is not known begins with the last id at the latest.
            reach = Math.max(reach, (part.base() == Batch.UNKNOWN ? part.lastId() : part.base()) + part.size());
        }
        addLastOther(parts, batches);
        return batches;
    }

    private static boolean isBetween(List<Part> parts, int index) {
        return !parts.get(index).isBatch();
    }

    /** Rows at the end of the file may be of a batch of which nothing else is in the file. */
    private static void addLastOther(List<Part> parts, List<Batch> batches) {
        int last = parts.size() - 1;
        if (last >= 0 && isBetween(parts, last)) {
            Batch either = batches.get(last);
            long next = parts.get(last).lastId();
            Batch other = new Batch(either.firstRow(), next, new Batch.Ids(next, Long.MAX_VALUE), null);
            batches.set(last, new Batch(either.firstRow(), either.base(), either.own(), other));
        }
    }
}
