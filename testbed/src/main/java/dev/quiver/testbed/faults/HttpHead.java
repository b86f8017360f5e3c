/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The first line and the headers of an HTTP/1.1 message, kept byte for byte, with what is needed to copy its body. */
final class HttpHead {
    private static final int BYTES_MAX = 256 * 1024;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final byte[] bytes;
    private final List<String> lines;

    private HttpHead(byte[] bytes) {
        this.bytes = bytes;
        this.lines = new String(bytes, ISO_8859_1).lines().toList();
    }

    /** The next head of a connection, or null when it ended in order before one began. */
    static @Nullable HttpHead read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] line = readLine(in);
        if (line.length == 0) {
            return null;
        }
        while (line.length > 2) {
            head.writeBytes(line);
            if (head.size() > BYTES_MAX) {
                throw new IOException("a message head of more than " + BYTES_MAX + " bytes");
            }
            line = readLine(in);
        }
        head.writeBytes(line);
        return new HttpHead(head.toByteArray());
    }

    /** The head as it came, with the empty line at its end. */
    byte[] bytes() {
        return bytes;
    }

    String method() {
        return word(0);
    }

    String path() {
        String target = word(1);
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The query without its question mark; empty when there is none. */
    String query() {
        String target = word(1);
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    int status() {
        return Integer.parseInt(word(1));
    }

    boolean expectsContinue() {
        return has("expect", "100-continue");
    }

    /** Whether the request writes an object only if another one is, or is not, there. */
    boolean isConditionalWrite() {
        return method().equals("PUT") && (header("if-match") != null || header("if-none-match") != null);
    }

    boolean keepsAlive() {
        return !has("connection", "close");
    }

    /** Copies the body of a request. */
    void copyBody(InputStream in, OutputStream out) throws IOException {
        if (has("transfer-encoding", "chunked")) {
            copyChunks(in, out);
            return;
        }
        String length = header("content-length");
        if (length != null) {
            copy(in, out, Long.parseLong(length));
        }
    }

    /** Copies the body of an answer to a request with {@code method}. */
    void copyReplyBody(String method, InputStream in, OutputStream out) throws IOException {
        if (method.equals("HEAD") || status() == 204 || status() == 304) {
            return;
        }
        if (header("content-length") == null && !has("transfer-encoding", "chunked")) {
            in.transferTo(out);
            return;
        }
        copyBody(in, out);
    }

    private boolean has(String name, String token) {
        String value = header(name);
        return value != null && value.toLowerCase(Locale.ROOT).contains(token);
    }

    private @Nullable String header(String name) {
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).trim().equalsIgnoreCase(name)) {
                return line.substring(colon + 1).trim();
            }
        }
        return null;
    }

    private String word(int index) {
        String[] words = lines.get(0).split(" ", 3);
        return index < words.length ? words[index] : "";
    }

    private static void copyChunks(InputStream in, OutputStream out) throws IOException {
        long size;
        do {
            byte[] line = readLine(in);
            out.write(line);
            String text = new String(line, ISO_8859_1).trim();
            int extension = text.indexOf(';');
            size = Long.parseLong(
                    extension < 0 ? text : text.substring(0, extension).trim(), 16);
            if (size > 0) {
                copy(in, out, size);
                out.write(readLine(in));
            }
        } while (size > 0);
        byte[] trailer;
        do {
            trailer = readLine(in);
            out.write(trailer);
        } while (trailer.length > 2);
    }

    private static void copy(InputStream in, OutputStream out, long count) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long left = count;
        while (left > 0) {
            int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
                throw new IOException("the connection ended " + left + " bytes before the end of a body");
            }
            out.write(chunk, 0, read);
            left -= read;
        }
    }

    /** A line with its line end; empty at the end of the stream. */
    private static byte[] readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n') {
                return line.toByteArray();
            }
            if (line.size() > BYTES_MAX) {
                throw new IOException("a line of more than " + BYTES_MAX + " bytes");
            }
        }
        if (line.size() > 0) {
            throw new IOException("the connection ended within a line");
        }
        return new byte[0];
    }
}
