/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.store.SealedObject;
import dev.quiver.store.SealedObject.SealedPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON form of a {@link Ledger}: part of the public format of a bucket. */
final class LedgerJson {
    static final int VERSION = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LedgerJson() {}

    static byte[] write(Ledger ledger) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", VERSION)
                .put("epoch", ledger.epoch())
                .put("owner", ledger.owner())
                .put("sequence", ledger.sequence())
                .put("layout", ledger.layout())
                .put("nextOffset", ledger.nextOffset());
        ObjectNode ahead = root.putObject("ahead");
        ledger.ahead().forEach(ahead::put);
        ArrayNode pending = root.putArray("pending");
        ledger.pending().forEach(file -> write(file, pending.addObject()));
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a ledger of numbers and names has no JSON form", e);
        }
    }

    private static void write(PendingFile file, ObjectNode target) {
        SealedObject sealed = file.sealed();
        target.put("key", sealed.key())
                .put("stagedId", sealed.stagedId())
                .put("uploadId", sealed.uploadId())
                .put("rows", file.rowCount())
                .put("firstOffset", file.firstOffset())
                .put("lastOffset", file.lastOffset());
        ArrayNode parts = target.putArray("parts");
        for (SealedPart part : sealed.parts()) {
            parts.addObject()
                    .put("number", part.number())
                    .put("etag", part.etag())
                    .put("bytes", part.bytes());
        }
    }

    /** @throws IOException if {@code json} is no ledger of this version; the message says why */
    static Ledger read(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        long version = number(root, "version");
        if (version != VERSION) {
            throw new IOException("its version is " + version + " but this plugin knows " + VERSION);
        }
        SortedMap<String, Long> ahead = new TreeMap<>();
        JsonNode aheadNode = child(root, "ahead");
        for (Iterator<String> names = aheadNode.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            ahead.put(name, number(aheadNode, name));
        }
        List<PendingFile> pending = new ArrayList<>();
        for (JsonNode file : child(root, "pending")) {
            pending.add(file(file));
        }
        try {
            return new Ledger(
                    number(root, "epoch"),
                    text(root, "owner"),
                    number(root, "sequence"),
                    text(root, "layout"),
                    number(root, "nextOffset"),
                    ahead,
                    pending);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static PendingFile file(JsonNode file) throws IOException {
        List<SealedPart> parts = new ArrayList<>();
        for (JsonNode part : child(file, "parts")) {
            parts.add(new SealedPart((int) number(part, "number"), text(part, "etag"), number(part, "bytes")));
        }
        try {
            SealedObject sealed =
                    new SealedObject(text(file, "key"), text(file, "stagedId"), text(file, "uploadId"), parts);
            return new PendingFile(
                    sealed, number(file, "rows"), number(file, "firstOffset"), number(file, "lastOffset"));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static JsonNode child(JsonNode parent, String name) throws IOException {
        JsonNode child = parent.get(name);
        if (child == null) {
            throw new IOException("it has no field " + name);
        }
        return child;
    }

    private static long number(JsonNode parent, String name) throws IOException {
        JsonNode child = child(parent, name);
        if (!child.canConvertToLong()) {
            throw new IOException("its field " + name + " is no number");
        }
        return child.longValue();
    }

    private static String text(JsonNode parent, String name) throws IOException {
        JsonNode child = child(parent, name);
        if (!child.isTextual()) {
            throw new IOException("its field " + name + " is no text");
        }
        return child.textValue();
    }
}
