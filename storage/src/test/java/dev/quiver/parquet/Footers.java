/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** Takes footers from files and gives them others, to make files that no writer would. */
final class Footers {
    private static final int TAIL_BYTES = 8;

    private Footers() {}

    /** The footer of {@code file}. */
    static FileMetaData read(byte[] file) throws IOException {
        int start = start(file);
        return Util.readFileMetaData(new ByteArrayInputStream(file, start, file.length - TAIL_BYTES - start));
    }

    /** Where the footer of {@code file} begins. */
    static int start(byte[] file) {
        int end = file.length - TAIL_BYTES;
        return end - ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    }

    /** {@code body}, whatever it is, and {@code footer} behind it. */
    static byte[] write(byte[] body, FileMetaData footer) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        output.writeBytes(body);
        Util.writeFileMetaData(footer, output);
        ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        tail.putInt(output.size() - body.length);
        tail.put("PAR1".getBytes(StandardCharsets.US_ASCII));
        output.writeBytes(tail.array());
        return output.toByteArray();
    }
}
