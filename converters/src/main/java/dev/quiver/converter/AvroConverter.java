/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.avro.AvroCursor;
import dev.quiver.avro.AvroEncoder;
import dev.quiver.avro.AvroToConnect;
import dev.quiver.avro.WriterSchema;
import dev.quiver.connect.BuildInfo;
import dev.quiver.registry.RegisteredSchema;
import dev.quiver.registry.SchemaId;
import dev.quiver.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and values that are Avro whose schemas are in a registry. Structs keep their bytes and are decoded when somebody
 * looks at them; what is wrong with the bytes is a {@link DataException} all the same, so that a worker can set the
 * record aside. That the registry does not answer is a {@link org.apache.kafka.connect.errors.RetriableException}. One
 * thread at a time.
 */
public final class AvroConverter implements Converter, Versioned {
    private static final Logger LOG = LoggerFactory.getLogger(AvroConverter.class);
    private static final byte[] NO_PREFIX = {};

    private @Nullable Setup setup;

    /** What the settings made. */
    private record Setup(
            AvroConverterConfig config,
            SchemaRegistry registry,
            AvroTargets targets,
            boolean isKey,
            BoundedCache<Writer, WriterSchema> writers,
            BoundedCache<Root, AvroEncoder> encoders) {
        private AvroConverterConfig.IdPlaces places() {
            return config.headers().of(isKey);
        }
    }

    /** What a schema is called, and where it was found. */
    private record Writer(String topic, SchemaId schema) {}

    /** The schema of values; null for values without one. */
    private record Root(@Nullable Schema schema) {}

    private final AvroCursor cursor = new AvroCursor();
    /** Of the record before: records come in runs of one topic and schema. */
    private @Nullable WriterSchema last;

    private String lastTopic = "";
    private int lastId;
    private @Nullable AvroEncoder lastEncoder;
    private @Nullable Schema lastSchema;

    /** Made by the worker, which configures it next. */
    public AvroConverter() {}

    @Override
    public String version() {
        return BuildInfo.version(AvroConverter.class);
    }

    @Override
    public ConfigDef config() {
        return AvroConverterConfig.DEFINITION;
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        AvroConverterConfig config = AvroConverterConfig.parse(properties);
        Set<String> unknown = AvroConverterConfig.unknown(properties);
        if (!unknown.isEmpty()) {
            LOG.warn("passed over settings that mean nothing to this converter: {}", String.join(", ", unknown));
        }
        SchemaRegistry registry = new SchemaRegistry(config.registry());
        AvroTargets targets = new AvroTargets(registry, config, isKey);
        AvroToConnect schemas = new AvroToConnect(config.types());
        int size = config.schemasCacheSize();
        setup = new Setup(
                config,
                registry,
                targets,
                isKey,
                new BoundedCache<>(size, writer -> writerSchema(writer, registry, targets, schemas)),
                new BoundedCache<>(size, root -> new AvroEncoder(root.schema(), config.types())));
        last = null;
        lastEncoder = null;
    }

    private static WriterSchema writerSchema(
            Writer writer, SchemaRegistry registry, AvroTargets targets, AvroToConnect schemas) {
        Integer id = writer.schema().id();
        RegisteredSchema found = id == null
                ? registry.byGuid(Objects.requireNonNull(writer.schema().guid()))
                : registry.byId(id);
        Integer version = found.schema().getObjectProp("connect.version") == null
                ? registry.versionOf(targets.subject(writer.topic(), found.schema()), found)
                : null;
        return WriterSchema.of(found.schema(), schemas.of(found.schema(), version));
    }

    private Setup setup() {
        if (setup == null) {
            throw new IllegalStateException("the converter is not configured");
        }
        return setup;
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        return fromConnectData(topic, null, schema, value);
    }

    /**
     * The Avro of {@code value} behind the id of its schema, which may be registered now.
     *
     * @throws DataException if the value cannot be written; the message names topic and field
     */
    @Override
    public byte @Nullable [] fromConnectData(
            String topic, @Nullable Headers headers, @Nullable Schema schema, @Nullable Object value) {
        Setup current = setup();
        if (value == null) {
            if (schema != null && !schema.isOptional()) {
                throw new DataException(
                        "could not write " + what(topic) + ": it is null but its schema is not optional");
            }
            return null;
        }
        try {
            AvroEncoder encoder = encoder(current, schema);
            AvroTargets.Target target = current.targets().of(topic, encoder);
            if (headers == null || !current.places().writesHeader()) {
                return encoder.encode(value, AvroFrame.prefix(target.id()), target.schema());
            }
            String header = AvroFrame.header(current.isKey());
            headers.remove(header).add(header, AvroFrame.headerValue(target.id()));
            return encoder.encode(value, NO_PREFIX, target.schema());
        } catch (DataException e) {
            throw new DataException("could not write " + what(topic) + ": " + e.getMessage(), e);
        }
    }

    private AvroEncoder encoder(Setup current, @Nullable Schema schema) {
        AvroEncoder encoder = lastEncoder;
        if (encoder == null || schema != lastSchema) {
            encoder = current.encoders().of(new Root(schema));
            lastEncoder = encoder;
            lastSchema = schema;
        }
        return encoder;
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] bytes) {
        return toConnectData(topic, null, bytes);
    }

    /**
     * What {@code bytes} are; null for null. They must not change afterwards.
     *
     * @throws DataException if the bytes are no Avro of a registered schema, or Connect has no such data; the message
     *     names the topic
     */
    @Override
    public SchemaAndValue toConnectData(String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        Setup current = setup();
        try {
            byte[] header = current.places().readsHeader()
                    ? AvroFrame.header(headers, AvroFrame.header(current.isKey()))
                    : null;
            if (header != null) {
                return writer(current, topic, AvroFrame.parse(header)).read(bytes, 0, cursor);
            }
            if (bytes.length >= AvroFrame.ID_BYTES && bytes[0] == AvroFrame.ID) {
                int id = ByteBuffer.wrap(bytes).getInt(1);
                return writer(current, topic, id).read(bytes, AvroFrame.ID_BYTES, cursor);
            }
            AvroFrame frame = AvroFrame.inFront(bytes);
            return writer(current, topic, frame.schema()).read(bytes, frame.start(), cursor);
        } catch (DataException e) {
            throw new DataException("could not read " + what(topic) + ": " + e.getMessage(), e);
        }
    }

    private WriterSchema writer(Setup current, String topic, int id) {
        WriterSchema known = last;
        if (known == null || id != lastId || !topic.equals(lastTopic)) {
            known = writer(current, topic, new SchemaId(id, null));
            last = known;
            lastId = id;
            lastTopic = topic;
        }
        return known;
    }

    private static WriterSchema writer(Setup current, String topic, SchemaId schema) {
        return current.writers().of(new Writer(topic, schema));
    }

    private String what(String topic) {
        return (setup().isKey() ? "a key" : "a value") + " of topic '" + topic + "'";
    }

    @Override
    public void close() {}
}
