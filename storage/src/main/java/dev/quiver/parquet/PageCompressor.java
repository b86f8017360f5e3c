/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Compresses pages without Hadoop's codec layer, and holds what encoders work with. One serves all files of a task and
 * one thread; the zstd contexts it owns cost more to make than a small page costs to compress, and the arrays that
 * encoders work with are the same for all files.
 */
final class PageCompressor implements AutoCloseable {
    /** Larger pages are compressed from array to array: they are rare, and what is off the heap stays bounded. */
    private static final int DIRECT_BYTES_MAX = 4 << 20;

    private final EncodingScratch scratch = new EncodingScratch();
    private final SnappyEncoder snappy = new SnappyEncoder();
    /** By level. */
    private final Map<Integer, ZstdCompressCtx> zstd = new HashMap<>();

    private ByteBuffer input = ByteBuffer.allocateDirect(0);
    private ByteBuffer output = ByteBuffer.allocateDirect(0);
    private boolean closed;

    /** A compressor for files of {@code options}, and of others, which the caller closes. */
    @MustBeClosed
    PageCompressor(ParquetOptions options) {
        if (options.column().compression() == Compression.ZSTD) {
            context(options.column().compressionLevel());
        }
    }

    private ZstdCompressCtx context(int level) {
        return zstd.computeIfAbsent(level, missing -> new ZstdCompressCtx().setLevel(missing));
    }

    /** What the encoders of all files work with. */
    EncodingScratch scratch() {
        return scratch;
    }

    /** Bytes held on and off the heap for whatever file comes next; zstd's own are not among them. */
    long retainedBytes() {
        return scratch.retainedBytes() + input.capacity() + output.capacity();
    }

    /** The bytes of {@code page} from {@code from} on, compressed, in an array of their own. */
    byte[] compress(ColumnOptions options, PageBytes page, int from) throws IOException {
        return switch (options.compression()) {
            case NONE -> Arrays.copyOfRange(page.array(), from, page.size());
            case SNAPPY -> snappy.encode(page.array(), from, page.size() - from);
            case LZ4_RAW -> lz4(page, from);
            case GZIP -> gzip(options.compressionLevel(), page, from);
            case ZSTD -> zstd(options.compressionLevel(), page, from);
        };
    }

    private static byte[] lz4(PageBytes page, int from) {
        LZ4Compressor compressor = LZ4Factory.safeInstance().fastCompressor();
        return compressor.compress(page.array(), from, page.size() - from);
    }

    /** Direct buffers, because a garbage collection must wait until zstd lets an array go. */
    private byte[] zstd(int level, PageBytes page, int from) {
        if (closed) {
            throw new IllegalStateException("page compressor is already closed");
        }
        ZstdCompressCtx context = context(level);
        int length = page.size() - from;
        int bound = Math.toIntExact(Zstd.compressBound(length));
        if (bound > DIRECT_BYTES_MAX) {
            byte[] compressed = new byte[bound];
            return Arrays.copyOf(
                    compressed, context.compressByteArray(compressed, 0, bound, page.array(), from, length));
        }
        input = grown(input, length);
        output = grown(output, bound);
        input.put(0, page.array(), from, length);
        int compressedLength = context.compressDirectByteBuffer(output, 0, output.capacity(), input, 0, length);
        byte[] compressed = new byte[compressedLength];
        output.get(0, compressed);
        return compressed;
    }

    private static ByteBuffer grown(ByteBuffer buffer, int needed) {
        if (needed <= buffer.capacity()) {
            return buffer;
        }
        return ByteBuffer.allocateDirect(Math.min(DIRECT_BYTES_MAX, Math.max(needed, 2 * buffer.capacity())));
    }

    private static byte[] gzip(int level, PageBytes page, int from) throws IOException {
        int length = page.size() - from;
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(length / 2 + 64);
        try (GZIPOutputStream gzip = new LevelledGzip(compressed, level)) {
            gzip.write(page.array(), from, length);
        }
        return compressed.toByteArray();
    }

    @Override
    public void close() {
        if (!closed) {
            zstd.values().forEach(ZstdCompressCtx::close);
        }
        closed = true;
    }

    /** The JDK's gzip stream has its level only as a protected field of its superclass. */
    private static final class LevelledGzip extends GZIPOutputStream {
        LevelledGzip(ByteArrayOutputStream target, int level) throws IOException {
            super(target);
            def.setLevel(level);
        }
    }
}
