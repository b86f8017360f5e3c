/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.io.IOException;
import org.apache.kafka.connect.data.Schema;

/** Turns merged rows into the value of one record of Kafka. One thread at a time. */
public interface ValueEncoder {
    /** The schema of values. */
    Schema schema();

    /** Whether a value can have several rows. */
    boolean isMany();

    /** What consumers are told of the format in a header, empty for nothing. */
    String messageFormat();

    /**
     * The value of the rows {@code parents[from]} up to {@code parents[to]} of {@code window}; exactly one row unless
     * {@link #isMany}.
     */
    Object encode(OtelWindow window, int[] parents, int from, int to) throws IOException;
}
