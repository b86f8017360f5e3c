/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes IPC streams and files, and refuses whatever breaks the format's rules or the limits: what it returns can be
 * handed to native code. Not thread safe: it remembers the last schema, so that equal schema bytes give the same
 * object.
 *
 * <p>A stream may end without an end mark, as one does whose writer was not closed, but not within a message, and
 * nothing may follow the mark. Both the present framing and that before version 0.15 are read, of metadata V4 and V5.
 */
public final class IpcDecoder {
    private static final byte[] NONE = {};

    private final IpcLimits limits;
    private byte[] schemaBytes = NONE;
    private @Nullable DecodedSchema schema;

    /** A decoder that refuses what passes {@code limits}. */
    public IpcDecoder(IpcLimits limits) {
        this.limits = limits;
    }

    /**
     * Decodes the stream or file that is all of {@code bytes}; its batches share the array.
     *
     * @throws MalformedIpcException if it is neither, breaks a rule of the format or passes a limit
     */
    public IpcContent decode(byte[] bytes) {
        return decode(new ByteRange(bytes, 0, bytes.length));
    }

    /**
     * Decodes the stream or file that is what remains of {@code bytes}, whose position stays. Batches share the array
     * that backs it; a buffer without one is copied.
     *
     * @throws MalformedIpcException if it is neither, breaks a rule of the format or passes a limit
     */
    public IpcContent decode(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            int start = bytes.arrayOffset() + bytes.position();
            return decode(new ByteRange(bytes.array(), start, start + bytes.remaining()));
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return decode(copy);
    }

    private IpcContent decode(ByteRange range) {
        return FileFooter.startsWithMagic(range) ? file(range) : stream(range);
    }

    private IpcContent stream(ByteRange range) {
        MessageStream stream = new MessageStream(range);
        Message first = next(stream, 0);
        if (first == null || first.kind() != Message.Kind.SCHEMA) {
            throw new MalformedIpcException("message 0: a stream of " + range.size() + " bytes begins with "
                    + (first == null ? "nothing" : "a " + first.kind()) + " instead of a schema");
        }
        int index = 1;
        try (ContentReader reader = new ContentReader(schema(first.header(), first.metadata()), limits, true)) {
            for (Message message = next(stream, index); message != null; message = next(stream, index)) {
                reader.read(message, index++);
            }
            return reader.content();
        }
    }

    private static @Nullable Message next(MessageStream stream, int index) {
        try {
            return stream.next();
        } catch (MalformedIpcException e) {
            throw e.within("message " + index);
        }
    }

    private IpcContent file(ByteRange range) {
        FileFooter footer = FileFooter.of(range);
        int index = 1;
        try (ContentReader reader = new ContentReader(schema(footer.schema(), footer.range()), limits, false)) {
            for (FileFooter.Block block : footer.blocks()) {
                int start = range.start() + (int) block.offset();
                int end = range.start() + (int) block.end();
                reader.read(block.message(new ByteRange(range.bytes(), start, end)), index++);
            }
            return reader.content();
        }
    }

    /** The schema in {@code table}; the last one, if that was read of the same bytes. */
    private DecodedSchema schema(FlatTable table, ByteRange metadata) {
        DecodedSchema last = schema;
        if (last != null
                && Arrays.equals(
                        schemaBytes, 0, schemaBytes.length, metadata.bytes(), metadata.start(), metadata.end())) {
            return last;
        }
        DecodedSchema parsed;
        try {
            parsed = DecodedSchema.parse(table, metadata.size(), limits);
        } catch (MalformedIpcException e) {
            throw e.within("schema");
        }
        schemaBytes = Arrays.copyOfRange(metadata.bytes(), metadata.start(), metadata.end());
        schema = parsed;
        return parsed;
    }
}
