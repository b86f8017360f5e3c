/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.avro.AvroSchemas;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that a registry keeps, most of which are asked for once. A {@link DataException} says that there is no
 * such schema or that it is refused, a {@link org.apache.kafka.connect.errors.RetriableException} that the registry
 * does not answer, another {@link ConnectException} that it does not let us in. One thread at a time.
 */
public final class SchemaRegistry {
    private static final String AVRO = "AVRO";
    /** Schemas that use others that use others: more than that is a circle. */
    private static final int REFERENCES_MAX = 1_000;

    private final RegistryHttp http;
    private final boolean normalizes;
    private final Duration latestTtl;
    private final Clock clock;
    private final Map<Integer, RegisteredSchema> byId;
    private final Map<UUID, RegisteredSchema> byGuid;
    private final Map<InSubject, SchemaId> registered;
    private final Map<String, Latest> latest;

    /** A schema under a subject. */
    private record InSubject(String subject, Schema schema) {}

    /** The newest schema of a subject, as long as it is believed to be that. */
    private record Latest(RegisteredSchema schema, Instant until) {}

    /** A registry that is reached as {@code config} says; nothing is asked yet. */
    public SchemaRegistry(RegistryConfig config) {
        this(config, Clock.systemUTC(), time -> Thread.sleep(time.toMillis()));
    }

    SchemaRegistry(RegistryConfig config, Clock clock, RetryPolicy.Pause pause) {
        this.http = config.http(clock, pause);
        this.normalizes = config.normalizes();
        this.latestTtl = config.latestTtl();
        this.clock = clock;
        this.byId = bounded(config.schemasMax());
        this.byGuid = bounded(config.schemasMax());
        this.registered = bounded(config.schemasMax());
        this.latest = bounded(config.schemasMax());
    }

    private static <K, V> Map<K, V> bounded(int size) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > size;
            }
        };
    }

    /** The schema called {@code id}. */
    public RegisteredSchema byId(int id) {
        RegisteredSchema known = byId.get(id);
        if (known == null) {
            known = schema(found("/schemas/ids/" + id, "schema with id " + id), id, null);
            byId.put(id, known);
        }
        return known;
    }

    /** The schema called {@code guid}. */
    public RegisteredSchema byGuid(UUID guid) {
        RegisteredSchema known = byGuid.get(guid);
        if (known == null) {
            known = schema(found("/schemas/guids/" + guid, "schema with GUID " + guid), null, guid);
            byGuid.put(guid, known);
        }
        return known;
    }

    /** The newest schema of {@code subject}, which is asked for again after a while. */
    public RegisteredSchema latest(String subject) {
        Latest known = latest.get(subject);
        Instant now = clock.instant();
        if (known == null || now.isAfter(known.until())) {
            JsonNode body = found("/subjects/" + encoded(subject) + "/versions/latest", "subject " + subject);
            known = new Latest(schema(body, null, null), now.plus(latestTtl));
            latest.put(subject, known);
        }
        return known.schema();
    }

    /** The schema {@code version} of {@code subject}. */
    public RegisteredSchema version(String subject, int version) {
        return schema(
                found(
                        "/subjects/" + encoded(subject) + "/versions/" + version,
                        "version " + version + " of subject " + subject),
                null,
                null);
    }

    /**
     * Registers {@code schema} under {@code subject}, where it may be already.
     *
     * @throws DataException if it is not compatible with what is there; the message says why
     */
    public SchemaId register(String subject, Schema schema) {
        InSubject key = new InSubject(subject, schema);
        SchemaId known = registered.get(key);
        if (known == null) {
            String path = "/subjects/" + encoded(subject) + "/versions" + (normalizes ? "?normalize=true" : "");
            RegistryHttp.Answer answer = http.ask(path, request(schema.toString(), List.of()));
            if (answer.status() == 409) {
                List<String> reasons = incompatibilities(subject, schema);
                throw new DataException("the schema is not compatible with those of subject " + subject + ": "
                        + (reasons.isEmpty() ? answer.reason() : String.join("; ", reasons)));
            }
            known = id(accepted(answer, "register a schema under subject " + subject));
            registered.put(key, known);
        }
        return known;
    }

    /**
     * What {@code schema} is called under {@code subject}.
     *
     * @throws DataException if it is not there
     */
    public SchemaId lookUp(String subject, Schema schema) {
        InSubject key = new InSubject(subject, schema);
        SchemaId known = registered.get(key);
        if (known == null) {
            JsonNode body = stored(subject, request(schema.toString(), List.of()));
            if (body == null) {
                throw new DataException("subject " + subject + " has no such schema; register it, or set"
                        + " auto.register.schemas or use.latest.version");
            }
            known = id(body);
            registered.put(key, known);
        }
        return known;
    }

    /** Which version of {@code subject} the schema is, or null if it is none. */
    public @Nullable Integer versionOf(String subject, RegisteredSchema schema) {
        JsonNode body = stored(subject, request(schema.text(), schema.references()));
        return body == null ? null : Json.number(body, "version");
    }

    private @Nullable JsonNode stored(String subject, JsonNode request) {
        String path = "/subjects/" + encoded(subject) + (normalizes ? "?normalize=true" : "");
        RegistryHttp.Answer answer = http.ask(path, request);
        return answer.isFound() ? accepted(answer, "look up a schema under subject " + subject) : null;
    }

    /**
     * Why {@code schema} could not be registered as the next one of {@code subject}; empty if it could, or if nobody
     * says.
     */
    public List<String> incompatibilities(String subject, Schema schema) {
        String path = "/compatibility/subjects/" + encoded(subject) + "/versions/latest?verbose=true";
        RegistryHttp.Answer answer = http.ask(path, request(schema.toString(), List.of()));
        List<String> reasons = new ArrayList<>();
        if (answer.status() < 300 && !answer.body().path("is_compatible").asBoolean(true)) {
            answer.body().path("messages").forEach(message -> reasons.add(message.asText()));
            if (reasons.isEmpty()) {
                reasons.add("incompatible with the latest version");
            }
        }
        return reasons;
    }

    private JsonNode found(String path, String what) {
        RegistryHttp.Answer answer = http.ask(path, null);
        if (!answer.isFound()) {
            throw new DataException("the schema registry has no " + what + ": " + answer.reason());
        }
        return accepted(answer, "find " + what);
    }

    private static JsonNode accepted(RegistryHttp.Answer answer, String what) {
        if (answer.status() < 300) {
            return answer.body();
        }
        String message = "the schema registry could not " + what + ": " + answer.reason();
        if (answer.status() == 404 || answer.status() == 409 || answer.status() == 422) {
            throw new DataException(message);
        }
        throw new ConnectException(message);
    }

    private static SchemaId id(JsonNode body) {
        Integer id = Json.number(body, "id");
        if (id == null) {
            throw new ConnectException("the schema registry gave no id for a schema");
        }
        return new SchemaId(id, guid(body));
    }

    private static @Nullable UUID guid(JsonNode body) {
        String guid = Json.text(body, "guid");
        try {
            return guid == null ? null : UUID.fromString(guid);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private RegisteredSchema schema(JsonNode body, @Nullable Integer askedId, @Nullable UUID askedGuid) {
        String type = Json.text(body, "schemaType");
        if (type != null && !type.equals(AVRO)) {
            throw new DataException("the schema is of type " + type + ", not " + AVRO);
        }
        String text = Json.text(body, "schema");
        if (text == null) {
            throw new ConnectException("the schema registry answered without a schema");
        }
        List<RegisteredSchema.Reference> references = references(body);
        Map<String, String> used = new LinkedHashMap<>();
        collect(references, used, new ArrayList<>());
        return new RegisteredSchema(
                askedId == null ? Json.number(body, "id") : askedId,
                askedGuid == null ? guid(body) : askedGuid,
                Json.number(body, "version"),
                text,
                references,
                AvroSchemas.parse(text, List.copyOf(used.values())));
    }

    private static List<RegisteredSchema.Reference> references(JsonNode body) {
        List<RegisteredSchema.Reference> references = new ArrayList<>();
        for (JsonNode node : body.path("references")) {
            String subject = Json.text(node, "subject");
            Integer version = Json.number(node, "version");
            if (subject == null || version == null) {
                throw new ConnectException("the schema registry gave a reference without subject or version");
            }
            String name = Json.text(node, "name");
            references.add(new RegisteredSchema.Reference(name == null ? "" : name, subject, version));
        }
        return references;
    }

    /** Puts the texts of {@code references} into {@code texts}, those that others use before them. */
    private void collect(List<RegisteredSchema.Reference> references, Map<String, String> texts, List<String> within) {
        for (RegisteredSchema.Reference reference : references) {
            String key = reference.subject() + "/" + reference.version();
            if (texts.containsKey(key)) {
                continue;
            }
            if (within.contains(key) || texts.size() + within.size() > REFERENCES_MAX) {
                throw new DataException("schemas refer to each other in a circle: " + key);
            }
            within.add(key);
            JsonNode body = found(
                    "/subjects/" + encoded(reference.subject()) + "/versions/" + reference.version() + "?deleted=true",
                    "version " + reference.version() + " of subject " + reference.subject());
            collect(references(body), texts, within);
            String text = Json.text(body, "schema");
            texts.put(key, text == null ? "" : text);
            within.remove(key);
        }
    }

    private static ObjectNode request(String schema, List<RegisteredSchema.Reference> references) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("schema", schema);
        if (!references.isEmpty()) {
            ArrayNode all = request.putArray("references");
            references.forEach(each -> all.addObject()
                    .put("name", each.name())
                    .put("subject", each.subject())
                    .put("version", each.version()));
        }
        return request;
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
