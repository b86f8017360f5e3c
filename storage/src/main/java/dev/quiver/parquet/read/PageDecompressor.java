/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.apache.parquet.format.CompressionCodec;

/** Decompresses pages without Hadoop's codec layer. Shared by all columns of a reader, one thread at a time. */
final class PageDecompressor implements AutoCloseable {
    /** Larger pages are decompressed from array to array: they are rare, and what is off the heap stays bounded. */
    private static final int DIRECT_BYTES_MAX = 2 << 20;

    private final LZ4SafeDecompressor lz4 = LZ4Factory.safeInstance().safeDecompressor();
    private final ZstdDecompressCtx zstd;
    private ByteBuffer input = ByteBuffer.allocateDirect(0);
    private ByteBuffer output = ByteBuffer.allocateDirect(0);

    @MustBeClosed
    PageDecompressor() {
        this.zstd = new ZstdDecompressCtx();
    }

    /**
     * One compressed range.
     *
     * @param bytes the array it lies in
     * @param from where it begins
     * @param length its bytes
     * @param plainLength bytes it must decompress to
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Compressed(byte[] bytes, int from, int length, int plainLength) {}

    /** Refuses codecs that cannot be read. */
    static void check(CompressionCodec codec, Place place) throws UnsupportedParquetException {
        switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4, LZ4_RAW -> {
                return;
            }
            case LZO, BROTLI -> throw place.unsupported("it is compressed with " + codec + ", which is not supported");
        }
    }

    /** Fills {@code target}, which is padded, from {@code at} on with what {@code source} decompresses to. */
    void decompress(CompressionCodec codec, Compressed source, byte[] target, int at, Place place)
            throws MalformedParquetException {
        int length = source.plainLength();
        if (length == 0 && source.length() == 0) {
            return;
        }
        int actual;
        try {
            actual = switch (codec) {
                case UNCOMPRESSED -> copied(source, target, at, length);
                case SNAPPY -> SnappyDecoder.decode(source, target, at);
                case GZIP -> gzip(source, target, at, length);
                case ZSTD -> zstd(source, target, at, length);
                case LZ4 -> framed(source, target, at, length);
                case LZ4_RAW -> lz4.decompress(source.bytes(), source.from(), source.length(), target, at, length);
                case LZO, BROTLI -> throw new IllegalArgumentException("unsupported codec " + codec);
            };
        } catch (IOException | ZstdException | LZ4Exception e) {
            throw place.malformed("its " + codec + " bytes are damaged: " + e.getMessage(), e);
        }
        if (actual != length) {
            throw place.malformed("its " + codec + " bytes hold " + actual + " bytes instead of " + length);
        }
    }

    private static int copied(Compressed source, byte[] target, int at, int length) {
        if (source.length() == length) {
            System.arraycopy(source.bytes(), source.from(), target, at, length);
        }
        return source.length();
    }

    private static int gzip(Compressed source, byte[] target, int at, int length) throws IOException {
        try (InputStream input = new GZIPInputStream(
                new ByteArrayInputStream(source.bytes(), source.from(), source.length()), 1 << 13)) {
            int read = input.readNBytes(target, at, length);
            return input.read() < 0 ? read : read + 1;
        }
    }

    private int zstd(Compressed source, byte[] target, int at, int length) {
        if (source.length() > DIRECT_BYTES_MAX || length > DIRECT_BYTES_MAX) {
            return zstd.decompressByteArray(target, at, length, source.bytes(), source.from(), source.length());
        }
        input = grown(input, source.length());
        output = grown(output, length);
        input.put(0, source.bytes(), source.from(), source.length());
        int actual = zstd.decompressDirectByteBuffer(output, 0, length, input, 0, source.length());
        output.get(0, target, at, Math.min(actual, length));
        return actual;
    }

    private static ByteBuffer grown(ByteBuffer buffer, int needed) {
        return needed <= buffer.capacity()
                ? buffer
                : ByteBuffer.allocateDirect(Math.min(DIRECT_BYTES_MAX, Math.max(needed, 2 * buffer.capacity())));
    }

    /** Hadoop's frames around LZ4, or none: both have been written under this name. */
    private int framed(Compressed source, byte[] target, int at, int length) {
        try {
            int actual = frames(source, target, at, length);
            if (actual == length) {
                return actual;
            }
        } catch (LZ4Exception e) {
            return lz4.decompress(source.bytes(), source.from(), source.length(), target, at, length);
        }
        return lz4.decompress(source.bytes(), source.from(), source.length(), target, at, length);
    }

    /** Each frame has the bytes it stands for, the bytes it takes, and these. */
    private int frames(Compressed source, byte[] target, int at, int length) {
        ByteBuffer bytes =
                ByteBuffer.wrap(source.bytes(), source.from(), source.length()).order(ByteOrder.BIG_ENDIAN);
        int done = 0;
        while (bytes.remaining() >= 2 * Integer.BYTES) {
            int plain = bytes.getInt();
            int compressed = bytes.getInt();
            boolean fits = plain >= 0 && plain <= length - done && compressed >= 0 && compressed <= bytes.remaining();
            if (!fits) {
                return -1;
            }
            done += lz4.decompress(source.bytes(), bytes.position(), compressed, target, at + done, plain);
            bytes.position(bytes.position() + compressed);
        }
        return bytes.hasRemaining() ? -1 : done;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
