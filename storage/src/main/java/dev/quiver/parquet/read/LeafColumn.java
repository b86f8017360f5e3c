/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;
import java.util.Arrays;

/**
 * The slots and values of one leaf column that are decoded and not yet taken. Rows are decoded ahead of what can be
 * taken where only the next row shows that one is complete, and where another column had no room for as many.
 */
final class LeafColumn {
    private static final int STEP_MIN = 64;
    private static final int STEP_MAX = 1 << 13;
    private static final int KEPT_BYTES_MAX = 1 << 20;
    /** Larger buffers are kept as long as so many times what was taken would fill them. */
    private static final long KEPT_PARTS = 4;

    private final ParquetNode node;
    private final ChunkBytes bytes;
    private final ChunkPages pages;
    private final LeafValues values;
    private final LevelDecoder repetitions;
    private final LevelDecoder definitions;
    private final Place place;
    private final int rowBytesMax;
    private final Absence absence;

    /** Of the slots that are decoded; without content where there is only one level. */
    private byte[] repetitionLevels = new byte[0];

    private byte[] definitionLevels = new byte[0];
    private int slotCount;
    private int presentCount;
    private int absentCount;
    private int rowStarts;
    private boolean ended;
    /** Slots of the open page that are not decoded yet. */
    private int pageSlotsLeft;

    private long pageRowStarts;
    /** The row of the row group that comes next. */
    private long nextRow;

    private int takenSlots;
    private int takenValues;

    LeafColumn(ParquetNode node, LeafValues values, Absence absence, Place place, ReadContext context) {
        this.node = node;
        this.values = values;
        this.absence = absence;
        this.place = place;
        this.bytes = new ChunkBytes(context.source(), place);
        this.repetitions = new LevelDecoder(node.repetition(), place);
        this.definitions = new LevelDecoder(node.definition(), place);
        ChunkPages.Levels levels = new ChunkPages.Levels(repetitions, definitions, place);
        this.pages = new ChunkPages(bytes, context.decompressor(), values, levels, context.options());
        this.rowBytesMax = context.options().limits().rowBytesMax();
    }

    /** What all columns of a reader share. */
    record ReadContext(RangeSource source, PageDecompressor decompressor, ReadOptions options) {}

    /**
     * What a slot without elements takes in lists of a fixed length, which have them even where they are null.
     *
     * @param level definition levels below this one mean it
     * @param bytes it takes; 0 if there is no such list
     */
    record Absence(int level, long bytes) {
        static final Absence NONE = new Absence(0, 0);
    }

    ParquetNode node() {
        return node;
    }

    Place place() {
        return place;
    }

    /** Where it is, at the beginning of {@code rowGroup}. */
    Place place(int rowGroup) {
        place.rowGroup(rowGroup);
        return place;
    }

    LeafValues values() {
        return values;
    }

    ChunkBytes bytes() {
        return bytes;
    }

    /** Where the next page is that is not read yet. */
    long nextPosition() {
        return pages.position();
    }

    /** Slots of the open page that are left. */
    int pageSlotsLeft() {
        return pageSlotsLeft;
    }

    /** Moves before the first row of another chunk. */
    void chunk(ChunkPlan plan, int readAhead) {
        bytes.chunk(plan.end(), readAhead);
        pages.chunk(plan);
        forget();
        ended = false;
        nextRow = 0;
    }

    private void forget() {
        values.discard(values.count());
        slotCount = 0;
        presentCount = 0;
        absentCount = 0;
        rowStarts = 0;
        pageSlotsLeft = 0;
        pageRowStarts = 0;
    }

    private boolean isFlat() {
        return repetitions.max() == 0;
    }

    /** Rows that can be taken. */
    private int completeRows() {
        int pending = presentCount - values.count();
        if (pending > 0) {
            return rowsBefore(firstPending(pending));
        }
        boolean isComplete = isFlat() || ended || pageSlotsLeft == 0 && pages.isCutAtRows();
        return isComplete ? rowStarts : Math.max(0, rowStarts - 1);
    }

    private int firstPending(int pending) {
        if (definitions.max() == 0) {
            return slotCount - pending;
        }
        int slot = slotCount;
        for (int left = pending; left > 0; ) {
            slot--;
            left -= definitionLevels[slot] == definitions.max() ? 1 : 0;
        }
        return slot;
    }

    /** The rows that are over before {@code slot}. */
    private int rowsBefore(int slot) {
        if (isFlat()) {
            return slot;
        }
        int starts = 0;
        for (int index = 0; index <= slot; index++) {
            starts += repetitionLevels[index] == 0 ? 1 : 0;
        }
        return starts - 1;
    }

    /** About how many bytes what is decoded takes. */
    long decodedBytes() {
        return values.size() + (long) slotCount * Integer.BYTES + absentCount * absence.bytes();
    }

    /**
     * Decodes until {@code wanted} rows can be taken; fewer, but at least one, if they have more than {@code bytesMax}
     * bytes.
     *
     * @param wanted at most as many rows as the row group has left
     * @return rows that can be taken, which may be more
     */
    int fill(int wanted, long bytesMax) throws IOException {
        int complete = completeRows();
        while (complete < wanted) {
            long left = bytesMax - decodedBytes();
            if (left <= 0) {
                if (complete > 0) {
                    break;
                }
                left = rowBytesMax - decodedBytes();
                if (left <= 0) {
                    throw place.malformed(
                            "row " + nextRow + " of the row group has more than the " + rowBytesMax + " bytes allowed");
                }
            }
            decode(wanted - complete, left);
            complete = completeRows();
        }
        return complete;
    }

    private void decode(int rowsWanted, long bytesMax) throws IOException {
        int pending = presentCount - values.count();
        if (pending == 0) {
            if (pageSlotsLeft == 0) {
                nextPage();
                return;
            }
            pages.open();
            pending = decodeLevels(slots(rowsWanted, bytesMax));
        }
        values.read(pending, bytesMax);
    }

    private int slots(int rowsWanted, long bytesMax) {
        long slotBytes = Math.max(Integer.BYTES, absence.bytes());
        long fitting = Math.min(pageSlotsLeft, Math.max(1, bytesMax / slotBytes));
        int wanted = isFlat() ? rowsWanted : Math.min(STEP_MAX, Math.max(STEP_MIN, rowsWanted));
        return (int) Math.min(fitting, wanted);
    }

    private void nextPage() throws IOException {
        checkPageEnd();
        if (pages.next()) {
            pageSlotsLeft = pages.slotCount();
            pageRowStarts = 0;
            return;
        }
        if (ended || nextRow + rowStarts < pages.plan().rowCount()) {
            throw place.malformed("the column chunk has " + (nextRow + rowStarts) + " of the "
                    + pages.plan().rowCount() + " rows of the row group");
        }
        pages.checkEnd();
        ended = true;
    }

    private void checkPageEnd() throws MalformedParquetException {
        if (pages.slotCount() > 0 && pages.isCutAtRows() && pageRowStarts != pages.rowCount()) {
            throw place.malformed("the page has " + pageRowStarts + " rows instead of " + pages.rowCount());
        }
    }

    /** Decodes {@code count} levels and returns how many of them have a value. */
    private int decodeLevels(int count) throws MalformedParquetException {
        int starts = count;
        if (!isFlat()) {
            repetitionLevels = LevelDecoder.grown(repetitionLevels, slotCount + count);
            repetitions.read(repetitionLevels, slotCount, count);
            starts = count(repetitionLevels, slotCount, count, 0);
            checkPageStart();
        }
        int present = count;
        if (definitions.max() > 0) {
            definitionLevels = LevelDecoder.grown(definitionLevels, slotCount + count);
            definitions.read(definitionLevels, slotCount, count);
            present = count(definitionLevels, slotCount, count, definitions.max());
            absentCount += absent(slotCount, count);
        }
        slotCount += count;
        presentCount += present;
        rowStarts += starts;
        pageRowStarts += starts;
        pageSlotsLeft -= count;
        return present;
    }

    private void checkPageStart() throws MalformedParquetException {
        boolean mustStart =
                slotCount == 0 && nextRow == 0 || pageRowStarts == 0 && isPageStart() && pages.isCutAtRows();
        if (mustStart && repetitionLevels[slotCount] != 0) {
            throw place.malformed("the page begins within a row");
        }
    }

    private boolean isPageStart() {
        return pageSlotsLeft == pages.slotCount();
    }

    private int absent(int from, int count) {
        int found = 0;
        for (int index = from; index < from + count && absence.bytes() > 0; index++) {
            found += definitionLevels[index] < absence.level() ? 1 : 0;
        }
        return found;
    }

    private static int count(byte[] levels, int from, int count, int level) {
        int found = 0;
        for (int index = from; index < from + count; index++) {
            found += levels[index] == level ? 1 : 0;
        }
        return found;
    }

    /** Takes the first {@code rows} of the complete rows, which stay decoded until {@link #release}. */
    void take(int rows) {
        takenSlots = isFlat() ? rows : slotsOf(rows);
        boolean isAll = takenSlots == slotCount;
        if (definitions.max() == 0) {
            takenValues = takenSlots;
        } else {
            takenValues = isAll ? presentCount : count(definitionLevels, 0, takenSlots, definitions.max());
        }
        nextRow += rows;
        rowStarts -= rows;
    }

    private int slotsOf(int rows) {
        if (rows == rowStarts) {
            return slotCount;
        }
        int slot = 0;
        for (int starts = 0; slot < slotCount; slot++) {
            starts += repetitionLevels[slot] == 0 ? 1 : 0;
            if (starts > rows) {
                break;
            }
        }
        return slot;
    }

    /** About how many bytes what is taken takes. */
    long takenBytes() {
        return slotCount == 0 ? 0 : (long) ((double) decodedBytes() * takenSlots / slotCount);
    }

    /** Bytes behind the last one that is here which should be read ahead. */
    int missing() {
        long position = nextPosition();
        return Math.max(0, bytes.readAhead(position) - bytes.available(position));
    }

    /** Slots taken. */
    int takenSlots() {
        return takenSlots;
    }

    /** Values taken. */
    int takenValues() {
        return takenValues;
    }

    /** The repetition levels, those taken first. */
    byte[] repetitionLevels() {
        return repetitionLevels;
    }

    /** The definition levels, those taken first. */
    byte[] definitionLevels() {
        return definitionLevels;
    }

    /** Forgets what was taken. */
    void release() {
        int left = slotCount - takenSlots;
        absentCount -= absent(0, takenSlots);
        if (left > 0) {
            shift(repetitionLevels, takenSlots, left, !isFlat());
            shift(definitionLevels, takenSlots, left, definitions.max() > 0);
        }
        slotCount = left;
        presentCount -= takenValues;
        long used = values.size();
        values.discard(takenValues);
        takenSlots = 0;
        takenValues = 0;
        if (left == 0) {
            values.trim((int) Math.min(Integer.MAX_VALUE, Math.max(KEPT_BYTES_MAX, KEPT_PARTS * used)));
        }
    }

    private static void shift(byte[] levels, int from, int count, boolean used) {
        if (used) {
            System.arraycopy(levels, from, levels, 0, count);
        }
    }

    /** Nothing is read ahead of the page with row {@code to - 1} of the row group, if the file says where that is. */
    void limit(long to) {
        PageLocations locations = pages.plan().pages();
        if (locations != null && locations.count() > 0) {
            int last = locations.pageOf(to - 1);
            bytes.limit(locations.offsets()[last] + locations.sizes()[last]);
        }
    }

    /** Passes rows until the next one is {@code row} of the row group, which must not lie before. */
    void skipTo(long row) throws IOException {
        PageLocations locations = pages.plan().pages();
        if (locations != null && row < pages.plan().rowCount()) {
            int target = locations.pageOf(row);
            if (target > pages.ordinal() && nextRow + rowStarts <= locations.firstRows()[target]) {
                pages.jump(locations, target);
                forget();
                nextRow = locations.firstRows()[target];
            }
        }
        while (nextRow < row) {
            if (!skipPage(row)) {
                int rows = Math.min(fill((int) Math.min(STEP_MAX, row - nextRow), KEPT_BYTES_MAX), (int)
                        Math.min(STEP_MAX, row - nextRow));
                take(rows);
                release();
            }
        }
    }

    /** Passes the next page as a whole, if it can be. */
    private boolean skipPage(long row) throws IOException {
        if (slotCount > 0 || pageSlotsLeft > 0 || ended) {
            return false;
        }
        nextPage();
        if (!pages.isCutAtRows() || nextRow + pages.rowCount() > row) {
            return false;
        }
        nextRow += pages.rowCount();
        pageSlotsLeft = 0;
        pageRowStarts = pages.rowCount();
        return true;
    }

    /** Checks, behind the last row, that nothing is left of the chunk. */
    void checkEnd() throws MalformedParquetException {
        if (slotCount > 0 || pageSlotsLeft > 0) {
            throw place.malformed(
                    "the column chunk has more than the " + pages.plan().rowCount() + " rows of the row group");
        }
    }

    long retainedBytes() {
        return Arrays.stream(new long[] {
                    pages.retainedBytes(), values.retainedBytes(), repetitionLevels.length, definitionLevels.length
                })
                .sum();
    }
}
