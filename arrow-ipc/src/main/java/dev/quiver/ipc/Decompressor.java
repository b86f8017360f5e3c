/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import org.jspecify.annotations.Nullable;

/** Decompresses the buffers of one stream or file, none beyond the budget. */
final class Decompressor implements AutoCloseable {
    /** What a buffer begins with that was left as it was. */
    private static final long UNCOMPRESSED = -1;

    private final ByteBudget budget;
    private @Nullable ZstdDecompressCtx zstd;

    Decompressor(ByteBudget budget) {
        this.budget = budget;
    }

    /** The bytes of the {@code compressed} buffer: a range of it, or new ones. */
    ByteRange decompress(IpcCompression.Codec codec, ByteRange compressed) {
        if (codec == IpcCompression.Codec.NONE || compressed.size() == 0) {
            return compressed;
        }
        if (compressed.size() < Long.BYTES) {
            throw new MalformedIpcException("a compressed buffer of " + compressed.size() + " bytes has no length");
        }
        long size = LittleEndian.longAt(compressed.bytes(), compressed.start());
        ByteRange rest = new ByteRange(compressed.bytes(), compressed.start() + Long.BYTES, compressed.end());
        if (size == UNCOMPRESSED) {
            return rest;
        }
        if (size < 0) {
            throw new MalformedIpcException("a compressed buffer promises " + size + " bytes");
        }
        budget.take(size, "a compressed buffer");
        if (size > Integer.MAX_VALUE - Long.BYTES) {
            throw new MalformedIpcException("a compressed buffer promises " + size + " bytes, more than fit an array");
        }
        byte[] target = new byte[(int) size];
        if (codec == IpcCompression.Codec.LZ4) {
            Lz4FrameDecoder.decode(rest, target);
        } else {
            unzstd(rest, target);
        }
        return new ByteRange(target, 0, target.length);
    }

    private void unzstd(ByteRange source, byte[] target) {
        if (zstd == null) {
            zstd = new ZstdDecompressCtx();
        }
        int written;
        try {
            written = zstd.decompressByteArray(target, 0, target.length, source.bytes(), source.start(), source.size());
        } catch (ZstdException e) {
            throw new MalformedIpcException("malformed ZSTD frame of " + source.size() + " bytes for " + target.length
                    + ": " + Zstd.getErrorName(-e.getErrorCode()));
        }
        if (written != target.length) {
            throw new MalformedIpcException(
                    "malformed ZSTD frame: it holds " + written + " of " + target.length + " bytes promised");
        }
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
            zstd = null;
        }
    }
}
