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
 * the rows. An exporter that makes only the first of these global leaves what it adds to be found: it is the first
 * global id of the batch. A batch begins where resource and scope go back, or, if all its rows so far are of resource
 * and scope 0, at a row whose id is a known parent of attributes of resources. What does not follow from that is
 * {@linkplain Batch#UNKNOWN unknown}.
 */
final class BatchBases {
    /**
     * Batches with fewer ids are left unknown: where several of them meet, one and the same file may have come from
     * different batches.
     */
    private static final int IDS_MIN = 8;

    private final long[] parents;
    private final List<Segment> segments = new ArrayList<>();
    private @Nullable Segment open;
    private long lastResource;
    private long lastScope;
    private long row;

    /** Begins a file; {@code parents} are all known parents of attributes of resources, ascending. */
    BatchBases(long[] parents) {
        this.parents = parents;
    }

    /**
     * Rows of one batch, or some of them.
     *
     * @param firstRow where they begin in the file
     * @param base what is to be added to local ids
     * @param otherBase what is to be added if the rows belong to the next batch, {@link #UNKNOWN} if they do not
     * @param resources the ids of resources that no other batch has
     * @param scopes the ids of scopes that no other batch has
     */
    record Batch(long firstRow, long base, long otherBase, Ids resources, Ids scopes) {
        static final long UNKNOWN = -1;

        /** Global ids from {@code from} up to {@code to}. */
        record Ids(long from, long to) {
            boolean contains(long id) {
                return id >= from && id < to;
            }
        }
    }

    /** Rows between two places where resource and scope go back. */
    private static final class Segment {
        private final long firstRow;
        private long firstId = -1;
        private long lastId = -1;
        private long firstIdRow = -1;
        private long lastIdRow = -1;
        private long resourceCount;
        private long scopeCount;
        private boolean changed;
        private boolean irregular;
        private final List<Candidate> candidates = new ArrayList<>();

        Segment(long firstRow) {
            this.firstRow = firstRow;
        }
    }

    /**
     * A row at which a batch may begin.
     *
     * @param id of the row
     * @param row the row
     * @param nulls the first row behind the one with the id before
     * @param forced whether ids are missing before it, which batches without any have used
     */
    private record Candidate(long id, long row, long nulls, boolean forced) {}

    /** Adds a row; ids are -1 where they are null. */
    void add(long id, long resource, long scope) {
        long effectiveResource = resource < 0 ? lastResource : resource;
        long effectiveScope = scope < 0 ? lastScope : scope;
        boolean isBack =
                effectiveResource < lastResource || (effectiveResource == lastResource && effectiveScope < lastScope);
        Segment segment = open;
        if (segment == null || isBack) {
            segment = new Segment(row);
            segments.add(segment);
            open = segment;
        } else if (effectiveResource != lastResource || effectiveScope != lastScope) {
            segment.changed = true;
        }
        lastResource = effectiveResource;
        lastScope = effectiveScope;
        segment.resourceCount = Math.max(segment.resourceCount, resource + 1);
        segment.scopeCount = Math.max(segment.scopeCount, scope + 1);
        if (id >= 0) {
            addId(segment, id);
        }
        row++;
    }

    private void addId(Segment segment, long id) {
        if (segment.firstId < 0) {
            segment.firstId = id;
            segment.firstIdRow = row;
        } else {
            boolean isGap = id != segment.lastId + 1;
            segment.irregular |= isGap && segment.changed;
            if (!segment.changed && (isGap || isParent(id))) {
                segment.candidates.add(new Candidate(id, row, segment.lastIdRow + 1, isGap));
            }
        }
        segment.lastId = id;
        segment.lastIdRow = row;
    }

    private boolean isParent(long id) {
        return Arrays.binarySearch(parents, id) >= 0;
    }

    /** What is known of all rows that were added, in their order. */
    List<Batch> batches() {
        List<Part> parts = new ArrayList<>();
        int idless = 0;
        int behind = 0;
        Segment before = null;
        long next = Batch.UNKNOWN;
        for (Segment segment : segments) {
            if (segment.firstId < 0) {
                parts.add(new Part(segment.firstRow, Batch.UNKNOWN, segment.resourceCount, segment.scopeCount));
                idless++;
                continue;
            }
            boolean isExpected = next == Batch.UNKNOWN
                    ? idless == 0 && !isParent(segment.firstId - 1)
                    : next + idless == segment.firstId;
            baseBackwards(parts, idless, isExpected ? segment.firstId : Batch.UNKNOWN);
            if (before != null && !isExpected) {
                parts.add(behind, new Part(before.lastIdRow + 1, Batch.UNKNOWN, 1, 1));
            }
            idless = 0;
            addParts(segment, isExpected, parts);
            behind = parts.size();
            before = segment;
            next = segment.lastId + 1;
        }
        if (before != null && !before.changed) {
            // What has no id behind the last one may be a batch by itself, or belong to one in another file.
            Part last = parts.get(behind - 1);
            Part either = new Part(before.lastIdRow + 1, idless > 0 ? Batch.UNKNOWN : last.base, 1, 1);
            either.otherBase = isParent(next) && idless == 0 ? next : Batch.UNKNOWN;
            parts.add(behind, either);
        }
        return checked(parts, idless > 0 ? Batch.UNKNOWN : next);
    }

    /** Gives the last {@code count} parts, which have no ids, the bases before {@code next}. */
    private static void baseBackwards(List<Part> parts, int count, long next) {
        for (int back = 1; back <= count; back++) {
            Part part = parts.get(parts.size() - back);
            part.base = next == Batch.UNKNOWN || next < back ? Batch.UNKNOWN : next - back;
        }
    }

    /** Rows whose batch is decided. */
    private static final class Part {
        private final long firstRow;
        private final long resourceCount;
        private final long scopeCount;
        private long base;
        private long otherBase = Batch.UNKNOWN;
        /** One past its last id, as far as it has any. */
        private long end = Batch.UNKNOWN;

        Part(long firstRow, long base, long resourceCount, long scopeCount) {
            this.firstRow = firstRow;
            this.base = base;
            this.resourceCount = resourceCount;
            this.scopeCount = scopeCount;
        }
    }

    private void addParts(Segment segment, boolean isExpected, List<Part> parts) {
        int last = lastBatch(segment);
        if (last < -1 || segment.irregular) {
            parts.add(new Part(segment.firstRow, Batch.UNKNOWN, segment.resourceCount, segment.scopeCount));
            return;
        }
        long first = segment.firstRow;
        if (!isExpected && segment.firstIdRow > first) {
            parts.add(new Part(first, Batch.UNKNOWN, segment.resourceCount, segment.scopeCount));
            first = segment.firstIdRow;
        }
        parts.add(part(segment, first, -1, last));
        long before = segment.firstId;
        for (int index = 0; index <= last; index++) {
            Candidate candidate = segment.candidates.get(index);
            if (candidate.nulls() < candidate.row()) {
                Part either = new Part(candidate.nulls(), candidate.forced() ? Batch.UNKNOWN : before, 1, 1);
                either.otherBase = candidate.forced() ? Batch.UNKNOWN : candidate.id();
                parts.add(either);
            }
            parts.add(part(segment, candidate.row(), index, last));
            before = candidate.id();
        }
    }

    /** The part that the candidate {@code index} begins, -1 for the first row; {@code last} begins the last one. */
    private static Part part(Segment segment, long row, int index, int last) {
        boolean isLast = index == last;
        long base = index < 0 ? segment.firstId : segment.candidates.get(index).id();
        Part part = new Part(row, base, isLast ? segment.resourceCount : 1, isLast ? segment.scopeCount : 1);
        part.end =
                isLast ? segment.lastId + 1 : segment.candidates.get(index + 1).id();
        return part;
    }

    /**
     * Which candidate of {@code segment} begins its last batch: those up to it begin one as well, those behind are
     * other resources of it.
     *
     * @return -1 if its first row does, -2 if that does not follow
     */
    private int lastBatch(Segment segment) {
        if (segment.resourceCount <= 1 || segment.candidates.isEmpty()) {
            return segment.candidates.size() - 1;
        }
        int found = -2;
        int forced = -1;
        for (int index = 0; index < segment.candidates.size(); index++) {
            forced = segment.candidates.get(index).forced() ? index : forced;
        }
        for (int index = forced; index < segment.candidates.size(); index++) {
            long base =
                    index < 0 ? segment.firstId : segment.candidates.get(index).id();
            if (explains(segment, base)) {
                if (found != -2) {
                    return -2;
                }
                found = index;
            }
        }
        return found;
    }

    /** Whether all parents from {@code base} on are resources of one batch, and all of these are known. */
    private boolean explains(Segment segment, long base) {
        for (long resource = 0; resource < segment.resourceCount; resource++) {
            if (Arrays.binarySearch(parents, base + resource) < 0) {
                return false;
            }
        }
        for (Candidate candidate : segment.candidates) {
            if (candidate.id() >= base + segment.resourceCount) {
                return false;
            }
        }
        return true;
    }

    /** The parts, each with the ids that it has for itself. */
    private List<Batch> checked(List<Part> parts, long end) {
        List<Batch> batches = new ArrayList<>();
        long resourceStart = 0;
        long resourceEnd = 0;
        long scopeEnd = 0;
        for (int index = 0; index < parts.size(); index++) {
            Part part = parts.get(index);
            long next = part.end == Batch.UNKNOWN ? nextBase(parts, index, end) : part.end;
            Batch.Ids resources = new Batch.Ids(resourceEnd, next);
            Batch.Ids scopes = new Batch.Ids(scopeEnd, next);
            boolean isKnown = part.base != Batch.UNKNOWN
                    && part.end - part.base >= IDS_MIN
                    && !hasUnexplained(part, resourceEnd, next);
            if (part.otherBase != Batch.UNKNOWN) {
                boolean isOwn = part.base >= resourceStart
                        && part.otherBase >= resourceEnd
                        && part.otherBase - part.base >= IDS_MIN;
                batches.add(new Batch(
                        part.firstRow, isOwn ? part.base : Batch.UNKNOWN, part.otherBase, everything(), everything()));
                continue;
            }
            batches.add(
                    new Batch(part.firstRow, isKnown ? part.base : Batch.UNKNOWN, Batch.UNKNOWN, resources, scopes));
            if (part.base != Batch.UNKNOWN) {
                resourceStart = resourceEnd;
                resourceEnd = Math.max(resourceEnd, part.base + part.resourceCount);
                scopeEnd = Math.max(scopeEnd, part.base + part.scopeCount);
            }
        }
        return batches;
    }

    private static Batch.Ids everything() {
        return new Batch.Ids(0, Long.MAX_VALUE);
    }

    private static long nextBase(List<Part> parts, int index, long end) {
        for (int next = index + 1; next < parts.size(); next++) {
            Part part = parts.get(next);
            if (part.otherBase == Batch.UNKNOWN) {
                return part.base == Batch.UNKNOWN ? Long.MAX_VALUE : part.base;
            }
        }
        return end == Batch.UNKNOWN ? Long.MAX_VALUE : end;
    }

    /** Whether a parent of attributes lies in the reach of {@code part} and belongs to no resource of any batch. */
    private boolean hasUnexplained(Part part, long resourceEnd, long next) {
        int from = Arrays.binarySearch(parents, Math.max(resourceEnd, part.base + part.resourceCount));
        int index = from >= 0 ? from : -from - 1;
        return index < parents.length && parents[index] < next && next != Long.MAX_VALUE;
    }
}
