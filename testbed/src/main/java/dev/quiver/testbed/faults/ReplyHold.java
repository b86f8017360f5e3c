/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lets interim answers (1xx), which are written in one piece, through to the client and holds everything else back. */
final class ReplyHold extends OutputStream {
    private static final int PREFIX_BYTES = "HTTP/1.1 1".length();

    private final OutputStream client;
    private final ByteArrayOutputStream held;

    ReplyHold(OutputStream client, ByteArrayOutputStream held) {
        this.client = client;
        this.held = held;
    }

    @Override
    public void write(int b) {
        held.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (held.size() == 0 && isInterim(bytes, offset, length)) {
            client.write(bytes, offset, length);
            client.flush();
            return;
        }
        held.write(bytes, offset, length);
    }

    private static boolean isInterim(byte[] bytes, int offset, int length) {
        return length > PREFIX_BYTES && new String(bytes, offset, PREFIX_BYTES, US_ASCII).matches("HTTP/1\\.\\d 1");
    }
}
