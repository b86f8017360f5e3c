/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/** How the buffers of batches are compressed. */
public final class IpcCompression {
    /** Buffers as they are. */
    public static final IpcCompression NONE = new IpcCompression(Codec.NONE, 0);

    /** LZ4 frames. */
    public static final IpcCompression LZ4 = new IpcCompression(Codec.LZ4, 0);

    private static final int ZSTD_LEVEL_MIN = -7;
    private static final int ZSTD_LEVEL_MAX = 22;

    private final Codec codec;
    private final int level;

    private IpcCompression(Codec codec, int level) {
        this.codec = codec;
        this.level = level;
    }

    /** Zstandard frames at {@code level}, from -7 (fast) to 22 (small); 3 is the usual one. */
    public static IpcCompression zstd(int level) {
        if (level < ZSTD_LEVEL_MIN || level > ZSTD_LEVEL_MAX) {
            throw new IllegalArgumentException(
                    "zstd level must be from " + ZSTD_LEVEL_MIN + " to " + ZSTD_LEVEL_MAX + " but was " + level);
        }
        return new IpcCompression(Codec.ZSTD, level);
    }

    Codec codec() {
        return codec;
    }

    int level() {
        return level;
    }

    @Override
    public String toString() {
        return codec == Codec.ZSTD ? "zstd(" + level + ")" : codec == Codec.LZ4 ? "lz4" : "none";
    }

    /** The codecs of the format. */
    enum Codec {
        NONE,
        LZ4,
        ZSTD
    }
}
