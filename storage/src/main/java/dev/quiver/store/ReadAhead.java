/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Bytes of an object in order, of which the next requests are on their way while earlier ones are consumed. */
final class ReadAhead extends InputStream {
    /**
     * Which bytes.
     *
     * @param to one past the last
     */
    record Range(long from, long to) {
        Range {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("range from " + from + " up to " + to + " is negative");
            }
        }
    }

    private final ParallelReads reads;
    private final StoredObject object;
    private final int aheadMax;
    private final long end;
    private final Queue<Future<byte[]>> ahead = new ArrayDeque<>();
    private long requested;
    private byte[] current = new byte[0];
    private int position;
    private boolean closed;
    /** After which the bytes in between are missing. */
    private @Nullable StoreException failure;

    ReadAhead(ParallelReads reads, StoredObject object, Range range, int aheadMax) {
        if (aheadMax < 1) {
            throw new IllegalArgumentException("aheadMax must be at least 1 but was " + aheadMax);
        }
        this.reads = reads;
        this.object = object;
        this.aheadMax = aheadMax;
        this.requested = range.from();
        this.end = range.to();
    }

    @Override
    public int read() throws StoreException {
        return refill() ? current[position++] & 0xFF : -1;
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
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    /** Whether there is a byte left, which is then in {@code current}. */
    private boolean refill() throws StoreException {
        if (closed) {
            throw new IllegalStateException("the stream of " + object.key() + " is already closed");
        }
        if (failure != null) {
            throw StoreException.permanent(
                    "could not go on with " + object.key() + ": " + failure.getMessage(), failure);
        }
        while (ahead.size() < aheadMax && requested < end) {
            request();
        }
        if (position < current.length) {
            return true;
        }
        Future<byte[]> next = ahead.poll();
        if (next == null) {
            return false;
        }
        try {
            current = ParallelReads.await(next, object.key());
        } catch (StoreException e) {
            failure = e;
            throw e;
        }
        position = 0;
        return true;
    }

    private void request() throws StoreException {
        int length = (int) Math.min(ParallelReads.REQUEST_BYTES_MAX, end - requested);
        ahead.add(reads.start(object, new ByteSpan(requested, length)));
        requested += length;
    }

    @Override
    public void close() {
        closed = true;
        ahead.forEach(request -> request.cancel(true));
        ahead.clear();
        current = new byte[0];
    }
}
