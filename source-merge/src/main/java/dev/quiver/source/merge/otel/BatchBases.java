/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the batches of a producer begin within a file of roots, and what has to be added to their local ids to find
 * resources and scopes. Pure: no file, no table.
 *
 * <p>A producer numbers the rows with attributes of each batch, its resources and its scopes from 0 on, in the order of
 * the rows. An exporter that makes only the first of these global leaves what it adds to be found. It adds to the ids
 * of a batch one more than the last id of the batch before, and counts a batch without ids as one id.
 *
 * <p>A new batch certainly begins where resource and scope go back, or stay but have other names: a
 * {@linkplain BatchSegment segment}.
 * What is added there follows from the last id before, unless rows without ids may have been batches of their own. Not
 * all batches are told apart so; the others show by the known parents of attributes: resource 0 of a batch has
 * attributes, or else names tell the batch apart. Parents that follow each other may be several resources of one batch,
 * or batches with a single id, and leave everything up to the next parent {@linkplain Batch#UNKNOWN unknown}.
 */
final class BatchBases {
    /** The last id before the file is not known. */
    static final long UNSURE = -2;

    /** Where more ids are missing than this nobody guesses why. */
    private static final int GAP_MAX = 64;

    /** A batch without ids of which nothing is seen has fewer resources and scopes. */
    private static final int HIDDEN_MAX = 16;

    private final long[] resources;
    private final long[] scopes;
    private final End before;
    private final List<BatchSegment> segments = new ArrayList<>();
    private @Nullable BatchSegment open;
    private long lastResource;
    private long lastScope;
    private long lastOrigin;
    private long row;
    private long reach;

    /**
     * Begins a file.
     *
     * @param resources known parents of attributes of resources, ascending
     * @param scopes known parents of attributes of scopes, ascending
     * @param before how the files before it end
     */
    BatchBases(long[] resources, long[] scopes, End before) {
        this.resources = resources;
        this.scopes = scopes;
        this.before = before;
        this.reach = before.reach();
    }

    /**
     * How files end.
     *
     * @param lastId of all rows, -1 if there is none, {@link #UNSURE} if that is not known
     * @param reach no batch has a resource or scope with this global id or a larger one
     */
    record End(long lastId, long reach) {
        /** There are no files before. */
        static final End START = new End(-1, 0);
    }

    /**
     * Rows of one batch, or some of them.
     *
     * @param firstRow where they begin in the file
     * @param base what is to be added to local ids
     * @param own global ids that no other batch has
     * @param other the batch behind, if they may belong to that as well
     */
    record Batch(
            long firstRow, long base, Ids own, @Nullable Batch other) {
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
        BatchSegment segment = open;
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

    private BatchSegment begin(@Nullable BatchSegment before) {
        BatchSegment segment;
        if (before == null) {
            // How the file before ended is not known: as if with a row without an id.
            segment = new BatchSegment(row, this.before.lastId(), 1, 0);
        } else if (before.firstId < 0) {
            segment = new BatchSegment(
                    row, before.idBefore, before.nullsBefore + before.idNulls, before.idlessBefore + 1);
        } else {
            segment = new BatchSegment(row, before.lastId, row - before.lastIdRow - 1, 0);
        }
        segments.add(segment);
        open = segment;
        return segment;
    }

    private void addId(BatchSegment segment, long id) {
        if (segment.firstId < 0) {
            segment.firstId = id;
            segment.firstIdRow = row;
        } else {
            int parent = firstFrom(resources, segment.lastId + 1);
            if (parent < resources.length && resources[parent] <= id) {
                boolean isNext = resources[parent] == segment.lastId + 1;
                segment.candidates.put(
                        resources[parent], new BatchSegment.Candidate(row, segment.lastIdRow + 1, isNext));
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
            BatchSegment segment = segments.get(index);
            if (segments.get(0) == segment && segment.firstId != segment.idBefore + 1) {
                reach = Math.max(reach, segment.idBefore + HIDDEN_MAX);
            }
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

    /** Resources of a segment whose ids follow each other. */
    private record Cluster(long start, int from, int to) {}

    private List<Cluster> clusters(long start, long lastId) {
        List<Cluster> clusters = new ArrayList<>();
        int from = firstFrom(resources, start);
        long first = start;
        long before = start;
        int index = from;
        while (index < resources.length && resources[index] <= lastId) {
            if (resources[index] - before > 1) {
                clusters.add(new Cluster(first, from, index));
                first = resources[index];
                from = index;
            }
            before = resources[index];
            index++;
        }
        clusters.add(new Cluster(first, from, index));
        return clusters;
    }

    private void addClusters(BatchSegment segment, List<Part> parts) {
        long base = base(segment);
        if (segment.firstIdRow > segment.firstRow && segment.firstId != segment.idBefore + 1) {
            parts.add(new Part(segment.firstRow, Batch.UNKNOWN, segment.firstId, segment.size(), true));
        }
        List<Cluster> clusters = clusters(base == Batch.UNKNOWN ? segment.firstId : base, segment.lastId);
        long before = Batch.UNKNOWN;
        boolean isChanged = false;
        for (int index = 0; index < clusters.size(); index++) {
            Cluster cluster = clusters.get(index);
            boolean isLast = index == clusters.size() - 1;
            long end = isLast ? segment.lastId + 1 : clusters.get(index + 1).start();
            BatchSegment.Candidate at = segment.candidates.get(cluster.start());
            boolean isFirst = index == 0;
            long row = isFirst ? segment.begin() : at == null ? -1 : at.row();
            BatchSegment.Candidate next = isLast
                    ? null
                    : segment.candidates.get(clusters.get(index + 1).start());
            isChanged |= segment.changeRow >= 0 && !isLast && (next == null || next.row() > segment.changeRow);
            boolean isFound = isFirst ? base != Batch.UNKNOWN : at != null && at.isNext();
            boolean isKnown = isFound && !isChanged && isExplained(segment, cluster, end, isLast);
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

    /** What is to be added to the first ids of {@code segment}: it follows from the id before, or else from parents. */
    private long base(BatchSegment segment) {
        long base = segment.base();
        if (base != Batch.UNKNOWN || segment.idBefore == UNSURE || segment.firstId - segment.idBefore > GAP_MAX) {
            return base;
        }
        for (long start = segment.idBefore + 1; start <= segment.firstId; start++) {
            List<Cluster> clusters = clusters(start, segment.lastId);
            boolean isLast = clusters.size() == 1;
            long end = isLast ? segment.lastId + 1 : clusters.get(1).start();
            if (isExplained(segment, clusters.get(0), end, isLast)) {
                if (base != Batch.UNKNOWN) {
                    return Batch.UNKNOWN;
                }
                base = start;
            }
        }
        return base;
    }

    private static void makeUnknown(List<Part> parts, BatchSegment segment) {
        for (int index = parts.size() - 1; index >= 0 && parts.get(index).firstRow() >= segment.firstRow; index--) {
            Part part = parts.get(index);
            parts.set(index, new Part(part.firstRow(), Batch.UNKNOWN, segment.lastId, segment.size(), part.isBatch()));
        }
    }

    /** Whether the parents up to {@code end} are just those that one batch has which begins where the cluster does. */
    private boolean isExplained(BatchSegment segment, Cluster cluster, long end, boolean isLast) {
        long resourceCount = isLast ? segment.resourceCount : 1;
        long scopeCount = isLast ? segment.scopeCount : 1;
        long start = cluster.start();
        int count = cluster.to() - cluster.from();
        int scope = firstFrom(scopes, start);
        if (count == 0) {
            // Batches of which neither resource nor scope has attributes are all alike.
            return scope >= scopes.length || scopes[scope] >= end;
        }
        while (scope < scopes.length && scopes[scope] < end) {
            if (scopes[scope] >= start + scopeCount) {
                return false;
            }
            scope++;
        }
        boolean isWhole = count == resourceCount && resources[cluster.from()] == start;
        // The last resources may be those of a batch with fewer ids than resources.
        boolean isOnly = resourceCount == 1
                || start + resourceCount < end
                || Arrays.binarySearch(resources, start + resourceCount) < 0;
        return isWhole && isOnly;
    }

    /** Rows behind the last id of {@code segment}: a batch without ids may hide among them. */
    private void addEnd(BatchSegment segment, @Nullable BatchSegment next, List<Part> parts) {
        Part last = parts.get(parts.size() - 1);
        if (next == null) {
            boolean isHidden = segment.changeRow < 0
                    && firstFrom(resources, segment.lastId + 1) < resources.length
                    && resources[firstFrom(resources, segment.lastId + 1)] == segment.lastId + 1;
            if (isHidden) {
                parts.add(new Part(segment.lastIdRow + 1, last.base(), segment.lastId + 1, 1, false));
            }
        } else if (segment.lastIdRow + 1 < next.firstRow && next.firstId != segment.lastId + 1) {
            parts.add(new Part(segment.lastIdRow + 1, Batch.UNKNOWN, segment.lastId + 1, segment.size(), true));
        }
    }

    /** The parts, each with the ids that it has for itself. */
    private List<Batch> owned(List<Part> parts) {
        List<Batch> batches = new ArrayList<>();
        Batch.Ids last = Batch.Ids.NONE;
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

    /** How this file ends, once {@link #batches} was asked for. */
    End end() {
        long lastId = before.lastId();
        for (BatchSegment segment : segments) {
            lastId = Math.max(lastId, segment.lastId);
        }
        return new End(lastId, reach);
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
