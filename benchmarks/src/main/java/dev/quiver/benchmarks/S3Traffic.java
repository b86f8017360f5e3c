/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.io.InputStream;

/** A way to move whole objects to and from a bucket. Safe for use by several threads. */
interface S3Traffic extends AutoCloseable {
    /** Bytes that are consumed at once. */
    int CONSUMED_BYTES = 64 << 10;

    /** Stores {@code content} under {@code key}; returns when it is visible. */
    void put(String key, byte[] content) throws IOException;

    /** Reads every byte of the object under {@code key}, {@code length} of them, and returns how many came. */
    long get(String key, long length) throws IOException;

    @Override
    void close();

    /** Reads {@code stream} to its end and closes it. */
    static long drained(InputStream stream) throws IOException {
        byte[] buffer = new byte[CONSUMED_BYTES];
        long sum = 0;
        try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                sum += count;
            }
        }
        return sum;
    }
}
