/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import org.jspecify.annotations.Nullable;

/**
 * Reads values of one Avro schema as Connect has them. Made once for each writer's schema by {@link AvroReaders};
 * has no state, so that many threads may use it.
 */
public sealed interface AvroReader permits ScalarReader, NestedReader, AvroStructReader, AnythingReader {
    /** Larger values are taken for as large as this: it is a lower bound anyway. */
    int BYTES_MIN_MAX = 1 << 26;

    /**
     * The value at {@code cursor}, which is passed over.
     *
     * @throws org.apache.kafka.connect.errors.DataException if there is none
     */
    @Nullable
    Object read(AvroCursor cursor);

    /**
     * Passes over the value at {@code cursor}, which {@link #read} would read.
     *
     * @throws org.apache.kafka.connect.errors.DataException if there is none
     */
    void skip(AvroCursor cursor);

    /** The least number of bytes that a value takes. */
    int bytesMin();

    /** Whether values can be handed out again and again, since nobody can change them. */
    default boolean isImmutable() {
        return true;
    }
}
