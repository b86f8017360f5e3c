/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;

/**
 * One column chunk, as far as its pages are concerned; checked against the file.
 *
 * @param codec of its pages
 * @param start where its first page begins, the dictionary's if there is one
 * @param end one past its last page
 * @param slotCount values in it, nulls and empty lists included
 * @param rowCount rows of the row group
 * @param pages where its data pages are, null if the file does not say
 */
record ChunkPlan(
        CompressionCodec codec,
        long start,
        long end,
        long slotCount,
        long rowCount,
        @Nullable PageLocations pages) {}
