/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;

/** The Bloom filter of a column chunk in the making. Values with a dictionary enter once for each entry. */
final class ChunkFilter {
    private final BlockSplitBloomFilter filter;

    /** A filter of {@code byteCount} bytes. */
    ChunkFilter(int byteCount) {
        this.filter = new BlockSplitBloomFilter(byteCount, byteCount);
    }

    /** Enters the first {@code count} of {@code values}, each of {@code width} bytes in the file. */
    void add(long[] values, int count, int width) {
        for (int at = 0; at < count; at++) {
            filter.insertHash(width == Integer.BYTES ? XxHash64.ofInt((int) values[at]) : XxHash64.ofLong(values[at]));
        }
    }

    /** Enters the string of {@code length} bytes at {@code start}. */
    void add(byte[] bytes, int start, int length) {
        filter.insertHash(XxHash64.ofBytes(bytes, start, length));
    }

    /** Enters all strings of {@code chunk}. */
    void add(ByteChunk chunk) {
        for (int at = 0; at < chunk.count(); at++) {
            add(chunk.array(), chunk.starts()[at], chunk.lengths()[at]);
        }
    }

    /** Enters all entries of {@code dictionary}. */
    void add(ByteDictionary dictionary) {
        for (int id = 0; id < dictionary.size(); id++) {
            add(dictionary.entries().array(), dictionary.start(id), dictionary.length(id));
        }
    }

    /** The filter as parquet-hadoop takes it. */
    BloomFilter finished() {
        return filter;
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return filter.getBitsetSize();
    }
}
