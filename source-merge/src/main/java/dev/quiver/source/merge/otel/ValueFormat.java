/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

/** What values of records are. */
public enum ValueFormat {
    /** A Connect struct with attributes as a map or a list. */
    STRUCT,
    /** An OTLP export request in protobuf. */
    OTLP_PROTO,
    /** An OTLP export request in JSON. */
    OTLP_JSON,
    /** A {@code BatchArrowRecords} of the OpenTelemetry Arrow protocol. */
    OTAP_PROTO,
    /** An Arrow IPC stream with one flat batch. */
    ARROW_IPC;

    /** How a struct has attributes. */
    public enum Attributes {
        /** By keys; of several with the same key the last one counts. */
        MAP,
        /** In their order, with all that have the same key. */
        LIST
    }

    /** An encoder. */
    public ValueEncoder encoder(Signal signal, Attributes attributes) {
        return switch (this) {
            case STRUCT -> new StructEncoder(signal, attributes == Attributes.MAP);
            case OTLP_PROTO -> new OtlpProtoEncoder(signal);
            case OTLP_JSON -> new OtlpJsonEncoder(signal);
            case OTAP_PROTO -> new OtapEncoder(signal);
            case ARROW_IPC -> new FlatArrowEncoder(signal);
        };
    }
}
