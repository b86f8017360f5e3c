/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.converter.ArrowConverter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Records of {@link FlatRecords} as messages of the converter, with its usual settings. */
final class FlatMessages {
    private static final String TOPIC = "rows";
    private static final Schema ROWS = SchemaBuilder.array(FlatRecords.SCHEMA).build();

    private final ArrowConverter converter = new ArrowConverter();

    FlatMessages() {
        converter.configure(Map.of(), false);
    }

    /** One message with all of {@code rows}. */
    byte[] encode(List<Struct> rows) {
        return Objects.requireNonNull(converter.fromConnectData(TOPIC, ROWS, rows));
    }
}
