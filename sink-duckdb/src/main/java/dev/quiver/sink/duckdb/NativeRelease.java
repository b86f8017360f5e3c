/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.c.jni.PrivateData;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What is freed when the last of several exported structures is released. Native code releases them one by one, the
 * outermost last, from any of its threads.
 */
final class NativeRelease implements PrivateData {
    private final NativeMemory memory;
    private final List<ArrowBuf> retained = new ArrayList<>();
    private final AtomicInteger structCount = new AtomicInteger();

    NativeRelease(BufferAllocator allocator) {
        this.memory = new NativeMemory(allocator);
    }

    /** Where the structures lie. */
    NativeMemory memory() {
        return memory;
    }

    /** Buffers with a reference more, given back in the end. */
    List<ArrowBuf> retained() {
        return retained;
    }

    /** One structure more counts on the memory. */
    void hold() {
        structCount.incrementAndGet();
    }

    @Override
    public void close() {
        if (structCount.decrementAndGet() == 0) {
            free();
        }
    }

    /** Frees everything, whoever still counts on it. */
    void free() {
        retained.forEach(ArrowBuf::close);
        retained.clear();
        memory.close();
    }
}
