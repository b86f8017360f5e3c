/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.Setting;
import dev.quiver.ipc.IpcCompression;
import java.util.List;
import java.util.Map;

/**
 * What Arrow files look like inside.
 *
 * @param compression of buffers
 * @param batchRowsMax rows of one record batch
 */
record ArrowConfig(IpcCompression compression, int batchRowsMax) {
    private static final String GROUP = "Arrow";

    /** How buffers are compressed. */
    enum Codec {
        /** Not at all. */
        NONE,
        /** LZ4 frames. */
        LZ4,
        /** Zstandard frames. */
        ZSTD
    }

    static final Setting<Codec> COMPRESSION = Setting.oneOf(
            GROUP, "arrow.compression", Codec.class, Codec.ZSTD, "How the buffers of Arrow files are compressed.");
    static final Setting<Integer> COMPRESSION_LEVEL =
            Setting.number(GROUP, "arrow.compression.level", 1, 22, 3, "The level of zstd; lz4 has none.");
    static final Setting<Integer> BATCH_ROWS_MAX = Setting.number(
            GROUP,
            "arrow.batch.rows.max",
            1,
            1 << 24,
            1 << 16,
            "Rows after which a record batch of an Arrow file ends.");

    static List<Setting<?>> settings() {
        return List.of(COMPRESSION, COMPRESSION_LEVEL, BATCH_ROWS_MAX);
    }

    static ArrowConfig of(Map<String, Object> values) {
        IpcCompression compression = switch (COMPRESSION.in(values)) {
            case NONE -> IpcCompression.NONE;
            case LZ4 -> IpcCompression.LZ4;
            case ZSTD -> IpcCompression.zstd(COMPRESSION_LEVEL.in(values));
        };
        return new ArrowConfig(compression, BATCH_ROWS_MAX.in(values));
    }
}
