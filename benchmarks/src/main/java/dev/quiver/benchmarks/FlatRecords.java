/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/**
 * Records of 20 columns without nesting, always the same for one seed: 6 strings of 8 to 40 characters, 3 INT32, 3
 * INT64, 3 FLOAT64, 2 BOOLEAN, a Timestamp, a Date and a Decimal with up to 12 digits and scale 2. Every column is
 * optional and a tenth of its values are null.
 */
final class FlatRecords {
    static final Schema SCHEMA = schema();

    private static final long START_MS = 1_760_000_000_000L;
    private static final int DAY_FIRST = 18_000;

    private final SplittableRandom random;

    FlatRecords(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next {@code rowCount} rows. */
    List<Struct> next(int rowCount) {
        List<Struct> rows = new ArrayList<>(rowCount);
        for (int row = 0; row < rowCount; row++) {
            rows.add(row());
        }
        return rows;
    }

    private Struct row() {
        Struct row = new Struct(SCHEMA);
        for (Field field : SCHEMA.fields()) {
            if (random.nextInt(10) > 0) {
                row.put(field, value(field.schema()));
            }
        }
        return row;
    }

    private Object value(Schema schema) {
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return new Date(START_MS + random.nextInt());
        }
        if (org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(schema.name())) {
            return new Date(TimeUnit.DAYS.toMillis(DAY_FIRST + random.nextInt(3_000)));
        }
        return switch (schema.type()) {
            case STRING -> text();
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case FLOAT64 -> random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case BYTES -> BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 2);
            case INT8, INT16, FLOAT32, ARRAY, MAP, STRUCT ->
                throw new IllegalStateException("no column has type " + schema.type());
        };
    }

    private String text() {
        char[] letters = new char[random.nextInt(8, 41)];
        for (int at = 0; at < letters.length; at++) {
            letters[at] = (char) ('a' + random.nextInt(26));
        }
        return new String(letters);
    }

    private static Schema schema() {
        SchemaBuilder schema = SchemaBuilder.struct().name("dev.quiver.benchmarks.FlatRecord");
        for (int column = 0; column < 6; column++) {
            schema.field("text_" + column, Schema.OPTIONAL_STRING_SCHEMA);
        }
        for (int column = 0; column < 3; column++) {
            schema.field("int_" + column, Schema.OPTIONAL_INT32_SCHEMA)
                    .field("long_" + column, Schema.OPTIONAL_INT64_SCHEMA)
                    .field("double_" + column, Schema.OPTIONAL_FLOAT64_SCHEMA);
        }
        return schema.field("flag_0", Schema.OPTIONAL_BOOLEAN_SCHEMA)
                .field("flag_1", Schema.OPTIONAL_BOOLEAN_SCHEMA)
                .field("at", Timestamp.builder().optional().build())
                .field(
                        "day",
                        org.apache.kafka.connect.data.Date.builder().optional().build())
                .field(
                        "amount",
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "14")
                                .optional()
                                .build())
                .build();
    }
}
