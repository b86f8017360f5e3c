/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * Compresses pages without Hadoop's codec layer. One compressor serves all files of a task, one thread at a time; the
 * zstd context it owns costs more to make than a small page costs to compress.
 */
public final class PageCompressor implements AutoCloseable {
    private final Compression compression;
    private final int level;
    private final @Nullable ZstdCompressCtx zstd;
    /** The page being compressed; keeps the size of the largest so far. */
    private final Raw raw = new Raw();

    private boolean closed;

    /** A compressor as {@code options} ask for, which the caller closes. */
    @MustBeClosed
    public PageCompressor(ParquetOptions options) {
        this.compression = options.compression();
        this.level = options.compressionLevel();
        this.zstd = compression == Compression.ZSTD ? new ZstdCompressCtx().setLevel(level) : null;
    }

    /** This compressor as parquet-hadoop takes it; releasing that view does nothing. */
    BytesInputCompressor forPages() {
        return new View();
    }

    private BytesInput compress(BytesInput page) throws IOException {
        if (closed) {
            throw new IllegalStateException("page compressor is already closed");
        }
        if (compression == Compression.NONE) {
            return page;
        }
        raw.reset();
        page.writeAllTo(raw);
        return switch (compression) {
            case NONE -> page;
            case SNAPPY -> snappy();
            case GZIP -> gzip();
            case ZSTD -> zstd(Objects.requireNonNull(zstd));
        };
    }

    private BytesInput snappy() throws IOException {
        byte[] compressed = new byte[Snappy.maxCompressedLength(raw.size())];
        return BytesInput.from(compressed, 0, Snappy.compress(raw.array(), 0, raw.size(), compressed, 0));
    }

    private BytesInput zstd(ZstdCompressCtx context) {
        byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(raw.size()))];
        int length = context.compressByteArray(compressed, 0, compressed.length, raw.array(), 0, raw.size());
        return BytesInput.from(compressed, 0, length);
    }

    private BytesInput gzip() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(raw.size() / 2 + 64);
        try (GZIPOutputStream gzip = new LevelledGzip(compressed, level)) {
            gzip.write(raw.array(), 0, raw.size());
        }
        return BytesInput.from(compressed.toByteArray());
    }

    private CompressionCodecName codecName() {
        return switch (compression) {
            case NONE -> CompressionCodecName.UNCOMPRESSED;
            case SNAPPY -> CompressionCodecName.SNAPPY;
            case GZIP -> CompressionCodecName.GZIP;
            case ZSTD -> CompressionCodecName.ZSTD;
        };
    }

    @Override
    public void close() {
        if (!closed && zstd != null) {
            zstd.close();
        }
        closed = true;
    }

    /** Gives its array away without a copy. */
    private static final class Raw extends ByteArrayOutputStream {
        byte[] array() {
            return buf;
        }
    }

    /** The JDK's gzip stream has its level only as a protected field of its superclass. */
    private static final class LevelledGzip extends GZIPOutputStream {
        LevelledGzip(ByteArrayOutputStream target, int level) throws IOException {
            super(target);
            def.setLevel(level);
        }
    }

    /** What parquet-hadoop sees. */
    private final class View implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return PageCompressor.this.compress(page);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codecName();
        }

        @Override
        public void release() {
            // the task owns the context
        }
    }
}
