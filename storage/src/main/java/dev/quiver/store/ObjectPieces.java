/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import java.io.InputStream;
import java.util.Objects;

/** The bytes of one object in order, read piece by piece. */
final class ObjectPieces extends InputStream {
    private static final int PIECE_BYTES = 1 << 20;

    private final ObjectStore store;
    private final StoredObject object;
    private byte[] piece = new byte[0];
    private int position;
    private long next;
    private boolean closed;

    /** Reads {@code object}, as it was found, from {@code store}, which stays the caller's. */
    ObjectPieces(ObjectStore store, StoredObject object) {
        this.store = store;
        this.object = object;
    }

    @Override
    public int read() throws StoreException {
        return refill() ? piece[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws StoreException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!refill()) {
            return -1;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, count);
        position += count;
        return count;
    }

    /** Whether there is a byte left, which is then in {@code piece}. */
    private boolean refill() throws StoreException {
        if (closed) {
            throw new IllegalStateException("the stream of " + object.key() + " is already closed");
        }
        if (position < piece.length) {
            return true;
        }
        if (next == object.bytes()) {
            return false;
        }
        piece = store.read(object, next, (int) Math.min(PIECE_BYTES, object.bytes() - next));
        position = 0;
        next += piece.length;
        return true;
    }

    @Override
    public void close() {
        closed = true;
        piece = new byte[0];
    }
}
