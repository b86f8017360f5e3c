/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import org.jspecify.annotations.Nullable;

/** Compresses the buffers of batches, each on its own; those that would not get smaller are left as they are. */
final class Compressor implements AutoCloseable {
    private static final long UNCOMPRESSED = -1;

    private final IpcCompression compression;
    private @Nullable ZstdCompressCtx zstd;

    Compressor(IpcCompression compression) {
        this.compression = compression;
    }

    /** {@code batch} with compressed buffers, each behind its length. */
    HeapBatch compress(HeapBatch batch) {
        if (compression.codec() == IpcCompression.Codec.NONE) {
            return batch;
        }
        byte[] target = new byte[bound(batch)];
        HeapBatch.Builder builder = HeapBatch.builder(batch.rowCount(), batch.nodeCount(), batch.bufferCount());
        for (int node = 0; node < batch.nodeCount(); node++) {
            builder.node(batch.length(node), batch.nullCount(node));
        }
        for (int view = 0; view < batch.viewCount(); view++) {
            builder.variadic(batch.variadicCount(view));
        }
        int at = 0;
        for (int buffer = 0; buffer < batch.bufferCount(); buffer++) {
            int size = batch.size(buffer);
            int start = batch.offset(buffer);
            int end = size == 0 ? at : compress(new ByteRange(batch.array(buffer), start, start + size), target, at);
            builder.buffer(target, at, end - at);
            at = end;
        }
        return builder.build();
    }

    private int bound(HeapBatch batch) {
        long sum = 0;
        for (int buffer = 0; buffer < batch.bufferCount(); buffer++) {
            int size = batch.size(buffer);
            sum += Long.BYTES
                    + (compression.codec() == IpcCompression.Codec.LZ4
                            ? Lz4FrameEncoder.bound(size)
                            : Zstd.compressBound(size));
        }
        if (sum > Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalArgumentException(
                    "a batch that may take " + sum + " bytes does not fit an array: encode fewer rows");
        }
        return (int) sum;
    }

    /** Writes {@code source}, compressed behind its length, from {@code at} on; where that ends. */
    private int compress(ByteRange source, byte[] target, int at) {
        int data = at + Long.BYTES;
        int end = compression.codec() == IpcCompression.Codec.LZ4
                ? Lz4FrameEncoder.encode(source, target, data)
                : data + zstd(source, target, data);
        if (end - data < source.size()) {
            LittleEndian.putLong(target, at, source.size());
            return end;
        }
        LittleEndian.putLong(target, at, UNCOMPRESSED);
        System.arraycopy(source.bytes(), source.start(), target, data, source.size());
        return data + source.size();
    }

    private int zstd(ByteRange source, byte[] target, int at) {
        if (zstd == null) {
            zstd = new ZstdCompressCtx().setLevel(compression.level());
        }
        return zstd.compressByteArray(target, at, target.length - at, source.bytes(), source.start(), source.size());
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
            zstd = null;
        }
    }
}
