/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.avro.AvroSchemas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.SchemaCompatibility;

/** What a registry has, and its answers as JSON. A reader with the new schema must be able to read the latest one. */
final class StoredSchemas {
    private final List<Stored> all = new ArrayList<>();
    private final Map<String, List<Stored>> subjects = new LinkedHashMap<>();

    /** A schema; its id is its place among all, counted from 1. */
    private record Stored(int id, String schemaType, String text, ArrayNode references) {
        String guid() {
            return UUID.nameUUIDFromBytes((schemaType + text + references).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }

        ObjectNode json() {
            ObjectNode json =
                    JsonNodeFactory.instance.objectNode().put("id", id).put("guid", guid());
            json.put("schema", text);
            if (!schemaType.equals("AVRO")) {
                json.put("schemaType", schemaType);
            }
            if (!references.isEmpty()) {
                json.set("references", references);
            }
            return json;
        }
    }

    /** How many schemas there are. */
    int count() {
        return all.size();
    }

    /** Registers {@code text} without looking at it and returns its id. */
    int put(String subject, String schemaType, String text, RegisteredSchema.Reference... references) {
        ArrayNode used = JsonNodeFactory.instance.arrayNode();
        for (RegisteredSchema.Reference each : references) {
            used.addObject()
                    .put("name", each.name())
                    .put("subject", each.subject())
                    .put("version", each.version());
        }
        return stored(subject, new Stored(0, schemaType, text, used)).id();
    }

    private Stored stored(String subject, Stored wanted) {
        Stored known = all.stream()
                .filter(each ->
                        each.text().equals(wanted.text()) && each.schemaType().equals(wanted.schemaType()))
                .findFirst()
                .orElse(null);
        if (known == null) {
            known = new Stored(all.size() + 1, wanted.schemaType(), wanted.text(), wanted.references());
            all.add(known);
        }
        List<Stored> versions = subjects.computeIfAbsent(subject, added -> new ArrayList<>());
        if (!versions.contains(known)) {
            versions.add(known);
        }
        return known;
    }

    ObjectNode register(String subject, JsonNode body) {
        Stored wanted = wanted(body);
        if (!compatibility(subject, body).path("is_compatible").asBoolean()) {
            return RegistryStub.error(40_900, "Schema being registered is incompatible with an earlier schema");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", stored(subject, wanted).id())
                .put("guid", stored(subject, wanted).guid());
    }

    ObjectNode lookUp(String subject, JsonNode body) {
        Stored wanted = wanted(body);
        List<Stored> versions = subjects.getOrDefault(subject, List.of());
        for (int index = 0; index < versions.size(); index++) {
            if (versions.get(index).text().equals(wanted.text())) {
                return versions.get(index).json().put("subject", subject).put("version", index + 1);
            }
        }
        return RegistryStub.error(40_403, "Schema not found");
    }

    ObjectNode version(String subject, String version) {
        List<Stored> versions = subjects.getOrDefault(subject, List.of());
        int number = version.equals("latest") ? versions.size() : Integer.parseInt(version);
        return number < 1 || number > versions.size()
                ? RegistryStub.error(40_402, "Version not found")
                : versions.get(number - 1).json().put("subject", subject).put("version", number);
    }

    ObjectNode byId(int id) {
        return id < 1 || id > all.size()
                ? RegistryStub.error(40_403, "Schema " + id + " not found")
                : all.get(id - 1).json();
    }

    ObjectNode byGuid(String guid) {
        return all.stream()
                .filter(each -> each.guid().equals(guid))
                .findFirst()
                .map(Stored::json)
                .orElseGet(() -> RegistryStub.error(40_403, "Schema not found"));
    }

    ObjectNode compatibility(String subject, JsonNode body) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("is_compatible", true);
        List<Stored> versions = subjects.getOrDefault(subject, List.of());
        if (!versions.isEmpty()) {
            SchemaCompatibility.SchemaPairCompatibility found = SchemaCompatibility.checkReaderWriterCompatibility(
                    AvroSchemas.parse(wanted(body).text()),
                    AvroSchemas.parse(versions.get(versions.size() - 1).text()));
            if (found.getType() != SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
                answer.put("is_compatible", false).putArray("messages").add("READER_FIELD_MISSING_DEFAULT_VALUE");
            }
        }
        return answer;
    }

    private static Stored wanted(JsonNode body) {
        return new Stored(
                0, body.path("schemaType").asText("AVRO"), body.path("schema").asText(), RegistryStub.references(body));
    }
}
