/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/** One leaf column of the open row group: takes rows, cuts them into pages and keeps these until the row group ends. */
final class ColumnChunk {
    /** Rows taken at once: few enough that their values stay in the CPU's cache from one step to the next. */
    private static final int STEP_ROWS_MAX = 4_096;

    private static final int STEP_SLOTS_MAX = 4 * STEP_ROWS_MAX;
    private static final int STEP_BYTES_MAX = 256 << 10;

    /** A page overshoots its limit by at most one part in so many, unless a single row does more. */
    private static final int STEPS_OF_PAGE_MAX = 8;

    /** Smaller pages would make the file larger and slower to read than the heap they free is worth. */
    private static final int SPILLED_ROWS_MIN = 2_048;

    private final LeafPath path;
    private final ColumnDescriptor descriptor;
    private final ParquetOptions options;
    private final PageAssembly assembly;
    private final PageValues values;
    private final LevelBuffer repetitions;
    private final LevelBuffer definitions;

    private final List<StoredPage> pages = new ArrayList<>();
    /** Of the chunk that has ended. */
    private @Nullable StoredDictionary dictionary;
    /** Of the chunk that has ended. */
    private @Nullable ChunkFilter filter;

    private int pageRowCount;
    private long slotCount;
    private long storedBytes;
    private long retainedPageBytes;

    ColumnChunk(LeafPath path, ColumnDescriptor descriptor, ParquetOptions options) {
        this.path = path;
        this.descriptor = descriptor;
        this.options = options;
        ColumnOptions column = options.column(String.join(".", descriptor.getPath()));
        this.assembly = new PageAssembly(descriptor, options.page(), column);
        this.values = PageValues.of(
                path,
                descriptor.getPrimitiveType(),
                ValuePlan.of(descriptor.getPrimitiveType(), column, options.profile()));
        this.repetitions = new LevelBuffer(descriptor.getMaxRepetitionLevel());
        this.definitions = new LevelBuffer(descriptor.getMaxDefinitionLevel());
    }

    /** Takes the rows of {@code root} from {@code from} up to {@code to}. */
    void append(VectorSchemaRoot root, int from, int to, PageCompressor lane) throws IOException {
        EncodingScratch scratch = lane.scratch();
        List<FieldVector> vectors = path.vectors(root);
        int start = from;
        while (start < to) {
            int end = stepEnd(vectors, start, to);
            path.descend(vectors, start, end, scratch);
            if (descriptor.getMaxRepetitionLevel() > 0) {
                scratch.slots().repetitionsInto(repetitions);
            }
            scratch.slots().definitionsInto(definitions);
            values.append(vectors.get(vectors.size() - 1), scratch);
            slotCount += scratch.slots().count();
            pageRowCount += end - start;
            start = end;
            if (isPageFull()) {
                endPage(lane);
            }
        }
    }

    private boolean isPageFull() {
        return pageRowCount >= options.page().rowsMax()
                || values.isDictionaryFull()
                || pageBytes() >= options.page().bytesMax();
    }

    private long pageBytes() {
        return values.encodedBytes() + (repetitions.count() + definitions.count()) / Byte.SIZE;
    }

    /** One past the last of the rows to take next: few enough for the page, and at least one. */
    private int stepEnd(List<FieldVector> vectors, int start, int to) {
        int bytesMax = options.page().bytesMax();
        long room = Math.max(bytesMax - pageBytes(), bytesMax / STEPS_OF_PAGE_MAX);
        long stepBytesMax = Math.min(room, STEP_BYTES_MAX);
        int rowCount =
                Math.min(to - start, Math.min(STEP_ROWS_MAX, options.page().rowsMax() - pageRowCount));
        FieldVector leaf = vectors.get(vectors.size() - 1);
        int first = path.leafIndex(vectors, start);
        while (rowCount > 1) {
            int end = path.leafIndex(vectors, start + rowCount);
            if (end - first <= STEP_SLOTS_MAX && values.plainBytes(leaf, first, end) <= stepBytesMax) {
                break;
            }
            rowCount /= 2;
        }
        return start + rowCount;
    }

    /** Bytes that the rows of {@code root} from {@code from} up to {@code to} take without an encoding. */
    long plainBytes(VectorSchemaRoot root, int from, int to) {
        List<FieldVector> vectors = path.vectors(root);
        int first = path.leafIndex(vectors, from);
        return values.plainBytes(vectors.get(vectors.size() - 1), first, path.leafIndex(vectors, to));
    }

    private void endPage(PageCompressor lane) throws IOException {
        StoredPage page = assembly.assemble(repetitions, definitions, values, pageRowCount, lane);
        pages.add(page);
        storedBytes += page.body().length();
        retainedPageBytes += page.retainedBytes();
        repetitions.clear();
        definitions.clear();
        pageRowCount = 0;
        lane.scratch().trim();
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    /** Ends the last page and the dictionary: {@link #writeTo} follows. */
    void end(PageCompressor lane) throws IOException {
        if (pageRowCount > 0) {
            endPage(lane);
        }
        PageBytes entries = lane.scratch().page();
        entries.clear();
        filter = values.filter();
        int entryCount = values.endChunk(entries);
        dictionary = entryCount == 0
                ? null
                : assembly.dictionary(entries, entryCount, DictionaryIds.ofEntries(options.profile()), lane);
    }

    /** Writes the ended column chunk to {@code file}, whose row group must be open, and starts the next one. */
    void writeTo(ParquetFileWriter file, @Nullable ChunkCipher cipher) throws IOException {
        file.startColumn(descriptor, slotCount, assembly.codecName());
        if (filter != null) {
            file.addBloomFilter(String.join(".", descriptor.getPath()), filter.finished());
        }
        if (dictionary != null) {
            PageAssembly.write(dictionary, file, cipher);
        }
        for (int page = 0; page < pages.size(); page++) {
            assembly.write(pages.get(page), file, cipher, page);
        }
        file.endColumn();
        assembly.endChunk();
        release();
        slotCount = 0;
    }

    /** Drops the finished pages. */
    void release() {
        pages.forEach(page -> page.body().release());
        pages.clear();
        dictionary = null;
        filter = null;
        storedBytes = 0;
        retainedPageBytes = 0;
    }

    /** Moves pages to {@code spill}, as many as it has room for, and that in the making too if it is of some size. */
    void spillTo(PageSpill spill, PageCompressor lane) throws IOException {
        if (pageRowCount >= SPILLED_ROWS_MIN) {
            endPage(lane);
            values.trim();
            repetitions.trim();
            definitions.trim();
        }
        for (int index = 0; index < pages.size(); index++) {
            StoredPage page = pages.get(index);
            if (page.body() instanceof PageBody.OnHeap onHeap) {
                long position = spill.reserve(onHeap.length());
                if (position < 0) {
                    return;
                }
                StoredPage moved = page.moved(spilled(onHeap, spill, position));
                retainedPageBytes += moved.retainedBytes() - page.retainedBytes();
                pages.set(index, moved);
            }
        }
    }

    /** The page stays on the heap if it cannot be written. */
    private static PageBody spilled(PageBody.OnHeap page, PageSpill spill, long position) throws IOException {
        PageBody.Spilled body = new PageBody.Spilled(spill, position, page.length());
        boolean written = false;
        try {
            spill.write(page.read(), position);
            written = true;
            return body;
        } finally {
            if (!written) {
                body.release();
            }
        }
    }

    /** Bytes of the finished pages, and of the one in the making before compression. */
    long byteCount() {
        return storedBytes + (pageRowCount == 0 ? 0 : pageBytes());
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return retainedPageBytes + values.retainedBytes() + repetitions.retainedBytes() + definitions.retainedBytes();
    }
}
