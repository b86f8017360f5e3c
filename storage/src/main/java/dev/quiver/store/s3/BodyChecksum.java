/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * The CRC32 of a body, as its header has it. It is sent with the request, whose signature covers it, and not behind the
 * body: that would have to be cut into chunks and copied.
 */
final class BodyChecksum {
    private final ChecksumMode mode;

    /** Checksums where {@code mode} wants them. */
    BodyChecksum(ChecksumMode mode) {
        this.mode = mode;
    }

    /** What uploads in parts must announce, or null if there should be none. */
    @Nullable
    ChecksumAlgorithm algorithm() {
        return mode == ChecksumMode.WHEN_REQUIRED ? null : ChecksumAlgorithm.CRC32;
    }

    /** What reads of whole objects ask for, or null if that is nothing; the SDK does not ask by itself. */
    software.amazon.awssdk.services.s3.model.@Nullable ChecksumMode wanted() {
        return mode == ChecksumMode.WHEN_REQUIRED
                ? null
                : software.amazon.awssdk.services.s3.model.ChecksumMode.ENABLED;
    }

    /** That of {@code part}, or null if there should be none. */
    @Nullable
    String of(PartBuffer part) {
        if (mode == ChecksumMode.WHEN_REQUIRED) {
            return null;
        }
        CRC32 checksum = new CRC32();
        part.update(checksum);
        return text(checksum);
    }

    /** That of {@code content}, or null if there should be none. */
    @Nullable
    String of(byte[] content) {
        if (mode == ChecksumMode.WHEN_REQUIRED) {
            return null;
        }
        CRC32 checksum = new CRC32();
        checksum.update(content);
        return text(checksum);
    }

    private static String text(CRC32 checksum) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array();
        return Base64.getEncoder().encodeToString(bytes);
    }
}
