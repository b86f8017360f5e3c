/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.List;
import org.apache.kafka.connect.data.Struct;

/**
 * Work in memory on one batch of rows after the other.
 *
 * @param <T> what a batch is turned into before the clock runs: the rows themselves, or a message to be decoded
 */
interface Job<T> extends AutoCloseable {
    /** Makes the input of one {@link #run}; not timed. */
    T prepare(List<Struct> rows);

    /**
     * Does the work on one batch; with the same input again if there are several passes.
     *
     * @return the bytes it came to, 0 when there are none to compare
     */
    long run(T input);

    @Override
    void close();
}
