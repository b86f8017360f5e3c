/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.List;
import org.apache.kafka.connect.data.Struct;

/** From a message of Avro's binary encoding to its rows as structs. */
final class AvroDecodeJob implements Job<byte[]> {
    private final AvroRows avro = new AvroRows(FlatRecords.SCHEMA);

    @Override
    public byte[] prepare(List<Struct> rows) {
        return avro.encode(rows);
    }

    @Override
    public long run(byte[] message) {
        if (avro.decode(message).isEmpty()) {
            throw new IllegalStateException("lost rows");
        }
        return 0;
    }

    @Override
    public void close() {}
}
