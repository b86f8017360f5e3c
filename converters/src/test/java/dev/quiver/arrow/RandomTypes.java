/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Connect schemas of every type that has a row in the type table, with everything a schema can say, from a seed. */
public final class RandomTypes {
    private final Random random;
    private final List<Supplier<SchemaBuilder>> leaves;

    /** All that follows depends on {@code seed} alone. */
    public RandomTypes(long seed) {
        this.random = new Random(seed);
        this.leaves = List.of(
                SchemaBuilder::int8,
                SchemaBuilder::int16,
                SchemaBuilder::int32,
                SchemaBuilder::int64,
                SchemaBuilder::float32,
                SchemaBuilder::float64,
                SchemaBuilder::bool,
                SchemaBuilder::string,
                SchemaBuilder::bytes,
                () -> SchemaBuilder.bytes().parameter("connect.fixed.size", "5"),
                this::decimal,
                Date::builder,
                Time::builder,
                Timestamp::builder,
                () -> named(SchemaBuilder.int32(), "time.Date", "time.Time", "time.Year"),
                () -> named(SchemaBuilder.int64(), "time.MicroTime", "time.NanoTime", "time.Timestamp"),
                () -> named(SchemaBuilder.int64(), "time.MicroTimestamp", "time.NanoTimestamp"),
                () -> named(SchemaBuilder.int64(), "time.MicroDuration", "time.NanoDuration"),
                () -> named(SchemaBuilder.string(), "time.ZonedTimestamp", "time.ZonedTime", "time.Interval"),
                () -> named(SchemaBuilder.string(), "data.Uuid", "data.Json", "data.Xml", "data.Ltree"),
                () -> named(SchemaBuilder.string(), "data.Enum", "data.EnumSet").parameter("allowed", "a,b"),
                () -> named(SchemaBuilder.bytes(), "data.Bits").parameter("length", "12"),
                () -> SchemaBuilder.string().parameter("io.confluent.connect.avro.Enum", "Kind"),
                this::variableScaleDecimal,
                this::geometry,
                () -> SchemaBuilder.array(Schema.FLOAT32_SCHEMA).name("io.debezium.data.FloatVector"),
                () -> SchemaBuilder.array(Schema.OPTIONAL_FLOAT64_SCHEMA).parameter("arrow.fixed.size", "2"),
                this::union);
    }

    /** A struct of 1 to 8 columns, nested at most {@code depth} levels below the row. */
    public Schema schema(int depth) {
        return decorated(struct(depth)).build();
    }

    private SchemaBuilder struct(int depth) {
        SchemaBuilder struct = SchemaBuilder.struct();
        int count = 1 + random.nextInt(8);
        for (int index = 0; index < count; index++) {
            struct.field("f" + index, any(depth));
        }
        return struct;
    }

    private Schema any(int depth) {
        SchemaBuilder builder = switch (depth == 0 ? 0 : random.nextInt(8)) {
            case 1 -> SchemaBuilder.array(any(depth - 1));
            case 2 -> SchemaBuilder.map(random.nextBoolean() ? Schema.STRING_SCHEMA : key(), any(depth - 1));
            case 3 -> struct(depth - 1);
            default -> leaves.get(random.nextInt(leaves.size())).get();
        };
        return withDefault(decorated(builder));
    }

    private Schema key() {
        return decorated(SchemaBuilder.int64()).build();
    }

    private SchemaBuilder decorated(SchemaBuilder builder) {
        if (random.nextInt(4) == 0) {
            builder.doc("what it is: \"" + random.nextInt(9) + "\" \u017e");
        }
        if (random.nextInt(4) == 0) {
            builder.parameter("note", "n" + random.nextInt(9));
        }
        if (builder.name() == null && random.nextInt(4) == 0) {
            builder.name("example.N" + random.nextInt(9));
        }
        if (builder.version() == null && random.nextInt(4) == 0) {
            builder.version(random.nextInt(5));
        }
        return random.nextBoolean() ? builder.optional() : builder;
    }

    /** A default value where the values can be compared: lists of arrays and structs cannot. */
    private Schema withDefault(SchemaBuilder builder) {
        boolean isPlain = builder.type().isPrimitive();
        if (isPlain && random.nextInt(4) == 0) {
            Object value = new RandomValues(random.nextLong()).value(builder);
            if (value != null) {
                builder.defaultValue(value);
            }
        }
        return builder.build();
    }

    private SchemaBuilder named(SchemaBuilder builder, String... names) {
        return builder.name("io.debezium." + names[random.nextInt(names.length)])
                .version(1);
    }

    private SchemaBuilder decimal() {
        int precision = 5 + random.nextInt(70);
        SchemaBuilder decimal = Decimal.builder(random.nextInt(9) - 3);
        return random.nextBoolean()
                ? decimal
                : decimal.parameter("connect.decimal.precision", Integer.toString(precision));
    }

    private SchemaBuilder variableScaleDecimal() {
        return named(SchemaBuilder.struct(), "data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA);
    }

    private SchemaBuilder geometry() {
        return named(SchemaBuilder.struct(), "data.geometry.Geometry")
                .field("wkb", Schema.BYTES_SCHEMA)
                .field("srid", Schema.OPTIONAL_INT32_SCHEMA);
    }

    private SchemaBuilder union() {
        return SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .field("int", Schema.OPTIONAL_INT32_SCHEMA)
                .field("string", Schema.OPTIONAL_STRING_SCHEMA);
    }
}
