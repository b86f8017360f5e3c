/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import org.jspecify.annotations.Nullable;

/** Cuts a stream into messages, of the present framing or that before version 0.15. */
final class MessageStream {
    private static final int CONTINUATION = -1;

    private final byte[] bytes;
    private final int end;
    private int position;

    /** The stream in {@code range}. */
    MessageStream(ByteRange range) {
        this.bytes = range.bytes();
        this.position = range.start();
        this.end = range.end();
    }

    /**
     * The next message, or null at the end: an end mark with nothing behind it, or no bytes left where a message could
     * begin, as a writer leaves it that was not closed.
     */
    @Nullable
    Message next() {
        if (position == end) {
            return null;
        }
        int length = length();
        if (length == 0) {
            if (position != end) {
                throw new MalformedIpcException((end - position) + " bytes follow the end of the stream");
            }
            return null;
        }
        if (length < 0 || length > end - position) {
            throw new MalformedIpcException(
                    "metadata of " + (length & 0xffff_ffffL) + " bytes, but " + (end - position) + " are left");
        }
        ByteRange metadata = new ByteRange(bytes, position, position + length);
        Message message = Message.parse(metadata, new ByteRange(bytes, position + length, end));
        position = message.body().end();
        return message;
    }

    private int length() {
        int first = number();
        return first == CONTINUATION ? number() : first;
    }

    private int number() {
        if (end - position < Integer.BYTES) {
            throw new MalformedIpcException((end - position) + " bytes are left, too few for a message");
        }
        int number = LittleEndian.intAt(bytes, position);
        position += Integer.BYTES;
        return number;
    }
}
