/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.parquet.PageSpill;
import java.io.IOException;
import java.util.Map;

/** Writes the rows of one file in one format. After an exception only {@link #close} remains. One thread. */
interface RowsWriter extends AutoCloseable {
    /** Fewer rows are not worth a row group or batch of their own: what they need besides grows too large. */
    int ROWS_MIN = 10_000;

    /** Appends the rows of {@code rows} from {@code from} up to {@code to}. */
    void write(SealedRows rows, int from, int to) throws IOException;

    /** Bytes of the file so far. */
    long byteCount();

    /** Heap bytes held, without those that were handed to the output. */
    long heapBytes();

    /** Moves what is encoded, but not handed to the output yet, to {@code spill}. */
    void spillTo(PageSpill spill) throws IOException;

    /** Hands everything to the output before it is time to, unless it is less than {@link #ROWS_MIN} rows. */
    void condense() throws IOException;

    /** Ends the file, which tells {@code metadata}. */
    void finish(Map<String, String> metadata) throws IOException;

    /** Gives back the memory. Idempotent. */
    @Override
    void close();
}
