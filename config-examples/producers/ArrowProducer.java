/* SPDX-License-Identifier: Apache-2.0 */

import dev.quiver.converter.ArrowConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Sends batches of rows to a topic, each one an Arrow IPC stream in one record. The class path needs the archives in
 * {@code lib} of the plugin, connect-api and kafka-clients:
 *
 * <pre>java -cp 'lib/*:kafka/libs/*' ArrowProducer.java localhost:9092 events.arrow</pre>
 */
public final class ArrowProducer {
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("score", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .build();
    private static final Schema BATCH = SchemaBuilder.array(ROW).build();
    private static final int BATCH_ROWS = 1_000;

    private ArrowProducer() {}

    /** Takes the address of a broker and the name of a topic. */
    public static void main(String[] arguments) {
        Map<String, Object> settings = Map.of("bootstrap.servers", arguments[0], "enable.idempotence", true);
        ArrowConverter converter = new ArrowConverter();
        converter.configure(Map.of("compression", "zstd"), false);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long id = 0; id < 100_000; id += BATCH_ROWS) {
                producer.send(new ProducerRecord<>(
                        arguments[1], converter.fromConnectData(arguments[1], BATCH, rows(id))));
            }
        }
    }

    private static List<Struct> rows(long firstId) {
        List<Struct> rows = new ArrayList<>();
        for (long id = firstId; id < firstId + BATCH_ROWS; id++) {
            rows.add(new Struct(ROW)
                    .put("id", id)
                    .put("name", "row " + id)
                    .put("score", id / 2.0)
                    .put("tags", List.of("a", "b").subList(0, (int) (id % 3))));
        }
        return rows;
    }
}
