/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.s3;

import dev.quiver.testbed.process.Http;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * One bucket as a test looks at it: what is in it, and what an object holds. A small client of its own, so that the
 * client under test is not its own witness. Works on any server with path-style addresses and SigV4.
 */
public final class S3Bucket {
    private static final byte[] EMPTY = new byte[0];

    private final URI endpoint;
    private final SignatureV4 signature;
    private final String name;

    /** The bucket {@code name} of the server at {@code endpoint}. */
    public S3Bucket(URI endpoint, String accessKey, String secretKey, String name) {
        this.endpoint = endpoint;
        this.signature = new SignatureV4(accessKey, secretKey);
        this.name = name;
    }

    /** The name of the bucket. */
    public String name() {
        return name;
    }

    /** Makes the bucket; nothing happens when it exists. */
    public void create() {
        HttpResponse<byte[]> answer = Http.send(signature.sign("PUT", address(""), EMPTY));
        if (answer.statusCode() != 200 && answer.statusCode() != 409) {
            throw refused("create bucket " + name, answer);
        }
    }

    /** The keys of all visible objects that start with {@code prefix}, in the order of the server. */
    public List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        @Nullable String token = null;
        do {
            Document page = page(prefix, token);
            keys.addAll(texts(page, "Key"));
            List<String> next = texts(page, "NextContinuationToken");
            token = next.isEmpty() ? null : next.get(0);
        } while (token != null);
        return keys;
    }

    /** The bytes of one object. */
    public byte[] read(String key) {
        HttpResponse<byte[]> answer =
                Http.send(signature.sign("GET", address("/" + SignatureV4.encodePath(key)), EMPTY));
        if (answer.statusCode() != 200) {
            throw refused("read " + name + "/" + key, answer);
        }
        return answer.body();
    }

    /** Stores an object, replacing what was there. */
    public void write(String key, byte[] content) {
        HttpResponse<byte[]> answer =
                Http.send(signature.sign("PUT", address("/" + SignatureV4.encodePath(key)), content));
        if (answer.statusCode() != 200) {
            throw refused("write " + name + "/" + key, answer);
        }
    }

    /** Removes an object; nothing happens when there is none. */
    public void delete(String key) {
        HttpResponse<byte[]> answer =
                Http.send(signature.sign("DELETE", address("/" + SignatureV4.encodePath(key)), EMPTY));
        if (answer.statusCode() >= 300) {
            throw refused("delete " + name + "/" + key, answer);
        }
    }

    /** Copies every object below {@code prefix} into {@code directory}, each under its key; returns how many. */
    public int download(String prefix, Path directory) {
        List<String> keys = keys(prefix);
        for (String key : keys) {
            Path file = directory.resolve(key).normalize();
            if (!file.startsWith(directory.normalize())) {
                throw new IllegalStateException("object key '" + key + "' leads out of " + directory);
            }
            try {
                Files.createDirectories(file.getParent());
                Files.write(file, read(key));
            } catch (IOException e) {
                throw new UncheckedIOException("could not write " + file, e);
            }
        }
        return keys.size();
    }

    private Document page(String prefix, @Nullable String token) {
        TreeMap<String, String> query = new TreeMap<>();
        query.put("list-type", "2");
        query.put("prefix", prefix);
        if (token != null) {
            query.put("continuation-token", token);
        }
        HttpResponse<byte[]> answer =
                Http.send(signature.sign("GET", address("?" + SignatureV4.encodeQuery(query)), EMPTY));
        if (answer.statusCode() != 200) {
            throw refused("list " + name + "/" + prefix, answer);
        }
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(answer.body()));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("could not understand the list of " + name + "/" + prefix, e);
        }
    }

    private URI address(String rest) {
        return URI.create(endpoint + "/" + name + rest);
    }

    private static List<String> texts(Document document, String element) {
        NodeList nodes = document.getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static IllegalStateException refused(String what, HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return new IllegalStateException("could not " + what + ": " + answer.statusCode() + " " + body);
    }
}
