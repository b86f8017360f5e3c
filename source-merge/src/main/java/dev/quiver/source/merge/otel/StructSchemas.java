/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * The Connect schemas of merged rows. Times are nanoseconds since 1970, which no logical type of Connect holds; ids are
 * bytes; unsigned 32-bit numbers are INT64.
 */
final class StructSchemas {
    static final Schema ANY_VALUE = SchemaBuilder.struct()
            .name("io.opentelemetry.common.v1.AnyValue")
            .version(1)
            .doc("A value: type says which of the other fields has it, nested ones are in json.")
            .optional()
            .field("type", Schema.INT8_SCHEMA)
            .field("str", Schema.OPTIONAL_STRING_SCHEMA)
            .field("int", Schema.OPTIONAL_INT64_SCHEMA)
            .field("double", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("bool", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field("bytes", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("json", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    static final Schema KEY_VALUE = SchemaBuilder.struct()
            .name("io.opentelemetry.common.v1.KeyValue")
            .version(1)
            .field("key", Schema.STRING_SCHEMA)
            .field("value", ANY_VALUE)
            .build();

    private static final Schema NANOSECONDS =
            SchemaBuilder.int64().parameter("otel.unit", "ns").build();

    private final Schema attributes;
    private final Schema resource;
    private final Schema scope;

    /** Schemas whose attributes are a map, or else a list of keys and values. */
    StructSchemas(boolean isMap) {
        this.attributes = isMap
                ? SchemaBuilder.map(Schema.STRING_SCHEMA, ANY_VALUE).build()
                : SchemaBuilder.array(KEY_VALUE).build();
        this.resource = SchemaBuilder.struct()
                .name("io.opentelemetry.resource.v1.Resource")
                .version(1)
                .field("attributes", attributes)
                .field("schema_url", Schema.OPTIONAL_STRING_SCHEMA)
                .field("dropped_attributes_count", Schema.INT64_SCHEMA)
                .build();
        this.scope = SchemaBuilder.struct()
                .name("io.opentelemetry.common.v1.InstrumentationScope")
                .version(1)
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("version", Schema.OPTIONAL_STRING_SCHEMA)
                .field("attributes", attributes)
                .field("schema_url", Schema.OPTIONAL_STRING_SCHEMA)
                .field("dropped_attributes_count", Schema.INT64_SCHEMA)
                .build();
    }

    Schema attributes() {
        return attributes;
    }

    Schema resource() {
        return resource;
    }

    Schema scope() {
        return scope;
    }

    /** A log. */
    Schema log() {
        return common(SchemaBuilder.struct().name("io.opentelemetry.logs.v1.MergedLog"))
                .field("observed_time_unix_nano", NANOSECONDS)
                .field("severity_number", Schema.OPTIONAL_INT32_SCHEMA)
                .field("severity_text", Schema.OPTIONAL_STRING_SCHEMA)
                .field("body", ANY_VALUE)
                .field("event_name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("flags", Schema.INT64_SCHEMA)
                .build();
    }

    private SchemaBuilder common(SchemaBuilder builder) {
        return builder.version(1)
                .field("time_unix_nano", NANOSECONDS)
                .field("trace_id", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("span_id", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("attributes", attributes)
                .field("dropped_attributes_count", Schema.INT64_SCHEMA)
                .field("resource", resource)
                .field("scope", scope);
    }

    /** A span. */
    Schema span() {
        return common(SchemaBuilder.struct().name("io.opentelemetry.trace.v1.MergedSpan"))
                .field("end_time_unix_nano", NANOSECONDS)
                .field("parent_span_id", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("trace_state", Schema.OPTIONAL_STRING_SCHEMA)
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("kind", Schema.OPTIONAL_INT32_SCHEMA)
                .field("status_code", Schema.OPTIONAL_INT32_SCHEMA)
                .field("status_message", Schema.OPTIONAL_STRING_SCHEMA)
                .field("flags", Schema.INT64_SCHEMA)
                .field("events", SchemaBuilder.array(event()).build())
                .field("dropped_events_count", Schema.INT64_SCHEMA)
                .field("links", SchemaBuilder.array(link()).build())
                .field("dropped_links_count", Schema.INT64_SCHEMA)
                .build();
    }

    Schema event() {
        return SchemaBuilder.struct()
                .name("io.opentelemetry.trace.v1.Event")
                .version(1)
                .field("time_unix_nano", NANOSECONDS)
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("attributes", attributes)
                .field("dropped_attributes_count", Schema.INT64_SCHEMA)
                .build();
    }

    Schema link() {
        return SchemaBuilder.struct()
                .name("io.opentelemetry.trace.v1.Link")
                .version(1)
                .field("trace_id", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("span_id", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("trace_state", Schema.OPTIONAL_STRING_SCHEMA)
                .field("attributes", attributes)
                .field("dropped_attributes_count", Schema.INT64_SCHEMA)
                .field("flags", Schema.INT64_SCHEMA)
                .build();
    }
}
