/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/** The pages of one leaf column, chunk by chunk; at any time one data page is open. */
final class ChunkPages {
    /** Nobody says how many rows the page has. */
    static final int UNKNOWN = -1;

    private final ChunkBytes bytes;
    private final PageHeaders headers;
    private final PageDecompressor decompressor;
    private final LevelDecoder repetitions;
    private final LevelDecoder definitions;
    private final LeafValues values;
    private final Place place;
    private final boolean checksums;
    private final CRC32 checksum = new CRC32();

    private ChunkPlan plan = new ChunkPlan(CompressionCodec.UNCOMPRESSED, 0, 0, 0, 0, null);
    private byte[] page = new byte[0];
    private byte[] own = new byte[0];
    private long position;
    private long bodyAt;
    private boolean dictionaryRead;
    private boolean jumped;
    private int ordinal;
    private long passedSlots;
    private long passedRows;
    private int slotCount;
    private long rowCount;
    private boolean opened;
    private @Nullable PageHeader header;

    ChunkPages(ChunkBytes bytes, PageDecompressor decompressor, LeafValues values, Levels levels, ReadOptions options) {
        this.bytes = bytes;
        this.place = levels.place();
        this.headers = new PageHeaders(bytes, options.limits(), place);
        this.decompressor = decompressor;
        this.values = values;
        this.repetitions = levels.repetitions();
        this.definitions = levels.definitions();
        this.checksums = options.checksumsVerified();
    }

    /**
     * The levels of the column.
     *
     * @param place where they are
     */
    record Levels(LevelDecoder repetitions, LevelDecoder definitions, Place place) {}

    /** Moves before the first page of another chunk. */
    void chunk(ChunkPlan newPlan) {
        plan = newPlan;
        position = newPlan.start();
        dictionaryRead = false;
        jumped = false;
        ordinal = -1;
        passedSlots = 0;
        passedRows = 0;
        close();
        values.forgetDictionary();
    }

    private void close() {
        slotCount = 0;
        rowCount = 0;
        opened = false;
        header = null;
    }

    /**
     * Moves to the next data page, of which so far only the header is read.
     *
     * @return false if there is none
     */
    boolean next() throws IOException {
        passedSlots += slotCount;
        passedRows += Math.max(0, rowCount);
        close();
        ordinal++;
        place.page(ordinal);
        if (isEnd()) {
            return false;
        }
        if (plan.pages() != null) {
            prepareLocated(plan.pages());
        }
        header = nextData();
        slotCount = slots(header);
        rowCount = rows(header);
        if (slotCount < 0 || slotCount > plan.slotCount() - passedSlots) {
            throw place.malformed("the page has " + slotCount + " values of the " + (plan.slotCount() - passedSlots)
                    + " that the column chunk has left");
        }
        return true;
    }

    private boolean isEnd() throws MalformedParquetException {
        if (plan.pages() != null) {
            return ordinal >= plan.pages().count();
        }
        boolean isEnd = passedSlots >= plan.slotCount();
        if (!isEnd && position >= plan.end()) {
            throw place.malformed("the column chunk ends after " + passedSlots + " of " + plan.slotCount() + " values");
        }
        return isEnd;
    }

    /** Pages are where the index says; a dictionary is before the first one. */
    private void prepareLocated(PageLocations pages) throws IOException {
        if (!dictionaryRead && plan.start() < pages.offsets()[0]) {
            position = plan.start();
            long limit = bytes.limit();
            if (ordinal > 0) {
                bytes.limit(pages.offsets()[0]);
            }
            PageHeader first = headers.read(position);
            pass(first);
            if (first.getType() == PageType.DICTIONARY_PAGE) {
                readDictionary(first);
            }
            bytes.limit(limit);
        }
        dictionaryRead = true;
        position = pages.offsets()[ordinal];
    }

    private PageHeader nextData() throws IOException {
        while (true) {
            PageHeader next = headers.read(position);
            pass(next);
            switch (next.getType()) {
                case DATA_PAGE, DATA_PAGE_V2 -> {
                    return next;
                }
                case DICTIONARY_PAGE -> readDictionary(next);
                case INDEX_PAGE -> {}
            }
            if (position >= plan.end()) {
                throw place.malformed("the column chunk ends where a data page should begin");
            }
        }
    }

    private void pass(PageHeader passed) {
        bodyAt = headers.bodyAt();
        position = bodyAt + passed.getCompressed_page_size();
    }

    private int slots(PageHeader data) throws MalformedParquetException {
        if (data.getType() == PageType.DATA_PAGE && data.isSetData_page_header()) {
            return data.getData_page_header().getNum_values();
        }
        if (data.getType() == PageType.DATA_PAGE_V2 && data.isSetData_page_header_v2()) {
            return data.getData_page_header_v2().getNum_values();
        }
        throw place.malformed("the header of the page does not say what is in it");
    }

    private long rows(PageHeader data) throws MalformedParquetException {
        long rows = UNKNOWN;
        if (data.getType() == PageType.DATA_PAGE_V2) {
            rows = data.getData_page_header_v2().getNum_rows();
        } else if (repetitions.max() == 0) {
            rows = slotCount;
        }
        if (plan.pages() != null) {
            long located =
                    plan.pages().endRow(ordinal, plan.rowCount()) - plan.pages().firstRows()[ordinal];
            if (rows != UNKNOWN && rows != located) {
                throw place.malformed("the page has " + rows + " rows, but " + located + " in the offset index");
            }
            rows = located;
        }
        boolean fits = rows >= UNKNOWN && rows <= slotCount && (repetitions.max() > 0 || rows == slotCount);
        if (!fits) {
            throw place.malformed("the page has " + rows + " rows and " + slotCount + " values");
        }
        return rows;
    }

    /** Moves before the page that {@code row} is in, if it lies behind; the file must say where pages are. */
    void jump(PageLocations pages, int target) {
        jumped = true;
        close();
        ordinal = target - 1;
        passedRows = pages.firstRows()[target];
        passedSlots = 0;
    }

    /** The row of the row group that the next page begins with, if that is known. */
    long passedRows() {
        return passedRows;
    }

    /** Where the next header is, as far as is known. */
    long position() {
        PageLocations pages = plan.pages();
        if (pages == null || (!dictionaryRead && !jumped)) {
            return position;
        }
        return ordinal + 1 < pages.count() ? pages.offsets()[ordinal + 1] : plan.end();
    }

    int ordinal() {
        return ordinal;
    }

    ChunkPlan plan() {
        return plan;
    }

    /** Slots of the page. */
    int slotCount() {
        return slotCount;
    }

    /** Rows of the page, or {@link #UNKNOWN}. */
    long rowCount() {
        return rowCount;
    }

    /** Whether every page begins with a row. */
    boolean isCutAtRows() {
        return rowCount != UNKNOWN;
    }

    /** Checks, when the last page is passed without a jump, that the chunk had what its metadata says. */
    void checkEnd() throws MalformedParquetException {
        if (!jumped && passedSlots != plan.slotCount()) {
            throw place.malformed("the column chunk has " + passedSlots + " values instead of " + plan.slotCount());
        }
    }

    /** Reads the page whose header was read, unless that has happened. */
    void open() throws IOException {
        if (opened || header == null) {
            return;
        }
        opened = true;
        if (header.getType() == PageType.DATA_PAGE) {
            openFirst(header, header.getData_page_header());
        } else {
            openSecond(header, header.getData_page_header_v2());
        }
    }

    private void openFirst(PageHeader data, DataPageHeader first) throws IOException {
        int from = load(data, 0, plan.codec());
        int to = from + data.getUncompressed_page_size();
        int definitionsAt = repetitions.start(first.getRepetition_level_encoding(), page, from, to, slotCount);
        int valuesAt = definitions.start(first.getDefinition_level_encoding(), page, definitionsAt, to, slotCount);
        start(first.getEncoding(), valuesAt, to);
    }

    private void openSecond(PageHeader data, DataPageHeaderV2 second) throws IOException {
        int repetitionBytes = second.getRepetition_levels_byte_length();
        int definitionBytes = second.getDefinition_levels_byte_length();
        long levelBytes = (long) repetitionBytes + definitionBytes;
        boolean fits = repetitionBytes >= 0
                && definitionBytes >= 0
                && levelBytes <= data.getCompressed_page_size()
                && levelBytes <= data.getUncompressed_page_size();
        if (!fits) {
            throw place.malformed("its levels take " + repetitionBytes + " and " + definitionBytes + " of "
                    + data.getCompressed_page_size() + " bytes");
        }
        boolean isCompressed = !second.isSetIs_compressed() || second.isIs_compressed();
        int from = load(data, (int) levelBytes, isCompressed ? plan.codec() : CompressionCodec.UNCOMPRESSED);
        repetitions.startRuns(page, from, from + repetitionBytes);
        definitions.startRuns(page, from + repetitionBytes, from + (int) levelBytes);
        start(second.getEncoding(), from + (int) levelBytes, from + data.getUncompressed_page_size());
    }

    /** A page of nulls may lack what its encoding must begin with. */
    private void start(Encoding encoding, int from, int to) throws MalformedParquetException {
        if (from < to || (slotCount > 0 && definitions.max() == 0)) {
            values.start(encoding, page, from, to);
        } else {
            values.start(Encoding.PLAIN, page, from, to);
        }
    }

    private void readDictionary(PageHeader data) throws IOException {
        DictionaryPageHeader dictionary = data.getDictionary_page_header();
        if (dictionaryRead || dictionary == null) {
            throw place.malformed("the column chunk has more than one dictionary, or one without a header");
        }
        boolean isPlain =
                dictionary.getEncoding() == Encoding.PLAIN || dictionary.getEncoding() == Encoding.PLAIN_DICTIONARY;
        if (!isPlain || dictionary.getNum_values() < 0) {
            throw place.malformed("its dictionary has " + dictionary.getNum_values() + " values in encoding "
                    + dictionary.getEncoding());
        }
        int from = load(data, 0, plan.codec());
        values.dictionary(page, from, from + data.getUncompressed_page_size(), dictionary.getNum_values());
        dictionaryRead = true;
    }

    /**
     * Brings the bytes behind the last header into {@link #page}, with padding behind them, all but the first
     * {@code plainBytes} of them decompressed.
     *
     * @return where in the array they begin
     */
    private int load(PageHeader data, int plainBytes, CompressionCodec codec) throws IOException {
        int length = data.getCompressed_page_size();
        int plainLength = data.getUncompressed_page_size();
        int at = bytes.locate(bodyAt, length);
        byte[] block = bytes.block();
        check(data, block, at, length);
        boolean isHere = codec == CompressionCodec.UNCOMPRESSED && block.length - at - length >= LittleEndian.PADDING;
        if (isHere && length == plainLength) {
            page = block;
            return at;
        }
        own = LittleEndian.grown(own, 0, plainLength);
        page = own;
        System.arraycopy(block, at, page, 0, plainBytes);
        decompressor.decompress(
                codec,
                new PageDecompressor.Compressed(block, at + plainBytes, length - plainBytes, plainLength - plainBytes),
                page,
                plainBytes,
                place);
        return 0;
    }

    private void check(PageHeader data, byte[] block, int at, int length) throws MalformedParquetException {
        if (!checksums || !data.isSetCrc()) {
            return;
        }
        checksum.reset();
        checksum.update(block, at, length);
        if ((int) checksum.getValue() != data.getCrc()) {
            throw place.malformed("its checksum is wrong");
        }
    }

    long retainedBytes() {
        return own.length + bytes.retainedBytes();
    }
}
