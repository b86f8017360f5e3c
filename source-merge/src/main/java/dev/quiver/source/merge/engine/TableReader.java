/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a table, file by file, and knows the smallest key among those that it has not read. One thread at a
 * time.
 */
final class TableReader implements AutoCloseable {
    /** The file system and S3 both give so much in about the time of one request. */
    private static final int FETCH_BYTES = 4 << 20;

    private static final int BATCH_BYTES = 8 << 20;

    private final TableSpec table;
    private final FileOpener opener;
    private final BufferAllocator allocator;
    private final ReadOptions options;
    private final TableFiles files = new TableFiles();

    private int fileIndex;
    private long row;
    private @Nullable ParquetBatchReader reader;
    private @Nullable PageKeys pages;
    /** Whether the file that comes next stays where it is though none of its rows was read. */
    private boolean held;

    /** Reads {@code table} in batches of at most {@code rowsMax}. */
    TableReader(TableSpec table, FileOpener opener, int rowsMax, BufferAllocator allocator) {
        this.table = table;
        this.opener = opener;
        this.allocator = allocator;
        this.options = ReadOptions.DEFAULTS.withBatches(rowsMax, BATCH_BYTES).withFetchBytes(FETCH_BYTES);
    }

    TableSpec table() {
        return table;
    }

    /** Adds files; those behind the last one that was begun are put in order again. */
    void add(List<TableFile> added) {
        if (!added.isEmpty()) {
            int passed = fileIndex + (row > 0 || held ? 1 : 0);
            files.add(added, Math.min(files.count(), Math.max(files.begunCount(), passed)));
        }
    }

    /** Forgets those of the files with {@code paths} that lie behind. */
    void forget(Set<String> paths) {
        fileIndex -= files.remove(paths, Math.min(fileIndex, files.count()));
    }

    /** Whether all rows of all files were read. */
    boolean isAtEnd() {
        return skipEmpty() == files.count();
    }

    private int skipEmpty() {
        int index = fileIndex;
        while (index < files.count() && files.get(index).rowCount() <= (index == fileIndex ? row : 0)) {
            index++;
        }
        return index;
    }

    /** The file whose rows come next, null at the end. */
    @Nullable
    TableFile file() {
        int index = skipEmpty();
        return index < files.count() ? files.get(index) : null;
    }

    /** Whether the rows that come next were never read before. */
    boolean isFresh() {
        int index = skipEmpty();
        return index < files.count() && files.isFresh(index, index == fileIndex ? row : 0);
    }

    /** The next rows, null at the end of the files that are known. */
    @Nullable
    TableBatch next() throws IOException {
        while (fileIndex < files.count()) {
            TableFile file = files.get(fileIndex);
            if (row < file.rowCount()) {
                TableBatch batch = read(file);
                if (batch != null) {
                    return batch;
                }
            }
            leaveFile();
            fileIndex++;
            row = 0;
        }
        return null;
    }

    @SuppressWarnings("MustBeClosedChecker") // the reader is closed with the file
    private @Nullable TableBatch read(TableFile file) throws IOException {
        if (reader == null) {
            reader = open(file);
        }
        try (ArrowBatch batch = reader.next()) {
            if (batch == null) {
                return null;
            }
            long first = reader.batchStart();
            Column[] columns = new BatchLoader(table, file.path()).load(batch.vectors());
            row = first + batch.rowCount();
            files.read(fileIndex, row);
            return new TableBatch(file, first, batch.rowCount(), columns);
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private ParquetBatchReader open(TableFile file) throws IOException {
        ParquetFile parquet = opener.open(file.object());
        Set<String> there = new HashSet<>(parquet.paths());
        List<String> wanted = new ArrayList<>();
        for (ColumnSpec column : table.columns()) {
            if (there.contains(column.path())) {
                wanted.add(column.path());
            }
        }
        if (wanted.isEmpty()) {
            throw new TableException(file.path() + " has none of the columns of table " + table.name());
        }
        ParquetBatchReader opened = parquet.read(ReadRequest.ALL.withColumns(wanted), options, allocator);
        if (row > 0) {
            opened.seek(row);
        }
        return opened;
    }

    private void leaveFile() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        pages = null;
        held = false;
    }

    /** Begins with row {@code newRow} of the first file, which stays the first one whatever is added. */
    void moveTo(long newRow) {
        leaveFile();
        row = newRow;
        held = true;
    }

    /** Leaves out the file whose rows come next. */
    void skipFile() {
        fileIndex = skipEmpty() + 1;
        row = 0;
        leaveFile();
    }

    /**
     * Moves, back or forth, to the first rows among which {@code key} or a larger one may be. Files that came late take
     * their places.
     */
    void seek(long key) throws IOException {
        leaveFile();
        files.sort();
        fileIndex = files.firstWith(key);
        row = 0;
        if (fileIndex < files.count()) {
            row = pages().firstWith(key);
        }
    }

    /**
     * No key of a row that was not read yet is smaller than this. What pages and files say counts; where they say
     * nothing, or nothing of less than a row group, that is what rows read so far let expect.
     *
     * @param expected no key of a later row is smaller, going by the rows that were read
     */
    long unreadMin(long expected) throws IOException {
        fileIndex = skipTo();
        if (fileIndex >= files.count()) {
            return Long.MAX_VALUE;
        }
        PageKeys known = pages();
        long here = known.lowestHere(row);
        if (here < 0 || known.isCoarse(row)) {
            here = Math.max(here, expected);
        }
        long behind = Math.min(known.lowestBehind(row), files.lowestFrom(fileIndex + 1));
        return Math.min(here, behind < 0 ? expected : behind);
    }

    /** Leaves files that are read. */
    private int skipTo() {
        int index = skipEmpty();
        if (index != fileIndex) {
            leaveFile();
            row = 0;
        }
        return index;
    }

    private PageKeys pages() throws IOException {
        if (pages == null) {
            TableFile file = files.get(fileIndex);
            String column = table.columns().get(table.orderColumn()).path();
            ParquetFile parquet = opener.open(file.object());
            boolean isThere = parquet.paths().contains(column);
            pages = new PageKeys(isThere ? parquet.pageBounds(column) : List.of());
        }
        return pages;
    }

    @Override
    public void close() {
        leaveFile();
    }
}
