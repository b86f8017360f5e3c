/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;

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
    private final SlotLevels levels;
    private final Place place;
    private final int rowBytesMax;
    private final Absence absence;
    /** What a slot without a value takes in a vector: as much as one with a value, where all have one width. */
    private final long nullSlotBytes;

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
        boolean isWide = node.physical() == PhysicalType.FIXED_LEN_BYTE_ARRAY;
        this.nullSlotBytes = isWide ? Math.max(Integer.BYTES, node.width()) : Integer.BYTES;
        this.place = place;
        this.bytes = new ChunkBytes(context.source(), place);
        LevelDecoder repetitions = new LevelDecoder(node.repetition(), place);
        LevelDecoder definitions = new LevelDecoder(node.definition(), place);
        this.levels = new SlotLevels(repetitions, definitions);
        ChunkPages.Levels decoders = new ChunkPages.Levels(repetitions, definitions, place);
        this.pages = new ChunkPages(bytes, context.decompressor(), values, decoders, context.options());
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
        levels.discard(levels.count());
        presentCount = 0;
        absentCount = 0;
        rowStarts = 0;
        pageSlotsLeft = 0;
        pageRowStarts = 0;
    }

    /** Rows that can be taken. */
    private int completeRows() {
        int pending = presentCount - values.count();
        if (pending > 0) {
            return levels.rowsBeforeLast(pending);
        }
        boolean isComplete = levels.isFlat() || ended || (pageSlotsLeft == 0 && pages.isCutAtRows());
        return isComplete ? rowStarts : Math.max(0, rowStarts - 1);
    }

    /** About how many bytes what is decoded takes. */
    long decodedBytes() {
        long nullBytes = Math.max(0, levels.count() - values.count()) * (nullSlotBytes - Integer.BYTES);
        return values.size() + (long) levels.count() * Integer.BYTES + nullBytes + absentCount * absence.bytes();
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
        long slotBytes = Math.max(nullSlotBytes, absence.bytes());
        long fitting = Math.min(pageSlotsLeft, Math.max(1, bytesMax / slotBytes));
        int wanted = levels.isFlat() ? rowsWanted : Math.min(STEP_MAX, Math.max(STEP_MIN, rowsWanted));
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
        int from = levels.count();
        levels.read(count);
        int to = levels.count();
        checkPageStart(from);
        int starts = levels.starts(from, to);
        int present = levels.present(from, to);
        presentCount += present;
        absentCount += absent(from, to);
        rowStarts += starts;
        pageRowStarts += starts;
        pageSlotsLeft -= count;
        return present;
    }

    private int absent(int from, int to) {
        return absence.bytes() == 0 ? 0 : levels.below(absence.level(), from, to);
    }

    private void checkPageStart(int slot) throws MalformedParquetException {
        boolean isPageStart = pageSlotsLeft == pages.slotCount();
        boolean mustStart = (slot == 0 && nextRow == 0) || (isPageStart && pages.isCutAtRows());
        if (mustStart && levels.starts(slot, slot + 1) == 0) {
            throw place.malformed("the page begins within a row");
        }
    }

    /** Takes the first {@code rows} of the complete rows, which stay decoded until {@link #release}. */
    void take(int rows) {
        takenSlots = rows == rowStarts ? levels.count() : levels.slotsOf(rows);
        boolean isAll = takenSlots == levels.count();
        takenValues = isAll ? presentCount : levels.present(0, takenSlots);
        nextRow += rows;
        rowStarts -= rows;
    }

    /** About how many bytes what is taken takes. */
    long takenBytes() {
        return levels.count() == 0 ? 0 : (long) ((double) decodedBytes() * takenSlots / levels.count());
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

    /** The levels, those taken first. */
    SlotLevels levels() {
        return levels;
    }

    /** Forgets what was taken. */
    void release() {
        absentCount -= absent(0, takenSlots);
        levels.discard(takenSlots);
        presentCount -= takenValues;
        long used = values.size();
        values.discard(takenValues);
        takenSlots = 0;
        takenValues = 0;
        if (levels.count() == 0) {
            values.trim((int) Math.min(Integer.MAX_VALUE, Math.max(KEPT_BYTES_MAX, KEPT_PARTS * used)));
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
        if (levels.count() > 0 || pageSlotsLeft > 0 || ended) {
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
        if (levels.count() > 0 || pageSlotsLeft > 0) {
            throw place.malformed(
                    "the column chunk has more than the " + pages.plan().rowCount() + " rows of the row group");
        }
    }

    long retainedBytes() {
        return pages.retainedBytes() + values.retainedBytes() + levels.retainedBytes();
    }
}
