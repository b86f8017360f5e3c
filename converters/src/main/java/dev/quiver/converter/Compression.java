/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.ipc.IpcCompression;

/** How the converter compresses what it writes; it reads all of them. */
enum Compression {
    /** Not at all. */
    NONE,
    /** Zstandard. */
    ZSTD,
    /** LZ4. */
    LZ4;

    /** This for the encoder; {@code level} matters to Zstandard alone. */
    IpcCompression at(int level) {
        return switch (this) {
            case NONE -> IpcCompression.NONE;
            case ZSTD -> IpcCompression.zstd(level);
            case LZ4 -> IpcCompression.LZ4;
        };
    }
}
