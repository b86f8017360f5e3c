/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Base64;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** The Arrow schema among a file's key-value pairs, from which other Arrow libraries restore the types. */
final class ArrowFooter {
    /** The key that all Arrow libraries look for. */
    static final String KEY = "ARROW:schema";

    private ArrowFooter() {}

    /** {@code schema} as an encapsulated IPC message in Base64. */
    static String value(Schema schema) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (WriteChannel channel = new WriteChannel(Channels.newChannel(message))) {
            MessageSerializer.serialize(channel, schema);
        }
        return Base64.getEncoder().encodeToString(message.toByteArray());
    }
}
