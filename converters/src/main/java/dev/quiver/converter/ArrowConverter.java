/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.connect.BuildInfo;
import dev.quiver.ipc.IpcContent;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.MalformedIpcException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values that are Arrow IPC streams: each Kafka record has a schema and any number of rows. What is read may
 * be an IPC file as well. Bytes are checked before anything is made of them; those that break a rule or a limit are a
 * {@link DataException}, so that a worker can set the record aside. One thread at a time.
 */
public final class ArrowConverter implements Converter, Versioned {
    private ArrowConverterConfig config = ArrowConverterConfig.parse(Map.of());
    private boolean isKey;
    private IpcDecoder decoder = new IpcDecoder(config.limits());
    private BoundedCache<Schema, RowEncoder> encoders = encoders(config);
    /** The one that was used last, which alone keeps large arrays. */
    private @Nullable RowEncoder encoder;

    private BoundedCache<org.apache.arrow.vector.types.pojo.Schema, RowDecoder> decoders = decoders(config);

    /** Made by the worker, which configures it next. */
    public ArrowConverter() {}

    private static BoundedCache<Schema, RowEncoder> encoders(ArrowConverterConfig config) {
        return new BoundedCache<>(config.schemasCacheSize(), schema -> new RowEncoder(schema, config));
    }

    private static BoundedCache<org.apache.arrow.vector.types.pojo.Schema, RowDecoder> decoders(
            ArrowConverterConfig config) {
        return new BoundedCache<>(config.schemasCacheSize(), schema -> new RowDecoder(schema, config.types()));
    }

    @Override
    public String version() {
        return BuildInfo.version(ArrowConverter.class);
    }

    @Override
    public ConfigDef config() {
        return ArrowConverterConfig.DEFINITION;
    }

    @Override
    public void configure(Map<String, ?> properties, boolean ofKeys) {
        config = ArrowConverterConfig.parse(properties);
        isKey = ofKeys;
        decoder = new IpcDecoder(config.limits());
        encoders = encoders(config);
        encoder = null;
        decoders = decoders(config);
    }

    /**
     * A stream with one row for a struct, with a row each for a list of structs, with one row of one column for
     * anything else. A batch that was read is written as it was.
     *
     * @throws DataException if the value cannot be written; the message names topic and column
     */
    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            return encoded(schema, value);
        } catch (DataException e) {
            throw new DataException("could not write " + what(topic) + ": " + e.getMessage(), e);
        }
    }

    private byte[] encoded(@Nullable Schema schema, Object value) {
        if (schema == null) {
            throw new DataException("it has no schema");
        }
        ByteBuffer bytes = RecordBatches.bytesOf(schema, value);
        if (bytes != null) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        }
        boolean isRows = schema.type() == Schema.Type.ARRAY
                && schema.valueSchema().type() == Schema.Type.STRUCT
                && value instanceof List<?>;
        if (!isRows) {
            return encoder(schema).one(value);
        }
        List<?> rows = (List<?>) value;
        if (isKey && rows.size() != 1) {
            throw new DataException("a key has exactly one row but there are " + rows.size());
        }
        return encoder(schema.valueSchema()).stream(rows);
    }

    private RowEncoder encoder(Schema schema) {
        RowEncoder next = encoders.of(schema);
        RowEncoder last = encoder;
        if (last != next) {
            if (last != null) {
                last.rest();
            }
            encoder = next;
        }
        return next;
    }

    /**
     * What the rows in {@code bytes} are in the configured shape; null for null.
     *
     * @throws DataException if the bytes are no Arrow IPC, or Connect has no such data; the message names the topic
     */
    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        try {
            return decoded(bytes);
        } catch (MalformedIpcException | DataException e) {
            throw new DataException("could not read " + what(topic) + ": " + e.getMessage(), e);
        }
    }

    private SchemaAndValue decoded(byte[] bytes) {
        IpcContent content = decoder.decode(bytes);
        if (isKey && content.rowCount() != 1) {
            throw new DataException("a key has exactly one row but there are " + content.rowCount());
        }
        if (config.shape() == BatchShape.BYTES) {
            return new SchemaAndValue(RecordBatches.bytes(), bytes);
        }
        RowDecoder rows = decoders.of(content.schema());
        return isKey || config.shape() == BatchShape.STRUCT ? rows.one(content) : rows.array(bytes, content);
    }

    private String what(String topic) {
        return (isKey ? "a key" : "a value") + " of topic '" + topic + "'";
    }

    @Override
    public void close() {}
}
