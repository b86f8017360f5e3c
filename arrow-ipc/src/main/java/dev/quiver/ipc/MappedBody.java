/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/** A message where it is mapped into memory, beside the copy of it on the heap that is checked. */
final class MappedBody implements AutoCloseable {
    private final ArrowBuf mapped;
    private final byte[] copy;

    /**
     * Takes ownership of {@code owned}, which has the same bytes as {@code copy} from its beginning on.
     */
    MappedBody(ArrowBuf owned, byte[] copy) {
        this.mapped = owned;
        this.copy = copy;
    }

    /** Where the bytes are mapped that {@code array} has from {@code offset} on; null if it is not the copy. */
    @Nullable
    ArrowBuf slice(byte[] array, int offset, int size) {
        return array == copy ? mapped.slice(offset, size).writerIndex(size) : null;
    }

    /** Gives up the message; vectors that have retained parts of it keep them. */
    @Override
    public void close() {
        mapped.close();
    }
}
